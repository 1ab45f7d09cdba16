import { createHash } from "node:crypto";
import type { BlocksAnchor, DocumentLedger, RowAnchor, TableAnchor } from "./ledger.ts";
import { plainText } from "./plain-text.ts";
import type { DocumentBlock, DocumentSection, TableRow } from "./read-document.ts";

/** An edition of a document, looked at through the ledger: the text of each unit, and what no unit accounts for. */
export interface FoundUnits {
  /** Plain text by unit; a unit that is not there has none. */
  readonly texts: ReadonlyMap<string, FoundText>;
  /** Rows of the ledger's tables that belong to no unit. */
  readonly newRows: readonly NewRow[];
  /** Sections that are none of the ledger's, neither by heading nor by place. */
  readonly newSections: readonly { readonly heading: string; readonly outline: string }[];
}

export interface FoundText {
  readonly text: string;
  /** The line of the edition at which it begins. */
  readonly line: number;
}

export interface NewRow {
  readonly table: string;
  readonly key: string;
  readonly text: string;
  readonly line: number;
}

/** SHA-256 of a plain text, hexadecimal, as the ledger keeps it. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** Finds every unit of the ledger in an edition, whatever its language. */
export function findUnits(sections: readonly DocumentSection[], ledger: DocumentLedger): FoundUnits {
  const tables = new Map(
    Object.entries(ledger.tables).map(([name, anchor]) => [
      name,
      keyedRows(findTable(sections, anchor, ledger)),
    ]),
  );
  const taken = new Set<TableRow>();
  const texts = new Map<string, FoundText>();
  const takeRow = (unit: string, anchor: RowAnchor): void => {
    const found = findRow(tables.get(anchor.table) ?? [], anchor, taken);
    if (found === undefined) return;
    taken.add(found.row);
    texts.set(unit, { text: rowText(found.row), line: found.row.line });
  };
  for (const { unit, anchor } of ledger.units) {
    if (anchor === undefined) continue;
    if ("table" in anchor) takeRow(unit, anchor);
    else {
      const blocks = findBlocks(sections, anchor, ledger);
      const text = blocks
        .map(blockText)
        .filter((part) => part !== "")
        .join(" ");
      if (text !== "") texts.set(unit, { text, line: blocks[0]!.line });
    }
  }
  // A row that has lost its mark is more likely another wording of its unit than another row.
  for (const { unit, anchor } of ledger.units) {
    if (anchor !== undefined && "table" in anchor && !texts.has(unit))
      takeRow(unit, { table: anchor.table, key: anchor.key });
  }
  const newRows = [...tables].flatMap(([table, rows]) =>
    rows
      .filter(({ row }) => !taken.has(row))
      .map(({ key, row }) => ({ table, key, text: rowText(row), line: row.line })),
  );
  const known = new Set(
    Object.keys(ledger.sections).map((outline) => findSection(sections, outline, ledger)),
  );
  const newSections = sections.filter((section) => section.outline !== "" && !known.has(section));
  return { texts, newRows, newSections };
}

// ---- rows ----

interface KeyedRow {
  readonly key: string;
  readonly row: TableRow;
}

/** The table of the right width that shares most keys with the one that is looked for. */
function findTable(
  sections: readonly DocumentSection[],
  anchor: TableAnchor,
  ledger: DocumentLedger,
): readonly TableRow[] {
  const own = findSection(sections, anchor.section, ledger);
  let best: { rows: readonly TableRow[]; score: number } = { rows: [], score: 0 };
  for (const section of sections) {
    for (const block of section.blocks) {
      if (block.kind !== "table" || block.columns !== anchor.columns) continue;
      const keys = new Set(block.rows.map(({ cells }) => plainText(cells[0] ?? "")));
      const shared = anchor.keys.filter((key) => keys.has(key)).length;
      // Ids of events repeat from table to table: the right section counts half a row.
      const score = shared / Math.max(keys.size, anchor.keys.length) + (section === own ? 0.5 : 0);
      if (shared > 0 && score > best.score) best = { rows: block.rows, score };
    }
  }
  return best.rows;
}

function keyedRows(rows: readonly TableRow[]): KeyedRow[] {
  let key = "";
  return rows.map((row) => {
    const own = plainText(row.cells[0] ?? "");
    if (own !== "") key = own;
    return { key, row };
  });
}

function findRow(
  rows: readonly KeyedRow[],
  anchor: RowAnchor,
  taken: ReadonlySet<TableRow>,
): KeyedRow | undefined {
  return rows.find(
    ({ key, row }) =>
      key === anchor.key &&
      !taken.has(row) &&
      (anchor.with === undefined || holds(row.cells.join(" | "), anchor.with)),
  );
}

function rowText({ cells }: TableRow): string {
  return cells.map(plainText).join(" | ");
}

// ---- blocks ----

function findBlocks(
  sections: readonly DocumentSection[],
  anchor: BlocksAnchor,
  ledger: DocumentLedger,
): readonly DocumentBlock[] {
  const blocks = anchor.sections.flatMap((outline) => findSection(sections, outline, ledger)?.blocks ?? []);
  const start = startOf(blocks, anchor);
  if (start === -1) return [];
  if (anchor.one) return blocks.slice(start, start + 1);
  const { before } = anchor;
  const end =
    before === undefined
      ? -1
      : blocks.findIndex((block, index) => index > start && holds(rawText(block), before));
  return blocks.slice(start, end === -1 ? undefined : end);
}

function startOf(blocks: readonly DocumentBlock[], { from, item }: BlocksAnchor): number {
  if (from !== undefined) return blocks.findIndex((block) => holds(rawText(block), from));
  if (item === undefined) return 0;
  const items = blocks.filter(({ kind }) => kind === "item");
  return items[item - 1] === undefined ? -1 : blocks.indexOf(items[item - 1]!);
}

/** By its heading in a language or an edition of the ledger; where the heading is another, by its place. */
function findSection(
  sections: readonly DocumentSection[],
  outline: string,
  { sections: known }: DocumentLedger,
): DocumentSection | undefined {
  const { en, fr, former = [] } = new Map(Object.entries(known)).get(outline) ?? {};
  const titles = [en, fr, ...former].filter((title) => title !== undefined).map(headingText);
  return (
    sections.find(({ heading }) => titles.includes(headingText(heading))) ??
    sections.find((section) => section.outline === outline)
  );
}

/** A heading that gained or lost its full stop is the same one. */
function headingText(heading: string): string {
  return plainText(heading).toLowerCase().replace(/\.$/, "");
}

function rawText(block: DocumentBlock): string {
  return block.kind === "table" ? block.rows.map(({ cells }) => cells.join(" | ")).join("\n") : block.text;
}

function blockText(block: DocumentBlock): string {
  return block.kind === "table" ? block.rows.map(rowText).join(" ") : plainText(block.text);
}

function holds(text: string, mark: string): boolean {
  return text.toLowerCase().includes(mark.toLowerCase());
}
