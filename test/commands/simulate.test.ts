import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Device, serviceKey, setRegistryValue, typicalDevice } from "../../src/simulate/device.ts";
import { writeFiles } from "../temporary-folder.ts";
import { project, runIn } from "./run-in.ts";

/** A device on which DiagTrack starts in this way; the rules of the project want it automatic. */
function deviceText(start: number, change: (device: Device) => void = () => undefined): string {
  const device = typicalDevice();
  setRegistryValue(device, serviceKey("DiagTrack"), { name: "Start", type: "dword", data: start });
  change(device);
  return JSON.stringify(device);
}

const collected = (more: object): string =>
  JSON.stringify({
    mderules: "0.1.0",
    collected: "2026-11-01T08:00:00Z",
    facts: [
      { name: "uptime", value: 60 },
      { name: "service DiagTrack start", value: "manual" },
      { name: "registry HKLM\\SOFTWARE\\mderules\\rule-a LastFix" },
      { name: "registry HKLM\\SOFTWARE\\mderules\\rule-b LastFix" },
    ],
    queries: [],
    events: [],
    ...more,
  });

interface Totals {
  readonly devices: number;
  readonly lacking: { readonly devices: number; readonly facts: readonly string[] };
  readonly rules: readonly {
    readonly rule: string;
    readonly verdicts: Readonly<Record<string, number>>;
    readonly outcomes: Readonly<Record<string, number>>;
    readonly changes: Readonly<Record<string, number>>;
  }[];
  readonly lines?: readonly { readonly line: string; readonly repairLine?: string }[];
}

async function totalsOf(folder: string, ...devices: string[]): Promise<Totals> {
  const options = devices.flatMap((device) => ["--device", device]);
  const { exitCode, stdout } = await runIn(folder, ["simulate", ...options, "--json"]);
  assert.is(exitCode, 0);
  return JSON.parse(stdout) as Totals;
}

test("one device: what each rule would report, what its fix would do and change", async () => {
  const folder = project({ "manual.json": deviceText(3) });
  const { exitCode, stdout, stderr } = await runIn(folder, ["simulate", "--device", "manual.json"]);
  assert.equal([exitCode, stderr], [0, ""]);
  assert.is(
    stdout,
    `${["a", "b"]
      .map(
        (name) => `mderules rule-${name} UNHEALTHY service DiagTrack start is manual, expected automatic
  fix: mderules rule-${name} FIXED set service DiagTrack start to automatic, was manual. service DiagTrack start is automatic
  would change: service DiagTrack start
`,
      )
      .join("")}
2 of 2 rules would fire on this device
`,
  );
});

test("a folder: totals of each rule, over device files and collected ones", async () => {
  const folder = project({
    "devices/healthy.json": deviceText(2),
    "devices/manual.JSON": deviceText(3),
    "devices/unreadable.json": deviceText(3, ({ unreadable }) =>
      unreadable.push("registry:hklm\\system\\currentcontrolset\\services\\diagtrack"),
    ),
    "devices/collected.json": collected({}),
    "devices/notes.txt": "no device",
  });
  // What Windows PowerShell makes of `> device.json`.
  writeFileSync(join(folder, "devices/utf16.json"), `\ufeff${collected({})}`, "utf16le");
  const { devices, lacking, rules, lines } = await totalsOf(folder, "devices");
  assert.is(devices, 5);
  assert.equal(lacking, { devices: 0, facts: [] });
  assert.is(lines, undefined);
  assert.equal(rules[0], {
    rule: "rule-a",
    verdicts: { healthy: 1, unhealthy: 3, "not-applicable": 0, unknown: 1 },
    outcomes: { fixed: 3, "restart-needed": 0, manual: 0, failed: 0 },
    changes: { "service DiagTrack start": 3 },
  });
  const { stdout } = await runIn(folder, ["simulate", "--device", "devices"]);
  assert.match(stdout, /^rule-a +1 +3 +0 +1 +3 +0 +0 +0$/m);
  assert.match(stdout, /^ {2}rule-a: service DiagTrack start on 3 devices$/m);
  assert.match(stdout, /^5 devices$/m);
});

test("what was not collected is unknown, and is named", async () => {
  const folder = project({
    "device.json": collected({ facts: [{ name: "uptime", value: 60 }] }),
    "rules/c.mderule": `document handbook

rule rule-c {
  title    "No error lately"
  covers   unit-a
  severity warning
  symptom  event 5 from WDATPOnboarding in Application within 7 days where (data 1 is 2)
}
`,
  });
  const [log, provider] = ["Application", "WDATPOnboarding"];
  const event = "event 5 from WDATPOnboarding in Application";
  const { lacking, lines } = await totalsOf(folder, "device.json");
  assert.is(lacking.devices, 1);
  assert.ok(lacking.facts.includes("service DiagTrack start") && lacking.facts.includes(event));
  assert.match(lines![0]!.line, /^mderules rule-a UNKNOWN /);
  const { exitCode, stderr } = await runIn(folder, ["simulate", "--device", "device.json"]);
  assert.is(exitCode, 0);
  assert.match(stderr, /^warning: of 1 device not all was collected .*\nhelp: collect again/);

  const lacksEvent = async (query: readonly unknown[]): Promise<boolean> => {
    writeFiles(folder, { "device.json": collected({ queries: [JSON.stringify(query)] }) });
    return (await totalsOf(folder, "device.json")).lacking.facts.includes(event);
  };
  assert.not.ok(await lacksEvent([log.toUpperCase(), provider, 5, 604_800, 2, 1]));
  assert.ok(await lacksEvent([log, provider, 5, 604_799, 1]), "not so far back");
  assert.ok(await lacksEvent([log, provider, 5, 604_800, 2]), "not that data");
  assert.ok(await lacksEvent([log, provider, 6, 604_800, 1]), "not that id");
});

