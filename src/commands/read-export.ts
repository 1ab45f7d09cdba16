import { isUtf8 } from "node:buffer";
import { closeSync, constants, createReadStream, fstatSync, openSync, readSync } from "node:fs";
import { basename, dirname, extname } from "node:path";
import { pipeline } from "node:stream/promises";
import { type CsvError, parse } from "csv-parse";
import { parse as parseAtOnce } from "csv-parse/sync";
import { JSONParser } from "@streamparser/json";
import { kindOfEntry } from "../output/read-regular-file.ts";
import { headerOf, type Role } from "../report/columns.ts";
import { listNames, recordSightings, recordsOf } from "../report/json-record.ts";
import { shortened, type Sighting, sightingOf } from "../report/sighting.ts";
import { jsonSyntaxProblem } from "./json-place.ts";
import { locate, type Span } from "../text/source.ts";
import { depthProblem } from "./read-json.ts";

/** What is done with what an export says. */
export interface ExportReader {
  readonly onSighting: (sighting: Sighting) => void;
  /** Something that is left out, and where: `12`, `record 3`, or the whole file where that is undefined. */
  readonly onProblem: (place: string | undefined, problem: string) => void;
  /** The rules whose name a file or its folder may have, where its rows do not say what they are about. */
  readonly rules: ReadonlySet<string>;
}

/** How much of a file is looked at to find out what it is. */
const sniffed = 1 << 20;
/** No cell of an export is longer; what is, is a quote that was never closed. */
const longestRow = 1 << 20;
/** A document that is no list of devices is read as a whole. */
const longestDocument = 64 << 20;
/** Reports of Reporting Services begin with what they were asked. */
const mostRowsAboveHeader = 30;

/** Reads an export, row by row, whatever its form: what can be read counts, what cannot is a problem with its place. */
export async function readExport(path: string, reader: ExportReader): Promise<void> {
  const opened = openText(path);
  if ("problem" in opened) return reader.onProblem(undefined, opened.problem);
  const { size, chunks } = opened;
  const beginning = opened.beginning.trimStart();
  const rule = ruleOfFile(path, reader.rules);
  if (!/^[[{]/.test(beginning)) return readTable(opened, rule, reader);
  if (!isDocument(beginning)) return readList(chunks(), beginning, rule, reader);
  if (size > longestDocument) {
    return reader.onProblem(undefined, "it is larger than a report of one device can be (64 MB)");
  }
  return readDocument(chunks(), path, rule, reader);
}

/** The values at some paths of a JSON file (`$.devices.*`), however long it is; or what is wrong with it. */
export async function readJsonPaths(
  path: string,
  paths: readonly string[],
  onValue: (value: unknown) => void,
): Promise<string | undefined> {
  const opened = openText(path);
  if ("problem" in opened) return opened.problem;
  return parseJson(opened.chunks(), paths, onValue);
}

interface OpenedText {
  /** As much as tells what the file is. */
  readonly beginning: string;
  /** In bytes. */
  readonly size: number;
  /** All of it, without a byte order mark. */
  readonly chunks: () => AsyncIterable<string>;
  /** The same as it is in the file, where that is UTF-8. */
  readonly bytes: (() => AsyncIterable<Buffer>) | undefined;
}

function openText(path: string): OpenedText | { readonly problem: string } {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  let head: Buffer;
  let size: number;
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) return { problem: `it is a ${kindOfEntry(stats)}, not a file` };
    size = stats.size;
    head = Buffer.alloc(Math.min(sniffed, size));
    head = head.subarray(0, readSync(file, head, 0, head.length, 0));
  } finally {
    closeSync(file);
  }
  const encoding = encodingOf(head);
  if ("problem" in encoding) return encoding;
  const beginning = new TextDecoder(encoding.name).decode(head);
  if (beginning.trim() === "") return { problem: "it is empty" };
  const bytes = (): AsyncIterable<Buffer> => createReadStream(path, { highWaterMark: 1 << 18 });
  return {
    beginning,
    size,
    chunks: () => textOf(bytes(), encoding.name),
    bytes: encoding.name === "utf-8" ? bytes : undefined,
  };
}

