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

/** A place for people: line and column from 1, the column counted in characters, and the text of the line. */
export interface Location {
  readonly line: number;
  readonly column: number;
  readonly lineText: string;
}

/** The place of an offset. One pass over the text before it: call it when showing, not when compiling. */
export function locate(source: Source, offset: number): Location {
  const { text } = source;
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) {
    line += 1;
    lineStart = at + 1;
  }
  const newline = text.indexOf("\n", lineStart);
  const lineText = text.slice(lineStart, newline === -1 ? undefined : newline).replace(/\r$/, "");
  const column = [...text.slice(lineStart, offset)].length + 1;
  return { line, column, lineText };
}

/** `path:line` of a span's beginning, as scripts and the manifest name the place of a rule. */
export function lineReference(span: Span): string {
  return `${span.source.path}:${locate(span.source, span.start).line}`;
}
