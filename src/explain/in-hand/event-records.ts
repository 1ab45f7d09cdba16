import type { EventLevel } from "../../model/condition.ts";
import { type Field, fieldName, fieldsOf } from "./fields.ts";
import { type EventInHand, withDecimalErrors } from "./in-hand.ts";
import { tableOf } from "../../text/table.ts";

// What Event Viewer, Get-WinEvent, Get-EventLog and wevtutil call the parts of an event, in several languages.
const names = {
  // The last one is what a wrong code page leaves of French.
  id: "eventid id ideve idevenement iddelevenement ereignisid iddelevento idevento identifiantevenement iddelvnement",
  provider: "source provider providername fournisseur nomdufournisseur quelle origen origine",
  level: "level leveldisplayname niveau ebene nivel livello entrytype",
  text: "description message beschreibung descripcion descrizione",
} as const;
type Part = keyof typeof names;
const parts = new Map(
  Object.entries(names).flatMap(([part, all]) => all.split(" ").map((name) => [name, part as Part] as const)),
);

type Record = { [part in Part]?: string } & { data?: readonly string[] };

/** Events that Event Viewer and its relatives export: XML, text, CSV. */
export function eventRecords(text: string): EventInHand[] {
  const xml = xmlRecords(text);
  const records = xml.length > 0 ? xml : [...tableRecords(text), ...textRecords(text)];
  return records.flatMap((record) => {
    const id = /^\D*(\d{1,5})\b/.exec(record.id ?? "")?.[1];
    // An id alone is an id of anything.
    if (id === undefined || record.provider === undefined || record.provider === "") return [];
    return [
      {
        kind: "event",
        id: Number(id),
        providers: [record.provider],
        level: levelOf(record.level ?? ""),
        text: withDecimalErrors(record.text ?? record.data?.join(" ") ?? ""),
        data: record.data?.map(withDecimalErrors),
      },
    ];
  });
}

/** By its number, or by the words of some languages; unknown where it is in another one. */
function levelOf(text: string): EventLevel | undefined {
  const level = fieldName(text);
  if (/^(?:[04]|info\w*)$/.test(level)) return "information";
  if (/^(?:1|criti\w*|kritisch)$/.test(level)) return "critical";
  if (/^(?:2|err\w*|fehler)$/.test(level)) return "error";
  return /^(?:3|warn\w*|avertissement|advertencia|avviso)$/.test(level) ? "warning" : undefined;
}

// ---- XML ----

function xmlRecords(text: string): Record[] {
  const starts = [...text.matchAll(/<EventID\b[^>]*>\s*(\d+)/gi)];
  return starts.map((start, index) => {
    const from = text.lastIndexOf("<Event ", start.index);
    const before = index === 0 ? 0 : starts[index - 1]!.index + 1;
    const end = text.indexOf("</Event>", start.index);
    const event = text.slice(Math.max(from, before), end === -1 ? starts[index + 1]?.index : end);
    const data = [...event.matchAll(/<Data\b[^>]*>([^<]*)<\/Data>/gi)].map(([, value]) => unescaped(value!));
    const provider = /<Provider\b[^>]*?\bName\s*=\s*["']([^"']*)["']/i.exec(event)?.[1];
    const level = /<Level>\s*(\d+)/i.exec(event)?.[1];
    return {
      id: start[1]!,
      ...(provider === undefined ? {} : { provider: unescaped(provider) }),
      ...(level === undefined ? {} : { level }),
      ...(data.length === 0 ? {} : { data }),
    };
  });
}

const entities = tableOf({ lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" });

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (entity, decimal, hexadecimal, name) => {
    if (name !== undefined) return entities.get(String(name).toLowerCase()) ?? entity;
    const code = decimal === undefined ? parseInt(String(hexadecimal), 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : entity;
  });
}

// ---- fields ----

function textRecords(text: string): Record[] {
  const records: Record[] = [];
  for (const { name, value } of fieldsOf(text).flatMap(severalOnALine)) {
    const part = parts.get(name);
    if (part === undefined) continue;
    // A part for the second time begins another event.
    const last = records.at(-1);
    if (last === undefined || last[part] !== undefined) records.push({ [part]: value });
    else last[part] = value;
  }
  return records;
}

/** `Event ID: 15, Source: WDATPOnboarding` is two fields. */
function severalOnALine(field: Field): Field[] {
  if (parts.get(field.name) === "text") return [field];
  const [first, ...more] = field.value.split(/[,;]\s+(?=[^:,;]{2,30}:)/);
  return [
    { ...field, value: first! },
    ...more.flatMap((each) => {
      const at = each.indexOf(":");
      return [{ ...field, name: fieldName(each.slice(0, at)), value: each.slice(at + 1).trim() }];
    }),
  ];
}

// ---- tables ----

function tableRecords(text: string): Record[] {
  const first = text.split(/\r\n|\r|\n/).find((line) => line.trim() !== "") ?? "";
  const delimiter = [",", ";", "\t"].find((sign) => first.split(sign).length > 2);
  if (delimiter === undefined) return [];
  const rows = rowsOf(text, delimiter);
  const heading = rows.findIndex((row) => {
    const found = new Set(row.map((cell) => parts.get(fieldName(cell))));
    return found.has("id") && found.has("provider");
  });
  if (heading === -1) return rows.flatMap(rowWithoutHeading);
  const columns = rows[heading]!.map((cell) => parts.get(fieldName(cell)));
  return rows.slice(heading + 1).map((row) => {
    const record: Record = {};
    for (const [index, cell] of row.entries()) {
      // Event Viewer gives the description no heading: it is the last cell.
      const part = columns[index] ?? (index >= columns.length ? "text" : undefined);
      if (part !== undefined && record[part] === undefined) record[part] = cell.trim();
    }
    return record;
  });
}

/** In Event Viewer's order the source is followed by the id. */
function rowWithoutHeading(row: readonly string[]): Record[] {
  const at = row.findIndex((cell, index) => index > 0 && /^\d{1,5}$/.test(cell.trim()));
  const provider = row[at - 1]?.trim() ?? "";
  if (at === -1 || !/^[A-Za-z][\w. -]*$/.test(provider)) return [];
  return [{ level: row[0]!, provider, id: row[at]!, text: row.slice(at + 1).join(" ") }];
}

/** Rows of cells; a cell in quotes may hold delimiters, line ends and doubled quotes. */
function rowsOf(text: string, delimiter: string): string[][] {
  const rows: string[][] = [[]];
  const cell = new RegExp(
    `(?:"((?:[^"]|"")*)"|([^${delimiter}\\r\\n]*))(${delimiter}|\\r\\n|\\r|\\n|$)`,
    "gy",
  );
  for (const [, quoted, bare, end] of text.matchAll(cell)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? bare ?? "");
    if (end !== delimiter) rows.push([]);
    if (end === "") break;
  }
  return rows.filter((row) => row.length > 1);
}
