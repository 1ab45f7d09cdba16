import { stringify } from "csv-stringify/sync";
import { printable } from "../diagnostics/printable.ts";
import type { FleetReport } from "./fleet-report.ts";

const columns = ["Device", "Rule", "State", "Severity", "Time", "CameBack", "Text"] as const;
const rowsAtOnce = 2000;

/**
 * A row for each rule on each device, and one for each device that never answered. What a spreadsheet would take for a
 * formula gets an apostrophe: names of devices and texts come from devices.
 */
export function* reportCsv({ devices, rules }: FleetReport): Iterable<string> {
  const severity = new Map(rules.map((rule) => [rule.rule, rule.severity]));
  let rows: string[][] = [[...columns]];
  const text = (): string =>
    printable(stringify(rows, { escape_formulas: true, record_delimiter: "\n" })).replaceAll("\n", "\r\n");
  for (const { name, time, answered, entries } of devices) {
    if (!answered) rows.push([name, "", "no-answer", "", time ?? "", "", ""]);
    for (const [rule, { state, time: when = "", cameBack, text: found }] of entries)
      rows.push([name, rule, state, severity.get(rule) ?? "", when, cameBack ? "yes" : "", found]);
    if (rows.length < rowsAtOnce) continue;
    yield text();
    rows = [];
  }
  if (rows.length > 0) yield text();
}
