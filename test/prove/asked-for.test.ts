// The tester of the law `asked-for`: guards that were weakened and rules that evade them are caught, in the interpreter,
// which needs no engine. That scripts which do the same are caught too is test/prove/laws.test.ts.
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compile } from "../../src/compile.ts";
import type { Configuration } from "../../src/model/configuration.ts";
import { whatIsMissing } from "../../src/prove/asked-for.ts";
import { devicesThatMatter } from "../../src/prove/devices/devices-that-matter.ts";
import { repair } from "../../src/simulate/repair.ts";
import { planRule } from "../../src/targets/plan.ts";

const definitions = readFileSync(new URL("../../rules/definitions.mderule", import.meta.url), "utf8");

interface Rulebook {
  readonly document?: string;
  /** What the rulebook says instead of `guard: wanted`. */
  readonly guard?: string;
  readonly guardedBy?: string;
  readonly fix: string;
}

const evidence: Configuration = {
  onboarding: { path: "C:\\Site\\Onboard.cmd" },
  offboarding: { path: "C:\\Site\\Offboard.cmd" },
};
const assigned: Configuration = {
  ...evidence,
  onboarding: { path: "C:\\Site\\Onboard.cmd", wanted: "assigned" },
};

/** The devices that a rule changes although nobody asked for it, and how many it changes at all. */
function judge(
  { document = "troubleshoot-onboarding", guard = "guard: wanted", guardedBy, fix }: Rulebook,
  configuration = evidence,
): { unasked: string[]; changed: number } {
  assert.ok(definitions.includes("\nguard: wanted\n"));
  const rule = `document ${document}

rule a-rule {
  title    "The sensor's helper starts automatically"
  covers   unit-a
  severity warning
  ${guardedBy === undefined ? "" : `guarded  by ${guardedBy}`}
  check    service DiagTrack start is automatic
  fix      { ${fix} }

  scenario "onboarded" {
    given  registry "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Advanced Threat Protection" OnboardingInfo "{}"
    given  service DiagTrack state stopped
    given  service DiagTrack start manual
    expect unhealthy
  }
}
`;
  const compiled = compile({
    sources: [
      {
        path: "definitions.mderule",
        text: definitions.replace("\nguard: wanted\n", () => `\n${guard}\n`),
      },
      { path: "rule.mderule", text: rule },
    ],
    ledgers: [{ document, units: [{ unit: "unit-a" }] }],
  });
  const planned = planRule(compiled.value.rules[0]!, configuration);
  const changed = devicesThatMatter(planned).filter(
    ({ device }) => repair(planned, device).writes.length > 0,
  );
  const unasked = changed.flatMap(({ name, device }) => {
    const missing = whatIsMissing(planned, device, configuration);
    return missing === undefined ? [] : [`${name}: ${missing}`];
  });
  return { unasked, changed: changed.length };
}

const onboards = "run onboarding";
const sets = "set service DiagTrack start to automatic";
const offboards = "run offboarding";

const right: Readonly<Record<string, readonly [Rulebook, Configuration]>> = {
  "a rule that onboards": [{ fix: onboards }, evidence],
  "a rule that sets something": [{ fix: sets }, evidence],
  "a rule on a site that wants all": [{ fix: sets }, assigned],
  "a rule that offboards": [{ fix: offboards, guardedBy: "offboarding" }, evidence],
  "a rule that offboards, on a site that wants all": [{ fix: offboards, guardedBy: "offboarding" }, assigned],
  "a rulebook about something else": [
    { fix: sets, document: "handbook", guard: 'guard none "Made up for a test."' },
    evidence,
  ],
};
for (const [name, [rulebook, configuration]] of Object.entries(right)) {
  test(`${name} is right with the guard of the rulebook`, () => {
    const { unasked, changed } = judge(rulebook, configuration);
    assert.equal(unasked, []);
    assert.ok(changed > 0, "no device is changed at all");
  });
}

const wrong: Readonly<Record<string, readonly [Rulebook, Configuration]>> = {
  "onboarding data alone": [{ fix: sets, guard: "guard: onboarding-data" }, evidence],
  "data, and none of offboarding": [{ fix: sets, guard: "guard: meant-to-be-onboarded" }, evidence],
  "whatever was not taken out": [{ fix: sets, guard: "guard: not taken-out" }, evidence],
  "the word of the sensor does not count": [
    {
      fix: sets,
      guard:
        "guard: (onboarding-data or onboarded) and not (offboarding-script-succeeded or sensor-retired or offboarding-data)",
    },
    evidence,
  ],
  "a retired sensor does not count": [
    {
      fix: sets,
      guard:
        "guard: (onboarding-data or onboarded) and not (offboarding-completed or offboarding-script-succeeded or offboarding-data)",
    },
    evidence,
  ],
  "no guard": [{ fix: sets, guard: 'guard none "Who needs one?"' }, evidence],
  "no guard, on a site that wants all": [{ fix: sets, guard: 'guard none "Who needs one?"' }, assigned],
  "a way around": [{ fix: sets, guard: "guard: wanted or service DiagTrack start is manual" }, evidence],
  "a site that wants all, whatever was taken out": [
    { fix: sets, guard: "guard: wanted or site onboarding wanted is assigned" },
    assigned,
  ],
  "the guard of offboarding, by a rule that onboards": [
    { fix: onboards, guardedBy: "offboarding" },
    evidence,
  ],
  "the guard of offboarding, by a rule that sets something": [
    { fix: sets, guardedBy: "offboarding" },
    evidence,
  ],
  "the guard of offboarding, by a rule that does both": [
    { fix: `${offboards}\n ${sets}`, guardedBy: "offboarding" },
    evidence,
  ],
  "the usual guard, by a rule that offboards": [{ fix: offboards }, evidence],
};
for (const [name, [rulebook, configuration]] of Object.entries(wrong)) {
  test(`caught: ${name}`, () => {
    assert.ok(judge(rulebook, configuration).unasked.length > 0);
  });
}

test.run();
