import { relative, resolve, sep } from "node:path";
import { coveredUnits, isOpen, type CoverableLedger } from "../coverage/covered-units.ts";
import { compareEdition, type EditionComparison } from "../coverage/compare-edition.ts";
import type { DocumentLedger, LedgerEdition } from "../coverage/ledger.ts";
import { noColours, terminalColours } from "../diagnostics/colours.ts";
import { readSource } from "./read-source.ts";
import { renderTable } from "./render-table.ts";
import { jsonLine, reportDiagnostics, reportProblem, usesColours } from "./report.ts";
import type { ExitCode, World } from "./world.ts";

interface Covering {
  readonly id: string;
  readonly document: string | undefined;
  readonly covers: readonly string[];
}

/**
 * `mderules coverage FILE`: what a page says differently from the edition of a ledger that it is nearest to. 1 where there
 * is a difference, or where no rule covers a unit of the page.
 */
export function comparePage(
  file: string,
  ledgers: readonly CoverableLedger[],
  covering: readonly Covering[],
  { json }: { readonly json: boolean },
  world: World,
): ExitCode {
  const path = resolve(world.cwd, file);
  const name = relative(world.cwd, path).split(sep).join("/");
  const { value: source, diagnostics } = readSource(path, name);
  if (source === undefined) {
    reportDiagnostics(diagnostics, { showPath: (each) => each, json, exitCode: 2 }, world);
    return 2;
  }
  const anchored = ledgers.filter(
    (ledger): ledger is DocumentLedger => "tables" in ledger && "sections" in ledger,
  );
  if (anchored.length === 0) {
    const names = ledgers.map(({ document }) => `\`${document}\``).join(", ");
    return reportProblem(
      {
        message:
          ledgers.length === 0
            ? "the rules are about no document, so there is no ledger to compare the page with"
            : `the ledger of ${names} does not say where its units stand, so a page cannot be compared with it`,
        help: "give the ledger `sections`, `tables` and an `anchor` for each unit: schemas/ledger.schema.json describes them",
      },
      json,
      world,
    );
  }
  const compared = anchored.map((ledger) => ({ ledger, comparison: compareEdition(source.text, ledger) }));
  const found = ({ comparison }: { comparison: EditionComparison }): number =>
    comparison.units.filter(({ text }) => text !== undefined).length;
  const { ledger, comparison } = compared.reduce((best, each) => (found(each) > found(best) ? each : best));
  const differences = comparison.units.filter(({ status }) => status !== "same" && status !== "absent");
  const covered = new Map(coveredUnits(ledger, covering).map((unit) => [unit.unit, unit]));
  const rulesOf = (unit: string): string[] => covered.get(unit)!.covering.map(({ id }) => id);
  const uncovered = comparison.units.filter(
    ({ unit, text }) => text !== undefined && isOpen(covered.get(unit)!),
  );
  const problems =
    differences.length + uncovered.length + comparison.newRows.length + comparison.newSections.length;
  const exitCode = problems > 0 ? 1 : 0;
  if (json) {
    const units = comparison.units.map((unit) => ({ ...unit, covering: rulesOf(unit.unit) }));
    world.stdout.write(
      jsonLine({
        exitCode,
        document: ledger.document,
        file: name,
        ...comparison,
        units,
        uncovered: uncovered.map(({ unit }) => unit),
      }),
    );
    return exitCode;
  }
  const colours = usesColours(world.stdout, world.environment) ? terminalColours : noColours;
  const rows = [
    ...differences.map(({ unit, status, editions, text, line }) => [
      status,
      unit,
      line === undefined ? "" : `line ${line}`,
      [
        rulesOf(unit).join(", "),
        ...(text === undefined || editions.length === 0 ? [] : [`as in ${editions.join(", ")}`]),
        ...(text === undefined ? [] : [beginning(text)]),
      ].join(": "),
    ]),
    ...uncovered.map(({ unit, line, text }) => ["not covered", unit, `line ${line}`, beginning(text ?? "")]),
    ...comparison.newRows.map(({ table, key, line, text }) => [
      "new row",
      `${table} ${key}`,
      `line ${line}`,
      beginning(text),
    ]),
    ...comparison.newSections.map(({ outline, heading }) => ["new section", outline, "", heading]),
  ];
  if (rows.length > 0) world.stdout.write(`${renderTable(rows, world.stdout.columns ?? 100)}\n`);
  const counts = (["same", "changed", "vanished", "added"] as const).map(
    (each) => [comparison.units.filter(({ status }) => status === each).length, each] as const,
  );
  const more = [
    [uncovered.length, "not covered"],
    [comparison.newRows.length, comparison.newRows.length === 1 ? "new row" : "new rows"],
    [comparison.newSections.length, comparison.newSections.length === 1 ? "new section" : "new sections"],
  ] as const;
  const counted = [...counts, ...more]
    .filter(([count, what]) => count > 0 || what === "same")
    .map(([count, what]) => `${count} ${what}`);
  const absent = comparison.units.filter(({ status }) => status === "absent").map(({ unit }) => unit);
  if (absent.length > 0) world.stdout.write(`units of other editions alone: ${absent.join(", ")}\n`);
  world.stdout.write(
    `${colours.place(name)} and ${editionName(comparison.edition, ledger.document)}: ${counted.join(", ")}\n`,
  );
  return exitCode;
}

/** `edition 2025-01-en of troubleshoot-onboarding (2025-01-15, MicrosoftDocs/defender-docs at 36d4f7e)`. */
function editionName(edition: LedgerEdition | undefined, document: string): string {
  if (edition === undefined) return `the ledger of ${document}`;
  const { date, source, commit } = edition;
  const place = source !== undefined && commit !== undefined ? `${source} at ${commit.slice(0, 7)}` : source;
  const details = [date, place].filter((each) => each !== undefined);
  return `edition ${edition.edition} of ${document}${details.length === 0 ? "" : ` (${details.join(", ")})`}`;
}

/** As much of a text as it takes to know it again; all of it is in the JSON. */
function beginning(text: string): string {
  return text.length <= 240 ? text : `${text.slice(0, 237).trimEnd()}...`;
}
