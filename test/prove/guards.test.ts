// Guards, `since` and what the site says: the interpreter and the scripts, on every device that makes a difference.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compile } from "../../src/compile.ts";
import { type DeviceCase, devicesThatMatter } from "../../src/prove/devices/devices-that-matter.ts";
import { mutantsOf } from "../../src/prove/mutants/mutants-of.ts";
import { nominalConfiguration } from "../../src/prove/nominal-configuration.ts";
import { proveDevices } from "../../src/prove/prove-devices.ts";
import { proveScenarios } from "../../src/prove/prove-scenarios.ts";
import { runScenarios } from "../../src/prove/run-scenarios.ts";
import type { Rule } from "../../src/model/rule.ts";
import { describeDevice } from "../../src/simulate/describe-device.ts";
import { repair } from "../../src/simulate/repair.ts";
import { planRule } from "../../src/targets/plan.ts";
import { powerShellTest } from "../power-shell.ts";

const text = `document handbook

define managed: registry "HKLM\\SOFTWARE\\Contoso" Managed is 1

define left:
  event 44 from Contoso in Application within 365 days
    since event 11 from Contoso in Application where (data 1 is "done")
  or event 44 from Contoso in Application within 365 days since event 20 from Contoso in Setup

guard: (managed or site onboarding wanted is assigned) and not left

guard offboarding: left

rule starts {
  title    "The service starts automatically"
  covers   unit-a
  severity warning
  check    service DiagTrack start is automatic
  fix      when service DiagTrack state is missing {
             advise "Look for the service."
           }
  fix      otherwise {
             set service DiagTrack start to automatic
             run onboarding
             advise "Look at it again."
           }

  scenario "managed" {
    given  registry "HKLM\\SOFTWARE\\Contoso" Managed 1
    given  service DiagTrack state stopped
    given  service DiagTrack start manual
    expect unhealthy then fixed
    after fix service DiagTrack start automatic
  }
  scenario "not managed" {
    given  service DiagTrack state stopped
    given  service DiagTrack start manual
    expect unhealthy then manual
    after fix service DiagTrack start manual
  }
  scenario "not managed, on a site that wants it" {
    given  site onboarding wanted assigned
    given  service DiagTrack state stopped
    given  service DiagTrack start manual
    expect unhealthy then fixed
  }
  scenario "it left" {
    given  site onboarding wanted assigned
    given  event 11 from Contoso in Application level information aged 3 days with (done)
    given  event 44 from Contoso in Application level information aged 2 days
    given  service DiagTrack state stopped
    given  service DiagTrack start manual
    expect unhealthy then manual
    after fix service DiagTrack start manual
  }
  scenario "it left and came back" {
    given  registry "HKLM\\SOFTWARE\\Contoso" Managed 1
    given  event 44 from Contoso in Application level information aged 3 days
    given  event 20 from Contoso in Setup level information aged 2 days
    given  event 11 from Contoso in Application level information aged 2 days with (done)
    given  service DiagTrack state stopped
    given  service DiagTrack start manual
    expect unhealthy then fixed
  }
  scenario "it left and tried to come back" {
    given  registry "HKLM\\SOFTWARE\\Contoso" Managed 1
    given  event 44 from Contoso in Application level information aged 3 days
    given  event 20 from Contoso in Setup level information aged 2 days
    given  event 11 from Contoso in Application level information aged 2 days with (failed)
    given  service DiagTrack state stopped
    given  service DiagTrack start manual
    expect unhealthy then manual
  }
  scenario "whether it left cannot be read" {
    given  registry "HKLM\\SOFTWARE\\Contoso" Managed 1
    given  event 44 unreadable from Contoso in Application
    given  service DiagTrack state stopped
    given  service DiagTrack start manual
    expect unhealthy then manual
    after fix service DiagTrack start manual
  }
  scenario "nothing to start, and nobody asked" {
    given  service DiagTrack state missing
    given  service DiagTrack start manual
    expect unhealthy then manual
  }
}

rule stays-stopped {
  title    "Where it left, the service is stopped"
  covers   unit-b
  severity error
  guarded  by offboarding
  symptom  event 7 count from Contoso in Application within 7 days since event 8 from Contoso in Application >= 2
  check    service DiagTrack state is stopped
  fix      set service DiagTrack state to stopped within 60 seconds

  scenario "it left" {
    given  event 44 from Contoso in Application aged 2 days
    given  event 8 from Contoso in Application aged 2 days
    given  event 7 from Contoso in Application aged 1 hour
    given  event 7 from Contoso in Application aged 2 hours
    given  service DiagTrack state running
    expect unhealthy then fixed
    after fix service DiagTrack state stopped
  }
  scenario "it did not leave" {
    given  event 7 from Contoso in Application aged 1 hour
    given  event 7 from Contoso in Application aged 2 hours
    given  service DiagTrack state running
    expect unhealthy then manual
    after fix service DiagTrack state running
  }
  scenario "one of them was taken back" {
    given  event 7 from Contoso in Application aged 2 hours
    given  event 8 from Contoso in Application aged 1 hour
    given  event 7 from Contoso in Application aged 1 hour
    given  service DiagTrack state running
    expect healthy
  }
}
`;