test("files that are no devices are named, and the others count all the same", async () => {
  const folder = project({
    "devices/a.json": deviceText(3),
    "devices/b.json": "{",
    "devices/c.json": JSON.stringify({ registry: {}, colour: "blue" }),
    "empty/readme.txt": "",
  });
  const { exitCode, stdout, stderr } = await runIn(folder, [
    "simulate",
    "--device",
    "devices",
    "--device",
    "empty",
    "--device",
    "nowhere.json",
  ]);
  assert.is(exitCode, 2);
  assert.match(stdout, "would fire on this device");
  assert.match(stderr, /^error: these files were left out:\n/);
  assert.match(stderr, /devices\/b\.json +1:2: the file is not JSON/);
  assert.match(stderr, /devices\/c\.json +1:16: `colour` is not known/);
  assert.match(stderr, /devices\/c\.json +1:1: the file lacks `services`/);
  assert.match(stderr, /empty +the folder holds no \.json file/);
  assert.match(stderr, /nowhere\.json +there is no such file or folder/);
  assert.is((await runIn(folder, ["simulate"])).exitCode, 2);
  const json = await runIn(folder, ["simulate", "--json", "--device", "devices"]);
  assert.is(json.exitCode, 2);
  const said = JSON.parse(json.stdout) as { devices: number; leftOut: { path: string; problem: string }[] };
  assert.is(said.devices, 1);
  assert.ok(said.leftOut.every(({ path, problem }) => /^devices/.test(path) && /^\d+:\d+: /.test(problem)));
});

test("what a collected device says is held against its schema before anything is made of it", async () => {
  const collected = { collected: "2026-01-01T00:00:00Z", facts: [], queries: [], events: [] };
  const event = { log: "Application", provider: "P", id: 15, level: 2, ageSeconds: 1 };
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  const wrong: Readonly<Record<string, readonly [text: string, problem: RegExp]>> = {
    "misspelt.json": [
      JSON.stringify({ ...collected, facts: [{ nme: "x" }] }),
      /1:\d+: `facts\.0\.nme` is not known; did you mean `name`\?/,
    ],
    "huge-key.json": [
      JSON.stringify({ ...collected, events: [{ ...event, data: [{ key: 2_000_000_000, value: "x" }] }] }),
      /`events\.0` must be an event, or a log that is `unreadable`/,
    ],
    "deep.json": [deep, /1:65: the file has more than 64 objects and lists inside each other/],
    "twice.json": [
      '{"collected":"2026-01-01T00:00:00Z","facts":[],"facts":[],"queries":[],"events":[]}',
      /`facts` stands here a second time/,
    ],
    "not-a-number.json": ['{"collected":NaN}', /is not JSON/],
    "prototype.json": ['{"__proto__":{},"facts":[]}', /`__proto__` is not known/],
    "queries.json": [
      JSON.stringify({ ...collected, queries: [5] }),
      /`queries\.0` must be text, not a number/,
    ],
  };
  const files = Object.entries(wrong).map(([name, [text]]) => [`devices/${name}`, text] as const);
  const folder = project({
    ...Object.fromEntries(files),
    "devices/odd-queries.json": JSON.stringify({ ...collected, queries: ["{", "5", "[]"] }),
    "devices/with-mark.json": `\uFEFF${deviceText(3)}`,
  });
  const { exitCode, stdout, stderr } = await runIn(folder, ["simulate", "--device", "devices"]);
  assert.is(exitCode, 2);
  assert.match(stdout, "2 devices");
  for (const [name, [, problem]] of Object.entries(wrong)) {
    const lines = stderr.split("\n").filter((text) => text.includes(name));
    assert.match(lines.join("\n"), problem);
  }
});

test("files in other encodings, and files beyond all bounds, are left out with the reason", async () => {
  const folder = project();
  const device = JSON.stringify(typicalDevice());
  writeFiles(folder, {
    "devices/a.json": device,
    "devices/b.json": Buffer.from(`\uFEFF${device}`, "utf16le"),
    "devices/c.json": Buffer.from(`\uFEFF${device}`, "utf16le").swap16(),
    "devices/d.json": Buffer.from(device.replace("{", '{ "$schema": "caf\u00e9",'), "latin1"),
    "devices/e.json": "{".repeat(16_000_001),
  });
  const ran = await runIn(folder, ["simulate", "--device", "devices"]);
  assert.is(ran.exitCode, 2);
  assert.match(ran.stdout, "2 devices");
  assert.match(ran.stderr, /c\.json +it is not UTF-8 but UTF-16 \(big-endian\)\n/);
  assert.match(ran.stderr, /d\.json +it is not UTF-8 but a single-byte encoding such as Windows-1252\n/);
  assert.match(ran.stderr, /e\.json +it is too large: 16000001 bytes, more than 16000000\n/);
});

test.run();
