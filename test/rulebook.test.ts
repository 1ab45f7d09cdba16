import { test } from "uvu";
import * as assert from "uvu/assert";
import { readAcceptedMutants } from "../src/commands/read-accepted-mutants.ts";
import { readProgram } from "../src/commands/read-program.ts";
import { shippedRules } from "../src/commands/shipped.ts";
import type { Rule } from "../src/model/rule.ts";
import type { LanguageMode } from "../src/engine/engine.ts";
import { proveDevices } from "../src/prove/prove-devices.ts";
import { proveScenarios } from "../src/prove/prove-scenarios.ts";
import type { ScenarioResult } from "../src/prove/judge-scenario.ts";
import { explanation } from "../src/prove/reporters/text-reporter.ts";
import { placeOf } from "../src/prove/reporters/report.ts";
import { testMutants } from "../src/prove/mutants/test-mutants.ts";
import { nominalConfiguration } from "../src/prove/nominal-configuration.ts";
import { runScenarios } from "../src/prove/run-scenarios.ts";
import { deniedDevices } from "../src/prove/devices/devices-that-matter.ts";
import { isLong, proofStep } from "./proof-runs.ts";
import { powerShellTest } from "./power-shell.ts";

const read = await readProgram([shippedRules()], undefined, shippedRules());
const program = { ...read, version: "0.0.0" };
const configured = { ...program, configuration: nominalConfiguration({}) };

/** Everything that failed, as the command line shows it. */
function failures(results: readonly ScenarioResult[]): string {
  const report = { results, engine: "", milliseconds: 0, showPath: (name: string) => name };
  return results
    .filter((result) => result.failures.length > 0)
    .map((result) =>
      [`${result.rule.id}: ${result.scenario.name}`, ...explanation(result, report)].join("\n"),
    )
    .join("\n\n");
}

test("the rulebook is right", () => {
  assert.equal(
    read.diagnostics.map(({ message }) => message),
    [],
  );
});

test("every rule is seen healthy and unhealthy", () => {
  const lacking = program.rules.flatMap(({ id, scenarios, checks, symptoms, each }) => {
    if (checks.length === 0 && symptoms.length === 0 && each === undefined) return [];
    const verdicts = new Set(scenarios.map(({ verdict }) => verdict));
    return (["healthy", "unhealthy"] as const).flatMap((verdict) =>
      verdicts.has(verdict) ? [] : [`${id} ${verdict}`],
    );
  });
  assert.equal(lacking, []);
});

test("every scenario holds in the simulator", () => {
  const results = runScenarios(program.rules, {});
  assert.ok(results.length > 100);
  assert.is(failures(results), "");
});

test("every change of a rule is noticed by a scenario, or accepted with a reason", () => {
  const { found, rules, configuration } = program;
  const mutants = readAcceptedMutants(found.folders);
  assert.ok("accepted" in mutants, "problem" in mutants ? mutants.problem : "");
  const report = testMutants(rules, configuration, mutants.accepted, proofStep(8));
  assert.ok(report.killed > 100);
  assert.equal(
    report.survivors.map(({ rule, change, span }) => `${placeOf(span, (name) => name)}: ${rule}: ${change}`),
    [],
  );
  assert.equal(report.stale, []);
});

/** In everyday runs some scenarios of each rule in the other mode and language; `.ci/run` tries all of them. */
const sample = program.rules.map((rule) => ({
  ...rule,
  scenarios: rule.scenarios.filter((_, index) => index % proofStep(4) === 0),
}));
const settings: readonly (readonly [LanguageMode, "en" | "fr", readonly Rule[]])[] = [
  ["FullLanguage", "en", program.rules],
  ["ConstrainedLanguage", "fr", sample],
  ...(isLong
    ? ([
        ["FullLanguage", "fr", sample],
        ["ConstrainedLanguage", "en", sample],
      ] as const)
    : []),
];
for (const [languageMode, culture, rules] of settings) {
  powerShellTest(`scenarios hold through the scripts, ${languageMode}, ${culture}`, async () => {
    const results = await proveScenarios({ ...program, rules }, undefined, { languageMode, culture });
    assert.is(failures(results), "");
  });
}

powerShellTest("every law holds where access is denied", async () => {
  const proofs = await proveDevices(configured, (rule) => deniedDevices(rule), [
    { languageMode: "FullLanguage", culture: "fr" },
  ]);
  const broken = proofs.flatMap(({ rule, violations }) =>
    violations.map(({ law, message, device }) => `${rule.id}, ${device}: ${law}: ${message}`),
  );
  assert.is(broken.join("\n"), "");
  assert.ok(proofs.reduce((count, { tried }) => count + tried, 0) > 100);
});

test.run();
