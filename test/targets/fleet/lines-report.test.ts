import { test } from "uvu";
import * as assert from "uvu/assert";
import { lineOf, lineStatuses } from "../../../src/model/line.ts";
import { fleetReport } from "../../../src/report/fleet-report.ts";
import { type Row as ExportRow, sightingOf } from "../../../src/report/sighting.ts";
import { newTally } from "../../../src/report/tally.ts";
import {
  columnName,
  linesColumns,
  linesQuery,
  linesReport,
  linesTable,
} from "../../../src/targets/fleet/lines-report.ts";
import { shippedProgram } from "../shipped-program.ts";
import { cellText, evaluateQuery, type Row, type Rows } from "./kusto/evaluate-query.ts";
import { parseQuery } from "./kusto/parse-query.ts";

const now = new Date(Date.UTC(2026, 10, 27, 12));
const rules = shippedProgram().rules.slice(0, 6);
const parsed = parseQuery(linesQuery(), {
  [linesTable]: linesColumns.map(([name, type]) => `${name}: ${type}`).join(", "),
});

function answer(rows: Rows): Map<unknown, Row> {
  const found = evaluateQuery(parsed.syntax, { [linesTable]: rows }, { now, ignoresCase: false });
  return new Map(found.map((row) => [row["Rule"], row]));
}

function said(device: string, hour: number, line: string): Row {
  return { TimeGenerated: new Date(now.getTime() - (1000 - hour) * 600_000), Device: device, Line: line };
}

/** The same lines, as `mderules report` counts them. */
function reported(rows: Rows): ReturnType<typeof fleetReport> {
  const tally = newTally({ rules: new Set(rules.map(({ id }) => id)), bundles: new Map() });
  for (const { TimeGenerated, Device, Line } of rows) {
    const cells: Readonly<Record<string, string>> = {
      device: cellText(Device!),
      time: (TimeGenerated as Date).toISOString(),
      before: cellText(Line!),
    };
    const row: ExportRow = (role) => cells[role] ?? "";
    const sighting = sightingOf(row, undefined);
    if ("problem" in sighting) throw new Error(sighting.problem);
    tally.add(sighting);
  }
  return fleetReport(tally, rules);
}

test("the query parses and binds to the table that is emitted with it", () => {
  assert.equal(parsed.diagnostics, []);
});

test("the query counts what `mderules report` counts", () => {
  // Every status, in an order that is no pattern, on devices that say something at different times.
  let state = 1;
  const next = (count: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % count;
  };
  const rows = Array.from({ length: 400 }, (_, index): Row => {
    const status = lineStatuses[next(lineStatuses.length)]!;
    const device = `PC${next(17)}`;
    const line = lineOf(rules[next(rules.length)]!.id, status, `x ${index}`);
    return said(index % 2 === 0 ? device : device.toLowerCase(), index, line);
  });
  const counted = answer(rows);
  const report = reported(rows);
  assert.ok(report.rules.length > 3);
  for (const { rule, devices, cameBack } of report.rules) {
    const row = counted.get(rule)!;
    for (const status of lineStatuses) {
      const expected = devices[status.toLowerCase() as keyof typeof devices];
      assert.is(row[columnName(status)], expected, `${rule} ${status}`);
    }
    assert.is(row["CameBack"], cameBack, rule);
  }
  assert.ok(report.rules.some(({ cameBack }) => cameBack > 0));
});

test("lines of bundles are taken apart, and what is no line is left out", () => {
  const [one, other] = rules;
  const counted = answer([
    said(
      "PC1",
      1,
      `mderules sensor UNHEALTHY 1 unhealthy, 1 unknown, 3 healthy | UNHEALTHY ${one!.id} a / b | UNKNOWN ${other!.id} c`,
    ),
    said("PC2", 2, `before it: mderules ${one!.id} MANUAL a | b`),
    said("PC3", 3, "something about mderules"),
  ]);
  const shown = [...counted].map(([rule, { Devices, Unhealthy, Unknown, Manual }]) => [
    rule,
    Devices,
    Unhealthy,
    Unknown,
    Manual,
  ]);
  assert.equal(shown, [
    ["sensor", 1, 1, 0, 0],
    [one!.id, 2, 1, 0, 1],
    [other!.id, 1, 0, 1, 0],
  ]);
});

test("table and collection rule have the same columns, and lead to the table of the query", () => {
  const files = new Map(linesReport().map(({ path, content }) => [path, content]));
  const { schema } = (
    JSON.parse(files.get("table.json")!) as { properties: { schema: { name: string; columns: unknown } } }
  ).properties;
  const template = JSON.parse(files.get("data-collection-rule.json")!) as {
    resources: {
      properties: {
        streamDeclarations: Record<string, { columns: unknown }>;
        dataFlows: { streams: string[]; outputStream: string; transformKql: string }[];
      };
    }[];
  };
  const { streamDeclarations, dataFlows } = template.resources[0]!.properties;
  const [flow] = dataFlows;
  assert.is(schema.name, linesTable);
  assert.equal(streamDeclarations[flow!.streams[0]!]!.columns, schema.columns);
  assert.is(flow!.outputStream, `Custom-${linesTable}`);
  const transform = parseQuery(flow!.transformKql, {
    source: linesColumns.map(([name, type]) => `${name}: ${type}`).join(", "),
  });
  assert.equal(transform.diagnostics, []);
});

test.run();