/** A file or a folder that is called like a rule holds answers about it. */
function ruleOfFile(path: string, rules: ReadonlySet<string>): string | undefined {
  const names = [basename(path, extname(path)), basename(dirname(path))];
  return names.find((name) => rules.has(name));
}

function encodingOf(bytes: Buffer): { readonly name: string } | { readonly problem: string } {
  const [first, second] = bytes;
  if (first === 0x50 && second === 0x4b) {
    return { problem: "it is a ZIP archive or an Excel workbook: unpack it, or save it as CSV" };
  }
  if (first === 0xff && second === 0xfe) return { name: "utf-16le" };
  if (first === 0xfe && second === 0xff) return { name: "utf-16be" };
  const zeros = bytes.subarray(0, 4096).reduce((count, byte) => count + Number(byte === 0), 0);
  if (zeros > Math.min(bytes.length, 4096) / 4) return { name: bytes[0] === 0 ? "utf-16be" : "utf-16le" };
  if (zeros > 0) return { problem: "it is no text" };
  // The sample may end in the middle of a character.
  const whole = bytes.length < sniffed ? bytes : bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
  return { name: isUtf8(whole) ? "utf-8" : "windows-1252" };
}

/** Text without a byte order mark, chunk by chunk. */
async function* textOf(stream: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of stream) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

// ---- CSV ----

async function readTable(
  { bytes, beginning, chunks }: OpenedText,
  rule: string | undefined,
  reader: ExportReader,
): Promise<void> {
  const found = delimiterOf(beginning.trimStart());
  if ("problem" in found) return reader.onProblem(undefined, found.problem);
  const readRow = rowReader(rule, reader);
  const parser = parse({
    delimiter: found.delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
    // A row is dealt with while it is parsed: nothing is queued, and the line is known.
    on_record: (record: readonly string[], { lines }) => {
      readRow(record, lines);
      return null;
    },
  });
  try {
    await pipeline(bytes?.() ?? chunks(), parser.resume());
  } catch (error) {
    if (!isCsvError(error)) throw error;
    reader.onProblem(String(error.lines ?? ""), csvProblem(error));
  }
}

/** What is done with the rows of a table, one after the other: above the header there may be others. */
function rowReader(
  rule: string | undefined,
  { onSighting, onProblem }: ExportReader,
): (record: readonly string[], line: number) => void {
  let header: ReadonlyMap<Role, number> | undefined;
  let headerRow: readonly string[] = [];
  let lastColumn = 0;
  return (record, line) => {
    // Of several tables in a file each has a header of its own.
    const mayBeHeader =
      header === undefined || record[0] === headerRow[0] || record.length !== headerRow.length;
    const again = mayBeHeader ? headerOf(record) : undefined;
    if (again !== undefined) {
      header = again;
      headerRow = record;
      lastColumn = Math.max(...again.values());
      return;
    }
    if (header === undefined) return;
    const place = String(line);
    if (lastColumn >= record.length) {
      onProblem(place, `the row has ${record.length} of ${headerRow.length} columns`);
      return;
    }
    const columns = header;
    const sighting = sightingOf((role) => {
      const column = columns.get(role);
      return column === undefined ? "" : record[column]!;
    }, rule);
    if ("problem" in sighting) onProblem(place, sighting.problem);
    else onSighting(sighting);
  };
}

/** The separator with which the first rows hold a header, or what these rows hold instead. */
function delimiterOf(text: string): { readonly delimiter: string } | { readonly problem: string } {
  const lines = text.split(/\r?\n/, mostRowsAboveHeader * 2).join("\n");
  let columns: readonly string[] = [];
  for (const delimiter of [",", ";", "\t", "|"]) {
    for (const row of firstRows(lines, delimiter)) {
      if (headerOf(row) !== undefined) return { delimiter };
      if (row.length > columns.length) columns = row;
    }
  }
  const shown = columns.slice(0, 8).map((name) => `\`${shortened(name.trim())}\``);
  const more = columns.length > 8 ? `, and ${columns.length - 8} more` : "";
  return {
    problem:
      `no row names a column with devices and one with what they said (there are ${shown.join(", ")}${more}); ` +
      "export it in English, or rename the columns: `mderules report --help` says how",
  };
}

