import { test } from "uvu";
import * as assert from "uvu/assert";
import { readProgram } from "../../src/commands/read-program.ts";
import { shippedRules } from "../../src/commands/shipped.ts";
import { readDevice } from "../../src/commands/read-device.ts";
import { readsOf } from "../../src/prove/collected-device.ts";
import { runInParallel } from "../../src/engine/run-in-parallel.ts";
import { collectScript } from "../../src/targets/triage/collect-script.ts";
import { describeDevice } from "../../src/simulate/describe-device.ts";
import { typicalDevice } from "../../src/simulate/device.ts";
import { evaluate } from "../../src/simulate/evaluate.ts";
import { isDetectable } from "../../src/model/rule.ts";
import { powerShellTest } from "../power-shell.ts";

const rules = (await readProgram([shippedRules()], undefined, shippedRules())).rules.filter(isDetectable);
const reads = readsOf(rules);
const script = collectScript(rules, "0.0.0").text;
powerShellTest("what was collected of a device gives the verdicts of the device", async () => {
  const cases = rules.flatMap((rule) =>
    // Every sixth: the script reads what all rules read, each time.
    rule.scenarios
      .filter((_, index) => index % 6 === 0)
      .map((scenario) => ({ rule, scenario, device: describeDevice(scenario) })),
  );
  const results = await runInParallel(
    cases.map(({ device }) => ({ device, runs: [{ script: { text: script } }] })),
  );
  const wrong = cases.flatMap(({ rule, scenario, device }, index) => {
    const { stdout, stderr, writes, exitCode } = results[index]![0]!;
    assert.equal([stderr, writes, exitCode], [[], [], 0]);
    const read = readDevice(stdout.join(""), reads);
    assert.ok("device" in read);
    assert.equal(read.lacking, []);
    const [expected, found] = [evaluate(rule, device).verdict, evaluate(rule, read.device).verdict];
    return expected === found ? [] : [`${rule.id}: ${scenario.name}: ${found}, expected ${expected}`];
  });
  assert.equal(wrong, []);
});

powerShellTest("folders of users do not leave the device", async () => {
  const device = typicalDevice();
  const key = "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Advanced Threat Protection";
  const data = "C:\\Users\\alice\\onboarding.cmd";
  device.registry[key.toLowerCase()] = {
    path: key,
    values: { onboardinginfo: { name: "OnboardingInfo", type: "string", data } },
  };
  const results = await runInParallel([{ device, runs: [{ script: { text: script } }] }]);
  const result = results[0]![0]!;
  assert.match(result.stdout.join(""), "onboarding.cmd");
  assert.not.match(result.stdout.join(""), "alice");
});

test("the script is ASCII and writes nothing", () => {
  assert.match(script, /^[\r\n -~]*$/);
  assert.not.match(
    script,
    /\b(?:Set|New|Remove|Write|Stop|Restart)-(?:Item|ItemProperty|Content|Service|Process|Computer|Registry)/,
  );
});

test.run();
