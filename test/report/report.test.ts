import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Ran, runIn } from "../commands/run-in.ts";
import { writeFiles } from "../temporary-folder.ts";
import { exportProject, intuneCsv, type IntuneRow, line } from "./export-texts.ts";

interface Report {
  readonly exitCode: number;
  readonly until?: string;
  readonly totals: Readonly<Record<string, number>>;
  readonly rules: readonly {
    readonly rule: string;
    readonly devices: Readonly<Record<string, number>>;
    readonly first: number;
    readonly tried: number;
    readonly neverFixed: boolean;
    readonly cameBack: number;
  }[];
  readonly unknowns: readonly { readonly reason: string; readonly devices: number }[];
  readonly otherRules: readonly { readonly rule: string; readonly lines: number }[];
  readonly changes?: {
    readonly since?: string;
    readonly newDevices: readonly string[];
    readonly goneDevices: readonly string[];
    readonly silentNow: readonly string[];
    readonly rules: readonly {
      readonly rule: string;
      readonly appeared: readonly string[];
      readonly gone: readonly string[];
      readonly stayed: number;
    }[];
  };
  readonly devices: readonly {
    readonly device: string;
    readonly time?: string;
    readonly rules: Readonly<Record<string, { readonly state: string; readonly text?: string }>>;
    readonly said: readonly string[];
  }[];
}

async function reportOf(
  exports: Readonly<Record<string, string | Uint8Array>>,
  ...more: string[]
): Promise<{ report: Report; ran: Ran }> {
  const ran = await runIn(exportProject(exports), ["report", "exports", "--json", ...more]);
  return { report: JSON.parse(ran.stdout) as Report, ran };
}

async function reportOfRows(...rows: IntuneRow[]): Promise<Report> {
  const { report, ran } = await reportOf({ "intune.csv": intuneCsv(...rows) });
  assert.equal([ran.exitCode, ran.stderr], [0, ""]);
  return report;
}

/** How rules stand on devices: `PC1 rule-a fixed`. */
function standing({ devices }: Report): string[] {
  return devices.flatMap(({ device, rules }) =>
    Object.entries(rules).map(([rule, { state }]) => `${device} ${rule} ${state}`),
  );
}

test("what came of a run is told by its three outputs together", async () => {
  const unhealthy = line("rule-a", "UNHEALTHY");
  const healthy = line("rule-a", "HEALTHY");
  const report = await reportOfRows(
    { device: "in-order", before: healthy },
    { device: "repaired", before: unhealthy, after: healthy },
    { device: "repaired-and-said", before: unhealthy, repair: line("rule-a", "FIXED"), after: healthy },
    { device: "not-at-all", before: unhealthy, repair: line("rule-a", "FIXED"), after: unhealthy },
    { device: "tried", before: unhealthy, after: unhealthy },
    { device: "waiting", before: unhealthy, repair: line("rule-a", "MANUAL"), after: unhealthy },
    { device: "restart", before: unhealthy, repair: line("rule-a", "RESTART-NEEDED"), after: healthy },
    { device: "failed", before: unhealthy, repair: line("rule-a", "FAILED"), after: unhealthy },
    { device: "found", before: unhealthy },
    { device: "unknown", before: line("rule-a", "UNKNOWN", "log X cannot be read (PermissionDenied)") },
    { device: "silent" },
  );
  assert.equal(standing(report), [
    "failed rule-a failed",
    "found rule-a unhealthy",
    "in-order rule-a healthy",
    "not-at-all rule-a failed",
    "repaired rule-a fixed",
    "repaired-and-said rule-a fixed",
    "restart rule-a restart-needed",
    "tried rule-a unhealthy",
    "unknown rule-a unknown",
    "waiting rule-a manual",
  ]);
  assert.equal(report.totals, {
    devices: 11,
    silent: 1,
    wrong: 8,
    repaired: 2,
    waiting: 6,
    unknown: 1,
    rows: 11,
    lines: 22,
    otherOutputs: 0,
    unreadableOutputs: 0,
  });
  assert.equal(report.unknowns, [{ reason: "PermissionDenied", devices: 1, rules: ["rule-a"] }]);
  const [rule] = report.rules;
  assert.equal([rule!.tried, rule!.neverFixed, rule!.first], [6, false, 5]);
});

