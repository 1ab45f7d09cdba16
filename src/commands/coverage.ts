import { coveredUnits, isOpen, type CoverableLedger, type CoveredUnit } from "../coverage/covered-units.ts";
import type { LedgerEdition } from "../coverage/ledger.ts";
import { noColours, terminalColours } from "../diagnostics/colours.ts";
import { endOf, type RuleEnd } from "../targets/end-of.ts";
import { comparePage } from "./compare-page.ts";
import { readLedgers } from "./read-ledgers.ts";
import { type ReadProgram, readProgram } from "./read-program.ts";
import { renderTable } from "./render-table.ts";
import { jsonLine, reportDiagnostics, reportProblem, usesColours } from "./report.ts";
import type { ExitCode, World } from "./world.ts";

export interface CoverageOptions {
  /** An edition of a document to compare with its ledger; none for the table of what covers each unit. */
  readonly file: string | undefined;
  readonly rules: readonly string[];
  readonly document: string | undefined;
  readonly json: boolean;
}

interface Covering {
  readonly id: string;
  readonly document: string | undefined;
  readonly covers: readonly string[];
  readonly ends: RuleEnd | "application";
}

/** `mderules coverage`: which rules cover which units. 1 where a unit has none, or an edition differs from the ledger. */
export async function coverage(options: CoverageOptions, world: World): Promise<ExitCode> {
  const { rules: paths, json, file } = options;
  const read = await readProgram(paths, undefined, world.cwd);
  if (read.exitCode !== 0) {
    const { diagnostics, exitCode, showPath } = read;
    reportDiagnostics(diagnostics, { showPath, json, exitCode }, world);
    return exitCode;
  }
  const ledgers = [...readLedgers(read.ledgerPaths).values()];
  const wanted =
    options.document === undefined
      ? ledgers
      : ledgers.filter(({ document }) => document === options.document);
  if (wanted.length === 0) {
    const message =
      options.document === undefined
        ? "there is no ledger of a document"
        : `there is no ledger of a document \`${options.document}\``;
    return reportProblem(
      { message, help: "a ledger is a JSON file in the folder `documents` beside the rules" },
      json,
      world,
    );
  }
  const covering = coveringOf(read);
  // Only documents that the rules are about: the shipped ledger is there as well where others' rules are read.
  const about = wanted.filter(({ document }) => covering.some((each) => each.document === document));
  const compared = about.length > 0 || options.document === undefined ? about : wanted;
  return file === undefined
    ? table(about.length > 0 ? about : wanted, covering, options, world)
    : comparePage(file, compared, covering, options, world);
}

function coveringOf({ rules, applications }: ReadProgram): Covering[] {
  return [
    ...rules.map((rule) => ({
      id: rule.id,
      document: rule.document,
      covers: rule.covers,
      ends: endOf(rule),
    })),
    ...applications.map(({ id, document, covers }) => ({
      id,
      document,
      covers,
      ends: "application" as const,
    })),
  ];
}

// ---- what covers each unit ----

function table(
  ledgers: readonly CoverableLedger[],
  covering: readonly Covering[],
  { json }: CoverageOptions,
  world: World,
): ExitCode {
  const documents = ledgers.map((ledger) => ({
    document: ledger.document,
    editions: ledger.editions,
    units: coveredUnits(ledger, covering),
  }));
  const uncovered = documents.flatMap(({ units }) => units.filter(isOpen));
  const exitCode = uncovered.length > 0 ? 1 : 0;
  if (json) {
    const shown = documents.map(({ document, editions, units }) => ({
      document,
      editions,
      units: units.map((unit) => ({
        ...unit,
        covering: unit.covering.map(({ id, ends }) => ({ id, ends })),
      })),
    }));
    world.stdout.write(
      jsonLine({ exitCode, documents: shown, uncovered: uncovered.map(({ unit }) => unit) }),
    );
    return exitCode;
  }
  world.stdout.write(documents.map((each) => documentText(each, world)).join("\n"));
  return exitCode;
}

function documentText(
  {
    document,
    editions,
    units,
  }: {
    document: string;
    editions: readonly LedgerEdition[] | undefined;
    units: readonly CoveredUnit<Covering>[];
  },
  { stdout, environment }: World,
): string {
  const colours = usesColours(stdout, environment) ? terminalColours : noColours;
  const names = editions?.map(({ edition }) => edition);
  const withEditions = (cells: readonly [string, string, string], text: string): string[] =>
    names === undefined ? [...cells] : [cells[0], cells[1], text, cells[2]];
  const rows = units.map((unit) =>
    withEditions(
      [unit.unit, unit.kind ?? "", coveringText(unit)],
      editionsText(unit.editions ?? [], names ?? []),
    ),
  );
  const width = stdout.columns ?? Infinity;
  // The spaces that kept a rule and its end together have done their work.
  const table = renderTable(
    [withEditions(["UNIT", "KIND", "COVERED BY"], "EDITIONS"), ...rows],
    width,
  ).replaceAll("\u00a0", " ");
  const lines = table.split("\n");
  const body = lines.map((line, index) =>
    index === 0 ? colours.faint(line) : line.replace(/nothing$/, colours.error("nothing")),
  );
  const open = units.filter(isOpen).length;
  const ends = [...new Set(units.flatMap(({ covering }) => covering))].map((each) => each.ends);
  const counts = (["fix", "detect", "lookup", "flow", "application"] as const).map(
    (end) => [end, ends.filter((each) => each === end).length] as const,
  );
  const counted = counts
    .filter(([, count]) => count > 0)
    .map(([end, count]) => `${count} ${end === "application" ? plural(count, end) : end}`);
  const state = open === 0 ? "all covered" : `${open} not covered`;
  return `${body.join("\n")}\n${document}: ${units.length} units, ${state}; ${ends.length} rules and applications: ${counted.join(", ")}\n`;
}

/** The editions that have a unit, of all that there are, oldest first; nothing where all have it. */
function editionsText(own: readonly string[], all: readonly string[]): string {
  if (own.length === all.length) return "";
  if (own.length === 0) return "none";
  const first = all.indexOf(own[0]!);
  const oneStretch = all.indexOf(own.at(-1)!) - first === own.length - 1;
  if (oneStretch && own.length > 1) {
    if (own.at(-1) === all.at(-1)) return `since ${own[0]!}`;
    if (first === 0) return `until ${own.at(-1)!}`;
  }
  return `only ${own.join(", ")}`;
}

function coveringText({ covering, decision }: CoveredUnit<Covering>): string {
  if (covering.length > 0) return covering.map(({ id, ends }) => `${id}\u00a0(${ends})`).join(", ");
  return decision ?? "nothing";
}

function plural(count: number, noun: string): string {
  return count === 1 ? noun : `${noun}s`;
}
