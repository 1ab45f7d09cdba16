import { type LineStatus, lineStatuses, type PrintedLine, printedLines } from "../model/line.ts";
import type { Role } from "./columns.ts";

/** What an export says of one device at one time. */
export interface Sighting {
  readonly device: string;
  /** In UTC, as `2026-11-27T08:12:33Z`; undefined where the export has none, or one that can be read in two ways. */
  readonly time: string | undefined;
  /** What the detection said, what the remediation, and what the detection said after it. */
  readonly before: Speech;
  readonly repair: Speech;
  readonly after: Speech;
  /** What scripts wrote to the stream of errors, and what the tool calls a failure. */
  readonly errors: readonly string[];
}

/** What one script printed. */
export interface Speech {
  readonly text: string;
  readonly lines: readonly SaidLine[];
}

/** A line; in order is what is healthy or not applicable, where nobody said which. */
export type SaidLine = Omit<PrintedLine, "status"> & { readonly status: LineStatus | "IN-ORDER" };

const silence: Speech = { text: "", lines: [] };

/** A row of an export, by the roles of its columns: empty text where it has none. */
export type Row = (role: Role) => string;

/** What a row says; `rule` is the rule that all rows of the file are about, where rows do not name it themselves. */
export function sightingOf(row: Row, rule: string | undefined): Sighting | { readonly problem: string } {
  const device = row("device").trim() || row("id").trim();
  if (device === "") return { problem: "the row names no device" };
  const time = timeOf(row("time"));
  const errors = [row("beforeError"), row("repairError"), row("afterError")].map((each) => each.trim());
  const sighting: Sighting = {
    device,
    time,
    before: speechOf(row("before")),
    repair: speechOf(row("repair")),
    after: speechOf(row("after")),
    errors: errors.filter((error) => error !== ""),
  };
  if (row("verdict") !== "") return verdictSighting(row, rule, sighting);
  if (row("value") !== "") return itemSighting(row, rule, sighting);
  return sighting;
}

export function speechOf(text: string): Speech {
  const trimmed = text.trim();
  return trimmed === "" ? silence : { text: trimmed, lines: printedLines(trimmed) };
}

/** The words of a line as if a script had printed it. */
export function spoken(rule: string, status: SaidLine["status"], text: string): Speech {
  return {
    text: `mderules ${rule} ${status}${text === "" ? "" : ` ${text}`}`,
    lines: [{ rule, status, text }],
  };
}

export function statusOf(word: string): LineStatus | undefined {
  const status = word.trim().toUpperCase();
  return lineStatuses.find((known) => known === status);
}

/** The result of a fleet query. */
function verdictSighting(
  row: Row,
  file: string | undefined,
  sighting: Sighting,
): Sighting | { readonly problem: string } {
  const rule = ruleIn(row("rule")) ?? file;
  if (rule === undefined) {
    return { problem: "nothing says which rule this is the answer of: call the file after it, `RULE.csv`" };
  }
  const status = statusOf(row("verdict"));
  if (status === undefined) return { problem: `\`${shortened(row("verdict"))}\` is no verdict` };
  return { ...sighting, before: spoken(rule, status, row("found").trim()) };
}

/** A configuration item of a baseline: its setting has the values Compliant and NonCompliant, in every language. */
function itemSighting(row: Row, file: string | undefined, sighting: Sighting): Sighting {
  // An error of the discovery or of the remediation is the line with the reason, where the report shows it.
  const speech = speechOf(row("value"));
  if (speech.lines.length > 0) return { ...sighting, before: speech };
  const rule = ruleIn(row("rule")) ?? file;
  const status = itemStatuses.get(speech.text.toLowerCase());
  if (status === undefined) {
    const error = [speech.text, row("state").trim()].filter((text) => text !== "").join(", ");
    return { ...sighting, errors: [error] };
  }
  return rule === undefined ? sighting : { ...sighting, before: spoken(rule, status, "") };
}

const itemStatuses: ReadonlyMap<string, SaidLine["status"]> = new Map([
  ["compliant", "IN-ORDER"],
  ["noncompliant", "UNHEALTHY"],
]);

/** The rule that a configuration item, its setting or its rule is called after: `mderules diagtrack-running`. */
function ruleIn(name: string): string | undefined {
  return /^(?:mderules )?([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(name.trim())?.[1];
}

/**
 * A time as Intune, Graph and Log Analytics write it, which is in UTC unless it says otherwise. `11/12/2026` is two
 * different days in two countries: that is no time.
 */
export function timeOf(text: string): string | undefined {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)? ?(Z|[+-]\d\d:?\d\d)?$/.exec(
    text.trim(),
  );
  if (match === null) return undefined;
  const [, day, clock, zone = "Z"] = match;
  const date = new Date(`${day}T${clock}${zone === "Z" ? zone : `${zone.slice(0, 3)}:${zone.slice(-2)}`}`);
  // Nobody was asked in the year 1; exports have such times where there is none.
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < 2000) return undefined;
  return `${date.toISOString().slice(0, 19)}Z`;
}

export function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