test("lines of other rules, other scripts and other versions are counted and nothing is made of them", async () => {
  const report = await reportOfRows(
    { device: "a", before: "Windows is up to date" },
    { device: "b", before: "mderules rule-a SOMEHOW x" },
    { device: "c", before: line("rule-of-another-book", "UNHEALTHY") },
    { device: "d", before: line("constructor", "UNHEALTHY") },
  );
  assert.equal(standing(report), []);
  const { otherOutputs, unreadableOutputs, lines, silent } = report.totals;
  assert.equal(
    { otherOutputs, unreadableOutputs, lines, silent },
    {
      otherOutputs: 1,
      unreadableOutputs: 1,
      lines: 2,
      silent: 2,
    },
  );
  assert.equal(report.otherRules, [
    { rule: "constructor", lines: 1 },
    { rule: "rule-of-another-book", lines: 1 },
  ]);
});

test("what a bundle does not name is in order, where it counts as many rules as the bundle has here", async () => {
  const report = await reportOfRows(
    {
      device: "a",
      before: line("both", "UNHEALTHY", "1 unhealthy, 1 healthy | UNHEALTHY rule-a what was found"),
    },
    { device: "b", before: line("both", "HEALTHY", "1 healthy, 1 not-applicable") },
    { device: "c", before: line("both", "HEALTHY", "3 healthy") },
    { device: "d", before: line("both", "UNHEALTHY", "2 unhealthy | UNHEALTHY rule-b y | 1 more") },
    {
      device: "e",
      before: line("both", "UNHEALTHY", "1 unhealthy, 1 healthy | UNHEALTHY rule-a z"),
      repair: line("both", "FIXED", "1 fixed, 1 healthy"),
      after: line("both", "HEALTHY", "2 healthy"),
    },
  );
  assert.equal(standing(report), [
    "a rule-a unhealthy",
    "a rule-b in-order",
    "b rule-a in-order",
    "b rule-b in-order",
    "d rule-b unhealthy",
    "e rule-a fixed",
    "e rule-b in-order",
  ]);
  assert.is(report.totals["silent"], 0);
});

test("of several exports the newest counts, and what is found after a repair came back", async () => {
  const unhealthy = line("rule-a", "UNHEALTHY");
  const repaired = { before: unhealthy, after: line("rule-a", "HEALTHY") };
  const exports = {
    "2.csv": intuneCsv(
      { device: "PC1", time: "2026-11-22 08:00:00", before: unhealthy },
      { device: "pc2", time: "2026-11-20 08:00:00", ...repaired },
      { device: "PC3", time: "2026-11-22 08:00:00", before: line("rule-a", "HEALTHY") },
    ),
    "1.csv": intuneCsv(
      { device: "PC1", time: "2026-11-20 08:00:00", ...repaired },
      { device: "PC2", time: "2026-11-20 08:00:00", ...repaired },
      { device: "PC3", time: "2026-11-20 08:00:00", before: unhealthy },
    ),
  };
  for (const names of [exports, { "1.csv": exports["2.csv"], "2.csv": exports["1.csv"] }]) {
    const { report } = await reportOf(names);
    assert.equal(
      standing(report).map((each) => each.toLowerCase()),
      ["pc1 rule-a unhealthy", "pc2 rule-a fixed", "pc3 rule-a healthy"],
    );
    assert.is(report.rules[0]!.cameBack, 1);
    assert.is(report.until, "2026-11-22T08:00:00Z");
  }
});

test("what nobody ever saw repaired is told", async () => {
  const unhealthy = line("rule-a", "UNHEALTHY");
  const report = await reportOfRows(
    { device: "a", before: unhealthy, after: unhealthy },
    { device: "b", before: unhealthy, repair: line("rule-a", "FAILED") },
  );
  assert.equal(
    report.rules.map(({ tried, neverFixed }) => [tried, neverFixed]),
    [[2, true]],
  );
});

