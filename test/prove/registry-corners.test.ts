// Corners of the registry at which simulator and scripts have to agree: keys above and below, and the case of names.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { proveScenarios } from "../../src/prove/prove-scenarios.ts";
import { runScenarios } from "../../src/prove/run-scenarios.ts";
import { runJobs } from "../../src/engine/engine.ts";
import { describeDevice } from "../../src/simulate/describe-device.ts";
import { planRule } from "../../src/targets/plan.ts";
import { ruleScripts } from "../../src/targets/powershell/rule-scripts.ts";
import { compileRules } from "./compile-rules.ts";
import { powerShellTest } from "../power-shell.ts";

const rules = compileRules(`rule value-set {
  title    "A value, whatever the case of its name"
  covers   unit-a
  severity warning
  check    registry "HKLM\\SOFTWARE\\Contoso\\Deep" Wanted is 1
  fix      set registry "HKLM\\SOFTWARE\\Contoso\\Deep" Wanted to 1

  scenario "other cases" {
    given  registry "HKLM\\SOFTWARE\\CONTOSO\\deep" WANTED 2
    expect unhealthy then fixed
    after fix registry "HKLM\\SOFTWARE\\Contoso\\Deep" Wanted 1
  }
  scenario "other cases, and right" {
    given  registry "HKLM\\SOFTWARE\\CONTOSO\\deep" WANTED 1
    expect healthy
  }
  scenario "the key is there because one below it is" {
    given  registry "HKLM\\SOFTWARE\\Contoso\\Deep\\Deeper" Other 1
    expect unhealthy then fixed
  }
  scenario "no key to set it in" {
    given  registry "HKLM\\SOFTWARE\\Contoso" present
    expect unhealthy then failed
  }
}

rule value-where-nobody-writes {
  title    "A value in a key that nobody may write to"
  covers   unit-a
  severity warning
  check    registry "HKLM\\SOFTWARE\\Contoso" Wanted is 1
  fix      set registry "HKLM\\SOFTWARE\\Contoso" Wanted to 1

  scenario "nobody" {
    given  acl "HKLM\\SOFTWARE\\Contoso" system read-only
    expect unhealthy then failed
  }
  scenario "SYSTEM alone" {
    given  acl "HKLM\\SOFTWARE\\Contoso" administrators read-only
    given  acl "HKLM\\SOFTWARE\\Contoso" system writable
    expect unhealthy then fixed
  }
}

rule key-there {
  title    "A key"
  covers   unit-a
  severity warning
  check    registry "HKLM\\SOFTWARE\\Contoso" is present
  fix      set registry "HKLM\\SOFTWARE\\Contoso" to present

  scenario "one below it is there" {
    given  registry "HKLM\\SOFTWARE\\Contoso\\Deep\\Deeper" Other 1
    expect healthy
  }
  scenario "nobody may make it" {
    given  acl "HKLM\\SOFTWARE" system read-only
    expect unhealthy then failed
  }
  scenario "removed with all below it" {
    given  registry "HKLM\\SOFTWARE\\Contoso\\Deep\\Deeper" Other 1
    given  registry "HKLM\\SOFTWARE\\Contoso" missing
    expect unhealthy then fixed
  }
}

rule key-gone {
  title    "No key"
  covers   unit-a
  severity warning
  check    registry "HKLM\\SOFTWARE\\Contoso" is missing
  fix      set registry "HKLM\\SOFTWARE\\Contoso" to missing

  scenario "it is empty" {
    given  registry "HKLM\\SOFTWARE\\Contoso" present
    expect unhealthy then fixed
  }
  scenario "nobody may remove it" {
    given  acl "HKLM\\SOFTWARE\\Contoso" system read-only
    expect unhealthy then failed
  }
  scenario "it holds a value" {
    given  registry "HKLM\\SOFTWARE\\Contoso" Other 1
    expect unhealthy then failed
  }
  scenario "it holds a key" {
    given  registry "HKLM\\SOFTWARE\\Contoso\\Deep" present
    expect unhealthy then failed
  }
}
`);

function failuresOf(results: ReturnType<typeof runScenarios>): readonly string[] {
  return results.flatMap(({ rule, scenario, failures }) =>
    failures.map((failure) => `${rule.id}, ${scenario.name}: ${JSON.stringify(failure)}`),
  );
}

test("in the simulator", () => {
  assert.equal(failuresOf(runScenarios(rules, {})), []);
});

const [expandable] = compileRules(`rule expandable {
  title    "A text with a variable"
  covers   unit-a
  severity warning
  check    registry "HKLM\\SOFTWARE\\Contoso" Path is "%SystemRoot%\\System32"
  fix      set registry "HKLM\\SOFTWARE\\Contoso" Path to "%SystemRoot%\\System32" as expand-string

  scenario "as it should be" {
    given  registry "HKLM\\SOFTWARE\\Contoso" Path "%SystemRoot%\\System32" as expand-string
    expect healthy
  }
  scenario "what the variable stands for" {
    given  registry "HKLM\\SOFTWARE\\Contoso" Path "C:\\Windows\\System32"
    expect unhealthy then fixed
    after fix registry "HKLM\\SOFTWARE\\Contoso" Path "%SystemRoot%\\System32" as expand-string
  }
}
`);

powerShellTest("a text with a variable is read as it was written, or not at all", async () => {
  const program = { rules: [expandable!], applications: [], configuration: {}, version: "0.0.0" };
  assert.equal(
    failuresOf(await proveScenarios(program, undefined, { languageMode: "FullLanguage", culture: "en" })),
    [],
  );
  const [detect] = ruleScripts(planRule(expandable!, {}), program);
  const jobs = expandable!.scenarios.map((scenario) => ({
    device: describeDevice(scenario),
    runs: [{ script: { text: detect!.text }, languageMode: "ConstrainedLanguage" as const }],
  }));
  for (const [run] of await runJobs(jobs)) {
    assert.is(run!.exitCode, 0);
    assert.match(
      run!.stdout.at(-1)!,
      /^mderules expandable UNKNOWN .* cannot be read \(needs FullLanguage\)$/,
    );
  }
});

powerShellTest("through the scripts", async () => {
  const program = { rules, applications: [], configuration: {}, version: "0.0.0" };
  assert.equal(
    failuresOf(await proveScenarios(program, undefined, { languageMode: "FullLanguage", culture: "en" })),
    [],
  );
});

test.run();
