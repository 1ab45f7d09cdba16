/** A Markdown page as sections of blocks, as far as telling its units apart needs it. */
export interface DocumentSection {
  /** Its place among the headings below the title: `1.3` is the third below the first. */
  readonly outline: string;
  readonly heading: string;
  /** What stands between this heading and the next one. */
  readonly blocks: readonly DocumentBlock[];
}

export type DocumentBlock =
  | { readonly kind: "paragraph" | "item" | "quote"; readonly text: string; readonly line: number }
  | {
      readonly kind: "table";
      readonly columns: number;
      readonly rows: readonly TableRow[];
      readonly line: number;
    };

export interface TableRow {
  readonly cells: readonly string[];
  readonly line: number;
}

const fence = /^\s*(?:```|~~~)/;
const delimiterRow = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$/;
const topLevelItem = /^ {0,3}(?:\d+[.)]|[-*+])\s/;

/** The sections of a page; what stands above its first heading (front matter, includes) is none. */
export function readDocument(markdown: string): DocumentSection[] {
  const lines = markdown
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n")
    // Blank lines in its place keep the numbers of lines.
    .replace(/^---\n[^]*?\n---\n/, (matter) => matter.replace(/[^\n]/g, ""))
    .split("\n");
  const sections: DocumentSection[] = [];
  const counters: number[] = [];
  let first = 0;
  let heading: { outline: string; text: string } | undefined;
  const close = (end: number): void => {
    if (heading === undefined) return;
    sections.push({ outline: heading.outline, heading: heading.text, blocks: readBlocks(lines, first, end) });
  };
  let fenced = false;
  for (const [index, line] of lines.entries()) {
    if (fence.test(line)) fenced = !fenced;
    const found = fenced ? null : /^(#{1,6})\s+(.*?)\s*#*\s*$/.exec(line);
    if (found === null) continue;
    close(index);
    // The title of the page is level 1; the outline counts from level 2 on.
    const depth = found[1]!.length - 1;
    counters.length = Math.min(counters.length, depth);
    while (counters.length < depth) counters.push(0);
    if (depth > 0) counters[depth - 1]! += 1;
    const outline = counters.join(".");
    heading = { outline, text: found[2]!.replace(/<[^>]*>/g, "").trim() };
    first = index + 1;
  }
  close(lines.length);
  return sections;
}

function readBlocks(lines: readonly string[], first: number, end: number): DocumentBlock[] {
  const blocks: DocumentBlock[] = [];
  for (let at = first; at < end;) {
    const line = lines[at]!;
    if (line.trim() === "" || /^\s*(?:\[!INCLUDE|<br\s*\/?>\s*$|<\/?span)/i.test(line)) {
      at += 1;
    } else if (isTable(lines, at, end)) {
      at = readTable(lines, at, end, blocks);
    } else if (/^\s*>/.test(line)) {
      at = takeWhile(lines, at, end, "quote", blocks, (next) => /^\s*>/.test(next));
    } else if (topLevelItem.test(line)) {
      at = readItem(lines, at, end, blocks);
    } else {
      at = takeWhile(lines, at, end, "paragraph", blocks, (next, index) => {
        return (
          next.trim() !== "" && !/^\s*>/.test(next) && !topLevelItem.test(next) && !isTable(lines, index, end)
        );
      });
    }
  }
  return blocks;
}

/** A list item with everything that is indented below it, but for quotes and tables: those are blocks of their own. */
function readItem(lines: readonly string[], start: number, end: number, blocks: DocumentBlock[]): number {
  const taken = [lines[start]!];
  let fenced = false;
  let at = start + 1;
  for (; at < end; at += 1) {
    const line = lines[at]!;
    if (fence.test(line)) fenced = !fenced;
    const goesOn = fenced || line.trim() === "" || (/^\s/.test(line) && !topLevelItem.test(line));
    if (!goesOn || (!fenced && (/^\s*>/.test(line) || isTable(lines, at, end)))) break;
    taken.push(line);
  }
  blocks.push({ kind: "item", text: taken.join("\n").trimEnd(), line: start + 1 });
  return at;
}

function takeWhile(
  lines: readonly string[],
  start: number,
  end: number,
  kind: "paragraph" | "quote",
  blocks: DocumentBlock[],
  goesOn: (line: string, index: number) => boolean,
): number {
  let at = start + 1;
  while (at < end && goesOn(lines[at]!, at)) at += 1;
  blocks.push({ kind, text: lines.slice(start, at).join("\n"), line: start + 1 });
  return at;
}

function isTable(lines: readonly string[], at: number, end: number): boolean {
  return at + 1 < end && lines[at]!.includes("|") && delimiterRow.test(lines[at + 1]!);
}

function readTable(lines: readonly string[], start: number, end: number, blocks: DocumentBlock[]): number {
  const columns = cellsOf(lines[start]!).length;
  const rows: TableRow[] = [];
  let at = start + 2;
  for (; at < end && lines[at]!.trim() !== ""; at += 1) {
    const cells = cellsOf(lines[at]!);
    if (cells.some((cell) => cell !== "")) rows.push({ cells, line: at + 1 });
  }
  blocks.push({ kind: "table", columns, rows, line: start + 1 });
  return at;
}

/** The cells of a line, whether or not it begins and ends with a bar. */
function cellsOf(line: string): string[] {
  const inner = line
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "");
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim());
}