test("--since: what is new, what is gone, who is silent now, and what came back", async () => {
  const unhealthy = line("rule-a", "UNHEALTHY");
  const folder = exportProject({
    "1.csv": intuneCsv(
      { device: "stays", before: unhealthy },
      { device: "mends", before: unhealthy },
      { device: "falls-silent", before: unhealthy },
      { device: "leaves", before: unhealthy },
      { device: "breaks-again", before: unhealthy, after: line("rule-a", "HEALTHY") },
    ),
  });
  await runIn(folder, ["report", "exports", "--json", "--output", "first.json"]);
  writeFiles(folder, {
    "later/2.csv": intuneCsv(
      { device: "stays", time: "2026-11-25 08:00:00", before: unhealthy },
      { device: "mends", time: "2026-11-25 08:00:00", before: line("rule-a", "HEALTHY") },
      { device: "falls-silent", time: "2026-11-25 08:00:00" },
      { device: "breaks-again", time: "2026-11-25 08:00:00", before: unhealthy },
      { device: "arrives", time: "2026-11-25 08:00:00", before: unhealthy },
    ),
  });
  const { stdout } = await runIn(folder, ["report", "later", "--json", "--since", "first.json"]);
  const { changes, rules } = JSON.parse(stdout) as Report;
  assert.equal(changes, {
    since: "2026-11-20T08:12:33Z",
    newDevices: ["arrives"],
    goneDevices: ["leaves"],
    silentNow: ["falls-silent"],
    rules: [{ rule: "rule-a", appeared: ["arrives", "breaks-again"], gone: ["mends"], stayed: 1 }],
  });
  assert.is(rules[0]!.cameBack, 1);
});

const graphState = (device: string, output: string): object => ({
  "@odata.type": "#microsoft.graph.deviceHealthScriptDeviceState",
  id: "0b2c7f4e-0000-4000-8000-000000000000:1b2c7f4e-0000-4000-8000-000000000001",
  detectionState: "fail",
  lastStateUpdateDateTime: "2026-11-20T10:12:33.123+02:00",
  preRemediationDetectionScriptOutput: output,
  ...(device === "" ? {} : { managedDevice: { id: "x", deviceName: device } }),
});

const forms: Readonly<Record<string, readonly [name: string, text: string, standing: readonly string[]]>> = {
  "states of Graph": [
    "states.json",
    JSON.stringify({ "@odata.context": "y", value: [graphState("PC1", line("rule-a", "UNHEALTHY"))] }),
    ["PC1 rule-a unhealthy"],
  ],
  "a list of states, without the names of devices": [
    "states.json",
    JSON.stringify([graphState("", line("rule-a", "UNHEALTHY"))]),
    ["1b2c7f4e-0000-4000-8000-000000000001 rule-a unhealthy"],
  ],
  "states as Get-MgBeta... writes them": [
    "states.json",
    JSON.stringify({
      ManagedDevice: { DeviceName: "PC1" },
      PreRemediationDetectionScriptOutput: line("rule-a", "HEALTHY"),
    }),
    ["PC1 rule-a healthy"],
  ],
  "the triage script": [
    "PC1.json",
    JSON.stringify({
      mderules: "0.1.0",
      device: { name: "PC1", windows: "Enterprise", time: "2026-11-20T08:12:33Z" },
      first: null,
      rules: [
        { Status: "UNHEALTHY", Rule: "rule-a", Finding: "f", Repair: "FIXED", Repaired: "r" },
        { Status: "HEALTHY", Rule: "rule-b", Finding: "g", Repair: null, Repaired: null },
      ],
    }),
    ["PC1 rule-a fixed", "PC1 rule-b healthy"],
  ],
  "the answer to a query, which is called after its rule": [
    "rule-a.csv",
    "Device,Verdict,Found\r\nPC1,unhealthy,state: yes\r\nPC2,unknown,\r\n",
    ["PC1 rule-a unhealthy", "PC2 rule-a unknown"],
  ],
  "the answer of advanced hunting": [
    "rule-a.json",
    JSON.stringify({ results: [{ Device: "PC1", Verdict: "healthy", Found: "" }] }),
    ["PC1 rule-a healthy"],
  ],
  "the answer of Log Analytics": [
    "rule-a.json",
    JSON.stringify({
      tables: [
        {
          name: "PrimaryResult",
          columns: ["Device", "Verdict", "Found"].map((name) => ({ name })),
          rows: [["PC1", "unhealthy", "x"]],
        },
      ],
    }),
    ["PC1 rule-a unhealthy"],
  ],
  "a report of Reporting Services": [
    "baseline.csv",
    "BaselineName,CollectionName\r\nmderules sensor,All\r\n\r\n" +
      "Details_Table0_MachineName,Details_Table0_RuleName,Details_Table0_CurrentValue\r\n" +
      "PC1,mderules rule-a,NonCompliant\r\nPC2,mderules rule-a,Compliant\r\n" +
      `PC3,mderules rule-a,"${line("rule-a", "UNKNOWN")}"\r\n`,
    ["PC1 rule-a unhealthy", "PC2 rule-a in-order", "PC3 rule-a unknown"],
  ],
  "lines that a site collected itself": [
    "lines.csv",
    `Computer;Line\nPC1;${line("rule-a", "FIXED")}\n`,
    ["PC1 rule-a fixed"],
  ],
  "two exports, one behind the other": [
    "both.csv",
    intuneCsv({ device: "PC1", before: line("rule-a", "HEALTHY") }) +
      intuneCsv({ device: "PC2", before: line("rule-b", "HEALTHY") }),
    ["PC1 rule-a healthy", "PC2 rule-b healthy"],
  ],
};

