import { test } from "uvu";
import * as assert from "uvu/assert";
import { readProgram } from "../../src/commands/read-program.ts";
import type { Job, RunResult } from "../../src/engine/engine.ts";
import { runInParallel } from "../../src/engine/run-in-parallel.ts";
import { isDetectable, type Rule } from "../../src/model/rule.ts";
import type { Scenario } from "../../src/model/scenario.ts";
import { configurationItemAgent } from "../../src/prove/agents/configuration-item-agent.ts";
import { intuneAgent } from "../../src/prove/agents/intune-agent.ts";
import { nominalConfiguration } from "../../src/prove/nominal-configuration.ts";
import { describeDevice } from "../../src/simulate/describe-device.ts";
import type { Device } from "../../src/simulate/device.ts";
import { itemScripts } from "../../src/targets/configmgr/item-scripts.ts";
import { itemView, settingValues } from "../../src/targets/configmgr/item-view.ts";
import { planRule } from "../../src/targets/plan.ts";
import { ruleScripts } from "../../src/targets/powershell/rule-scripts.ts";
import { isLong } from "../proof-runs.ts";
import type { Program } from "../../src/targets/target.ts";
import { powerShell } from "../power-shell.ts";

// Every scenario of the rulebook, once as the client of Configuration Manager runs the scripts of the configuration
// item, and once as the agent of Intune runs the pair: the same verdict, and the same device afterwards.

interface Case {
  readonly rule: Rule;
  readonly scenario: Scenario;
  readonly item: readonly string[];
  readonly pair: readonly string[];
}

const { rules, applications, configuration } = await readProgram(["rules"], undefined, process.cwd());
const program: Program = {
  rules,
  applications,
  configuration: nominalConfiguration(configuration),
  version: "0.1.0",
};
const cases = rules.filter(isDetectable).flatMap((written): Case[] => {
  const rule = planRule(written, program.configuration);
  const { discover, remediate } = itemScripts(rule, itemView(rule, program), program);
  const pair = ruleScripts(rule, program);
  const text = (role: string) => pair.find((script) => script.role === role)?.text;
  return chosen(rule.scenarios).map((scenario) => ({
    rule,
    scenario,
    item: called(scenario, discover.text, remediate?.text),
    pair: called(scenario, text("detect")!, text("remediate")),
  }));
});

/** All in the longer proofs; in everyday runs one of each verdict and outcome. */
function chosen(scenarios: readonly Scenario[]): readonly Scenario[] {
  if (isLong) return scenarios;
  const once = new Map(
    scenarios.map((scenario) => [`${scenario.verdict} ${scenario.outcome ?? ""}`, scenario]),
  );
  return [...once.values()];
}

/** What an agent runs on a device that is as the scenario says. */
function called({ verdict }: Scenario, look: string, repair: string | undefined): readonly string[] {
  return repair === undefined || verdict !== "unhealthy" ? [look] : [look, repair, look];
}

if (powerShell === undefined) {
  for (const { rule, scenario } of cases) test.skip(`${rule.id}: ${scenario.name}`, () => undefined);
} else {
  const jobOf = ({ scenario }: Case, scripts: readonly string[]): Job => ({
    device: describeDevice(scenario),
    configuration: program.configuration,
    runs: scripts.map((text) => ({ script: { text } })),
  });
  const results = await runInParallel(cases.flatMap((one) => [jobOf(one, one.item), jobOf(one, one.pair)]));
  for (const [index, one] of cases.entries()) {
    test(`${one.rule.id}: ${one.scenario.name}`, () => {
      checkCase(one, results[2 * index]!, results[2 * index + 1]!);
    });
  }
}

function checkCase({ rule, scenario }: Case, item: readonly RunResult[], pair: readonly RunResult[]): void {
  const [discover, remediate, discoverAgain] = item;
  const [detect, pairRemediate, detectAgain] = pair;
  const report = configurationItemAgent(
    { dataType: "String", expected: settingValues.compliant },
    { discover: discover!, remediate, discoverAgain },
  );
  const other = intuneAgent({ detect: detect!, remediate: pairRemediate, detectAgain });
  assert.equal(discover!.writes, [], "discovery changes nothing");
  assert.ok(discover!.elapsedSeconds < 60, "the client would have stopped the discovery");
  const verdict = other.before.split(" ")[2]!.toLowerCase();
  assert.is(verdict, scenario.verdict);
  const reason = discover!.stderr.join(" ");
  switch (scenario.verdict) {
    case "healthy":
    case "not-applicable":
      assert.equal([discover!.stdout, report.state], [["Compliant"], "compliant"]);
      break;
    case "unknown":
      assert.equal([discover!.stdout, report.state], [[], "error"]);
      assert.ok(discover!.exitCode !== 0 && reason.includes(other.before), reason);
      break;
    case "unhealthy":
      assert.equal(discover!.stdout, ["NonCompliant"]);
      break;
    default:
      scenario.verdict satisfies never;
  }
  assert.is(report.ran.includes("remediate"), remediate !== undefined);
  if (remediate !== undefined) {
    const status = pairRemediate!.stdout.at(-1)!.split(" ")[2]!;
    const line = pairRemediate!.stdout.at(-1)!;
    if (status === "FAILED") {
      assert.ok(remediate.stderr.join(" ").includes(line), "the error is the line of the pair");
      assert.equal([remediate.exitCode, remediate.stdout, report.state], [1, [], "error"]);
    } else {
      assert.equal([remediate.exitCode, remediate.stdout, remediate.stderr], [0, [line], []]);
      // A detection that cannot tell exits with 0: Intune takes that for fixed, the client takes it for an error.
      const isKnown = other.after?.split(" ")[2] !== "UNKNOWN";
      const fixed = other.state === "issue-fixed" && isKnown;
      assert.is(report.state === "remediated", fixed, `${rule.id} ${report.state}`);
    }
    assert.equal(remediate.writes, pairRemediate!.writes);
  }
  assert.equal(comparable(report.device), comparable(other.device), "the device is the same afterwards");
}

/** A value of JSON with the members of its objects sorted. */
function inOrder(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).map(([name, member]) => [name, inOrder(member)] as const);
  return Object.fromEntries(members.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A device in which the order of what a journal keeps of a value does not count. */
function comparable(device: Device): Device {
  const copy = structuredClone(device);
  const keys = Object.values(copy.registry).filter(({ path }) => path.endsWith("\\Journal"));
  for (const value of keys.flatMap(({ values }) => Object.values(values))) {
    value.data = JSON.stringify(inOrder(JSON.parse(String(value.data))));
  }
  return copy;
}

test("there are scenarios of every verdict, and of remediations that help, do not help and fail", () => {
  const seen = new Set(cases.map(({ scenario }) => `${scenario.verdict} ${scenario.outcome ?? ""}`.trim()));
  for (const kind of ["healthy", "not-applicable", "unknown", "unhealthy fixed", "unhealthy manual"]) {
    assert.ok(seen.has(kind), kind);
  }
  assert.ok(cases.length > 100);
});

test.run();
