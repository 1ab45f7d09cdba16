/** A text that was read, under the name that messages show: relative to the working folder, forward slashes. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** A stretch of a source: offsets in UTF-16 units, `end` exclusive. Lines and columns are computed when shown. */
export interface Span {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** What stands there. */
export function textOf({ source, start, end }: Span): string {
  return source.text.slice(start, end);
}

/** A place for people: line and column from 1, the column counted in characters, and the text of the line. */
export interface Location {
  readonly line: number;
  readonly column: number;
  readonly lineText: string;
}

/** The place of an offset. The lines of a source are counted once, when the first place in it is shown. */
export function locate(source: Source, offset: number): Location {
  const { text } = source;
  const starts = lineStartsOf(source);
  let low = 0;
  for (let high = starts.length; high - low > 1;) {
    const middle = (low + high) >>> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle;
  }
  const lineStart = starts[low]!;
  const lineText = text.slice(lineStart, starts[low + 1]).replace(/\r?\n?$/, "");
  let column = 1;
  for (let at = lineStart; at < offset; at += text.codePointAt(at)! > 0xffff ? 2 : 1) column += 1;
  return { line: low + 1, column, lineText };
}

const lineStarts = new WeakMap<Source, readonly number[]>();

function lineStartsOf(source: Source): readonly number[] {
  const known = lineStarts.get(source);
  if (known !== undefined) return known;
  const starts = [0];
  for (let at = source.text.indexOf("\n"); at !== -1; at = source.text.indexOf("\n", at + 1))
    starts.push(at + 1);
  lineStarts.set(source, starts);
  return starts;
}

/** `path:line` of a span's beginning, as scripts and the manifest name the place of a rule. */
export function lineReference(span: Span): string {
  return `${span.source.path}:${locate(span.source, span.start).line}`;
}