for (const [form, [name, text, expected]] of Object.entries(forms)) {
  test(`reads ${form}`, async () => {
    const { report, ran } = await reportOf({ [name]: text });
    assert.equal([ran.exitCode, ran.stderr], [0, ""]);
    assert.equal(standing(report), expected);
  });
}

const table = intuneCsv({ device: "PC\u00e9", before: line("rule-a", "HEALTHY") });
const encodings: Readonly<Record<string, Uint8Array>> = {
  "UTF-8 with a mark": Buffer.from(`\ufeff${table}`),
  "UTF-16 as Windows PowerShell writes it": Buffer.from(`\ufeff${table}`, "utf16le"),
  "UTF-16, the other way round": Buffer.from(`\ufeff${table}`, "utf16le").swap16(),
  "UTF-16 without a mark": Buffer.from(table, "utf16le"),
  "a Western code page": Buffer.from(table, "latin1"),
  "semicolons and what Excel puts before them": Buffer.from(`sep=;\r\n${table.replaceAll(",", ";")}`),
  tabs: Buffer.from(table.replaceAll(",", "\t")),
};
for (const [encoding, bytes] of Object.entries(encodings)) {
  test(`reads ${encoding}`, async () => {
    const { report, ran } = await reportOf({ "intune.csv": bytes });
    assert.equal([ran.exitCode, standing(report)], [0, ["PC\u00e9 rule-a healthy"]]);
  });
}

const good = line("rule-a", "HEALTHY");
const wrong: Readonly<Record<string, readonly [name: string, text: string | Uint8Array, says: RegExp]>> = {
  "an archive": ["x.csv", Buffer.from([0x50, 0x4b, 3, 4, 65]), /x\.csv +it is a ZIP archive/],
  "an empty file": ["x.csv", "", /x\.csv +it is empty/],
  "no text": ["x.csv", "abc\0def,\0\n", /x\.csv +it is no text/],
  "a header in another language": [
    "x.csv",
    `Ger\u00e4tename;Ausgabe\r\nPC1;${good}\r\n`,
    /x\.csv +no row names a column with devices .*`Ger\u00e4tename`, `Ausgabe`/,
  ],
  "a torn last row": ["x.csv", `${table}0000,PC9,2026`, /x\.csv:3 +the row has 3 of 9 columns/],
  "a quote that is not closed": [
    "x.csv",
    `${table}0000,"PC9,2026`,
    /x\.csv:3 +the file ends in the middle of a row/,
  ],
  "a cell of megabytes": [
    "x.csv",
    `${table}0,"${"A".repeat(3_000_000)}",,,,,,,\r\n`,
    /x\.csv:\d+ +a row from here on is longer than 1 MB/,
  ],
  "a row without a device": [
    "x.csv",
    table + table.split("\r\n")[1]!.replace(/^[^,]*,"[^"]*"/, ","),
    /x\.csv:3 +the row names no device/,
  ],
  "a word that is no verdict": [
    "rule-a.csv",
    "Device,Verdict,Found\nPC1,perhaps,\n",
    /rule-a\.csv:2 +`perhaps` is no verdict/,
  ],
  "an answer without its question": [
    "x.csv",
    "Device,Verdict,Found\nPC1,healthy,\n",
    /x\.csv:2 +nothing says which rule/,
  ],
  "JSON that is none": ["x.json", '{"a": [1,,2]}', /x\.json:1:10 +the file is not JSON/],
  "JSON without an end": [
    "x.json",
    JSON.stringify({ value: [graphState("PC1", good), graphState("PC2", good)] }).slice(0, -80),
    /x\.json:record 2 +the file ends in the middle/,
  ],
  "JSON that goes deeper than anything": [
    "x.json",
    '{"a":'.repeat(100_000),
    /x\.json:1:\d+ +the file has more than 64/,
  ],
  "lists that go deeper than anything": [
    "x.json",
    "[".repeat(100_000),
    /x\.json:record 1 +the file ends in the middle/,
  ],
  "JSON of something else": ["x.json", "[1, null]", /x\.json:record 1 +here should be an object/],
};
for (const [what, [name, text, says]] of Object.entries(wrong)) {
  test(`${what} is named with its place, and the other files count`, async () => {
    const folder = exportProject({ "good.csv": table, [name]: text });
    const { exitCode, stdout, stderr } = await runIn(folder, ["report", "exports"]);
    assert.is(exitCode, 2);
    assert.match(stderr, says);
    assert.match(stderr, /this was left out/);
    assert.match(stdout, /rule-a/);
    assert.not.match(stderr, /itself made a mistake/);
  });
}

