// Devices of the field, put together from public reports, and what is right on each: as the rules mean it, and as the
// emitted scripts report it.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { readDevice } from "../../src/commands/read-device.ts";
import { readProgram } from "../../src/commands/read-program.ts";
import { shippedRules } from "../../src/commands/shipped.ts";
import { type Job, type RunResult } from "../../src/engine/engine.ts";
import { runInParallel } from "../../src/engine/run-in-parallel.ts";
import { isDetectable, type Rule, type Verdict } from "../../src/model/rule.ts";
import { emptyTotals, simulateDevice } from "../../src/prove/fleet.ts";
import { scriptsOf } from "../../src/prove/sequence.ts";
import { type Device, deviceNow } from "../../src/simulate/device.ts";
import { planRule } from "../../src/targets/plan.ts";
import { scriptsOfAllRules } from "../../src/targets/powershell/rule-scripts.ts";
import { powerShellTest } from "../power-shell.ts";
import { proofStep } from "../proof-runs.ts";
import { type Expectation, misjudged, type RuleOutcome } from "./expectation.ts";

const folder = new URL("./", import.meta.url);
const { "//": legend, ...expectations } = JSON.parse(text("expectations.json")) as Record<
  string,
  Expectation
>;
assert.ok(legend);

/** A device, the rules as they are planned for its site, and what is right. */
interface FieldCase {
  readonly name: string;
  readonly expectation: Expectation;
  readonly device: Device;
  readonly program: Awaited<ReturnType<typeof programOf>>;
  readonly rules: readonly Rule[];
}

function text(name: string): string {
  return readFileSync(new URL(name, folder), "utf8");
}

async function programOf(config: string) {
  const read = await readProgram([shippedRules()], fileURLToPath(new URL(config, folder)), shippedRules());
  assert.equal(read.diagnostics, []);
  return { ...read, version: "0.0.0" };
}

const scriptsOfPrograms = new Map<FieldCase["program"], ReturnType<typeof scriptsOf>>();
const programs: Record<string, FieldCase["program"]> = {
  "site.config.json": await programOf("site.config.json"),
  "site-assigned.config.json": await programOf("site-assigned.config.json"),
};

const cases = Object.entries(expectations).map(([name, expectation]): FieldCase => {
  const read = readDevice(text(`devices/${expectation.device ?? name}.json`), []);
  if ("problems" in read) throw new Error(`${name}: ${read.problems.join("; ")}`);
  const program = programs[expectation.config ?? "site.config.json"]!;
  const rules = program.rules.filter(isDetectable).map((rule) => planRule(rule, program.configuration));
  return { name, expectation, device: read.device, program, rules };
});

function judge({ expectation, device }: FieldCase, outcomes: readonly RuleOutcome[]): void {
  assert.equal(misjudged(expectation, outcomes, { hidesNothing: device.unreadable.length === 0 }), []);
}

for (const one of cases) {
  test(`${one.name}: ${one.expectation.why ?? "nothing is wrong"}`, () => {
    judge(one, simulateDevice(emptyTotals(one.rules), one.device));
  });
}

test("every device has its expectation", () => {
  const devices = readdirSync(new URL("devices/", folder)).map((name) => name.replace(/\.json$/, ""));
  const used = new Set(Object.entries(expectations).map(([name, { device }]) => device ?? name));
  assert.equal(
    devices.filter((name) => !used.has(name)),
    [],
  );
});

powerShellTest("the scripts report and change what the rules mean, and it is right", async () => {
  const tried = cases.filter((_, index) => index % proofStep(6) === 0);
  const planned = tried.map((one) => ({ one, meant: simulateDevice(emptyTotals(one.rules), one.device) }));
  const results = await runInParallel(planned.flatMap(({ one, meant }) => jobsOf(one, meant)));
  let next = 0;
  for (const { one, meant } of planned) {
    const detections = results[next]!;
    next += 1;
    const outcomes = meant.map((outcome, index): RuleOutcome => {
      const detection = detections[index]!;
      assert.equal(detection.writes, [], `${one.name}: ${outcome.rule}`);
      const line = lastLine(detection);
      if (!isRepaired(one, outcome)) return reported(outcome, line, outcome.repairLine);
      const remediation = results[next]![0]!;
      next += 1;
      const changes = remediation.writes.filter(({ action }) => action !== "start-process");
      assert.is(changes.length > 0, outcome.changes.length > 0, `${one.name}: ${outcome.rule}`);
      return reported(outcome, line, lastLine(remediation));
    });
    assert.equal(outcomes, meant, one.name);
    judge(one, outcomes);
  }
});

/** All detections on one device, which they do not change; each remediation on a device of its own. */
function jobsOf(one: FieldCase, meant: readonly RuleOutcome[]): Job[] {
  const { configuration } = one.program;
  const job = { device: one.device, configuration, now: deviceNow, culture: "en" as const };
  const run = (script: string) => ({ script: { text: script } });
  const scripts = scriptsOn(one);
  return [
    { ...job, runs: meant.map(({ rule }) => run(scripts.get(rule)!.detect)) },
    ...meant
      .filter((outcome) => isRepaired(one, outcome))
      .map(({ rule }) => ({ ...job, runs: [run(scripts.get(rule)!.remediate!)] })),
  ];
}

/** Whether there is a remediation to run: a rule that repairs nothing has none. */
function isRepaired(one: FieldCase, { rule, repairLine }: RuleOutcome): boolean {
  return repairLine !== undefined && scriptsOn(one).get(rule)!.remediate !== undefined;
}

function scriptsOn({ program }: FieldCase): ReturnType<typeof scriptsOf> {
  const known = scriptsOfPrograms.get(program) ?? scriptsOf(scriptsOfAllRules(program));
  scriptsOfPrograms.set(program, known);
  return known;
}

function lastLine({ stdout }: RunResult): string {
  return stdout.at(-1) ?? "";
}

function reported(outcome: RuleOutcome, line: string, repairLine: string | undefined): RuleOutcome {
  const verdict = line.split(" ")[2]!.toLowerCase() as Verdict;
  return { ...outcome, verdict, line, repairLine };
}

test.run();