function firstRows(text: string, delimiter: string): readonly (readonly string[])[] {
  try {
    return parseAtOnce(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      to: mostRowsAboveHeader,
    });
  } catch {
    return [];
  }
}

function isCsvError(error: unknown): error is CsvError & { readonly lines?: number } {
  return error instanceof Error && /^CSV_/.test((error as { code?: string }).code ?? "");
}

function csvProblem({ code }: CsvError): string {
  switch (code) {
    case "CSV_MAX_RECORD_SIZE":
      return "a row from here on is longer than 1 MB: a quote may not be closed. The rest of the file is left out";
    case "CSV_QUOTE_NOT_CLOSED":
      return "the file ends in the middle of a row";
    default:
      return `it is no CSV from here on (${code}). The rest of the file is left out`;
  }
}

// ---- JSON ----

/** Whether it is one thing rather than a list of devices, as far as its beginning shows. */
function isDocument(text: string): boolean {
  if (!text.startsWith("{")) return false;
  const [, name] = /^\{\s*(?:"@[^"]*"\s*:\s*(?:"[^"]*"|[\d.]+)\s*,\s*)*"([^"]*)"/.exec(text) ?? [];
  return !(listNames as readonly string[]).includes(name ?? "");
}

async function readDocument(
  chunks: AsyncIterable<string>,
  path: string,
  rule: string | undefined,
  reader: ExportReader,
): Promise<void> {
  const parts: string[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  const text = parts.join("");
  const source = { path, text };
  const wrong = ({ problem, span }: { readonly problem: string; readonly span: Span }): void => {
    const { line, column } = locate(span.source, span.start);
    reader.onProblem(`${line}:${column}`, `the file ${problem}`);
  };
  const tooDeep = depthProblem(source);
  if (tooDeep !== undefined) return wrong(tooDeep);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return wrong(jsonSyntaxProblem(source));
  }
  for (const [index, record] of recordsOf(document).entries()) readRecord(record, index + 1, rule, reader);
}

/** A list, or an object whose first name is that of a list: record by record. */
async function readList(
  chunks: AsyncIterable<string>,
  beginning: string,
  rule: string | undefined,
  reader: ExportReader,
): Promise<void> {
  let count = 0;
  const paths = beginning.startsWith("[") ? ["$.*"] : listNames.map((name) => `$.${name}.*`);
  const problem = await parseJson(chunks, paths, (value) => {
    count += 1;
    readRecord(value, count, rule, reader);
  });
  if (problem !== undefined) reader.onProblem(`record ${count + 1}`, problem);
}

/** Reads as much as is JSON; says so where that is not all. */
async function parseJson(
  chunks: AsyncIterable<string>,
  paths: readonly string[],
  onValue: (value: unknown) => void,
): Promise<string | undefined> {
  const parser = new JSONParser({ paths: [...paths], keepStack: false });
  const state = { isBroken: false };
  parser.onValue = ({ value }) => onValue(value);
  parser.onError = () => {
    state.isBroken = true;
  };
  for await (const chunk of chunks) {
    parser.write(chunk);
    if (state.isBroken) return "from here on it is no JSON; the rest of the file is left out";
  }
  return parser.isEnded ? undefined : "the file ends in the middle";
}

function readRecord(
  record: unknown,
  number: number,
  rule: string | undefined,
  { onSighting, onProblem }: ExportReader,
): void {
  for (const sighting of recordSightings(record, rule)) {
    if ("problem" in sighting) onProblem(`record ${number}`, sighting.problem);
    else onSighting(sighting);
  }
}