test("where nothing can be read there is no report", async () => {
  const folder = exportProject({ "x.csv": "" });
  for (const given of ["exports", "nowhere", "rules"]) {
    const { exitCode, stdout, stderr } = await runIn(folder, ["report", given]);
    assert.equal([exitCode, stdout], [2, ""]);
    assert.match(stderr, /no export could be read/);
  }
});

test("CSV: no cell is a formula, and no text drives a terminal", async () => {
  const folder = exportProject({
    "x.csv": intuneCsv(
      { device: "=HYPERLINK(1)", before: line("rule-a", "UNHEALTHY", "-1+2") },
      { device: "@x", before: line("rule-a", "UNHEALTHY", "\u001b[31m\u202ered") },
    ),
  });
  const { stdout } = await runIn(folder, ["report", "exports", "--format", "csv"]);
  assert.equal(stdout.split("\r\n"), [
    "Device,Rule,State,Severity,Time,CameBack,Text",
    "'=HYPERLINK(1),rule-a,unhealthy,warning,2026-11-20T08:12:33Z,,'-1+2",
    "'@x,rule-a,unhealthy,warning,2026-11-20T08:12:33Z,,\ufffd[31m\ufffdred",
    "",
  ]);
});

test("one device: everything that is known of it, in English and French", async () => {
  const said = line("rule-a", "UNHEALTHY", "what was found");
  const folder = exportProject({
    "x.csv": intuneCsv({ device: "PC1", before: said, error: "and an error" }),
  });
  const { stdout } = await runIn(folder, ["report", "exports", "--device", "pc1"]);
  assert.is(
    stdout,
    `PC1, as of 2026-11-20T08:12:33Z

unhealthy  rule-a  what was found

Everything it said:
  ${said}
  and an error
`,
  );
  const french = await runIn(folder, ["report", "exports", "--device", "PC1", "--lang", "fr"]);
  assert.match(french.stdout, /en d\u00e9faut {2}rule-a/);
  const other = await runIn(folder, ["report", "exports", "--device", "PC2"]);
  assert.is(other.exitCode, 2);
  assert.match(other.stderr, /no export speaks of the device `PC2`[\s\S]*did you mean `PC1`/);
});

test("the table on the terminal", async () => {
  const folder = exportProject({
    "x.csv": intuneCsv(
      { device: "PC1", before: line("rule-a", "UNHEALTHY") },
      { device: "PC2", before: line("rule-a", "HEALTHY") },
      { device: "PC3" },
    ),
  });
  const { stdout } = await runIn(folder, ["report", "exports"]);
  assert.is(
    stdout,
    `Onboarding of the fleet. As of 2026-11-20T08:12:33Z
3 devices
1 had a problem
0 repaired
1 wait for somebody
0 cannot tell all
1 never answered
2 lines read

Rule    Severity  unhealthy  in order
rule-a  warning           1         1

What to look at first
  rule-a: 1 (The service starts automatically)

Devices that never answered
  PC3
`,
  );
});

test.run();