const compiled = compile({
  sources: [{ path: "guards.mderule", text }],
  ledgers: [{ document: "handbook", units: [{ unit: "unit-a" }, { unit: "unit-b" }] }],
});
assert.equal(compiled.diagnostics, []);
const { rules } = compiled.value;
const [starts] = rules;

test("the scenarios hold", () => {
  const failed = runScenarios(rules, {}).flatMap(({ failures, scenario }) =>
    failures.map(({ subject, expected, found }) => `${scenario.name}: ${subject} ${found}, not ${expected}`),
  );
  assert.equal(failed, []);
});

test("a scenario is on a site that says nothing, whatever the configuration says", () => {
  const configuration = { onboarding: { path: "C:\\Site\\Onboard.cmd", wanted: "assigned" } } as const;
  assert.ok(runScenarios(rules, configuration).every(({ failures }) => failures.length === 0));
});

test("where the guard forbids a fix the report says why, what it would do, and what it advises", () => {
  const rule = planRule(starts!, { onboarding: { path: "C:\\Site\\Onboard.cmd" } });
  const { status, text, writes } = repair(rule, describeDevice(rule.scenarios[1]!));
  assert.is(status, "manual");
  assert.equal(writes, []);
  assert.is(
    text,
    "service DiagTrack start is manual, expected automatic. Nothing is changed where this is not so: the guard of the " +
      "rulebook (registry HKLM\\SOFTWARE\\Contoso Managed is missing, expected 1; site onboarding wanted is evidence, " +
      "expected assigned). A fix would set service DiagTrack start to automatic, now manual; run the onboarding package. " +
      "Look at it again.",
  );
});

test("a rule whose fix is all advice on this site has no guard to ask", () => {
  const advice = { ...starts!, fixes: starts!.fixes.slice(0, 1) };
  const device = describeDevice(starts!.scenarios[7]!);
  assert.not.match(repair(advice, device).text, /Nothing is changed/);
});

test("mutants drop `since` and change what it looks for", () => {
  const changes = mutantsOf(rules[1]!).map(({ change }) => change);
  assert.ok(changes.some((change) => change.startsWith("symptom 1: without `since`")));
});

const settings = (["FullLanguage", "ConstrainedLanguage"] as const).map((languageMode) => {
  return { languageMode, culture: "en" } as const;
});
const program = { rules, applications: [], configuration: {}, version: "0.0.0" };

powerShellTest("the scripts do what the scenarios say", async () => {
  const results = await proveScenarios(program, undefined, settings[0]!);
  assert.equal(
    results.flatMap(({ failures }) => failures.map(({ subject, found }) => `${subject}: ${found}`)),
    [],
  );
});

/** Every twentieth device: all of them take a while, and `mderules verify` tries those of the rulebook. */
function sampleOf(rule: Rule): readonly DeviceCase[] {
  return devicesThatMatter(rule, 0).filter((_, index) => index % 20 === 0);
}

powerShellTest("the scripts mean the same on devices that make a difference", async () => {
  const configured = { ...program, configuration: nominalConfiguration({}) };
  const proofs = await proveDevices(configured, sampleOf, settings);
  assert.equal(
    proofs.flatMap(({ violations }) => violations.map(({ law, message, device }) => [law, message, device])),
    [],
  );
});

test.run();
