// A package that anybody may replace does not run: the interpreter and the scripts, on every device that says so.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compile } from "../../src/compile.ts";
import { devicesThatMatter } from "../../src/prove/devices/devices-that-matter.ts";
import { proveDevices } from "../../src/prove/prove-devices.ts";
import { packageStates, typicalDevice } from "../../src/simulate/device.ts";
import { repair } from "../../src/simulate/repair.ts";
import { planRule } from "../../src/targets/plan.ts";
import { powerShellTest } from "../power-shell.ts";

const text = `document handbook

guard none "A test."

rule sensor {
  title    "The sensor runs"
  covers   unit-a
  severity warning
  check    service Sense state is running
  fix      run onboarding
}
`;
const configuration = { onboarding: { path: "%ProgramFiles%\\Contoso\\Onboarding.cmd" } };

const compiled = compile({
  sources: [{ path: "sensor.mderule", text }],
  ledgers: [{ document: "handbook", units: [{ unit: "unit-a" }] }],
});
assert.equal(compiled.diagnostics, []);
const { rules } = compiled.value;
const planned = planRule(rules[0]!, configuration);

test("what may not be started changes nothing, and the report says why", () => {
  const reports = packageStates.map((onboarding) => {
    const { status, text, writes } = repair(planned, {
      ...typicalDevice(),
      packages: { onboarding, offboarding: "succeeds" },
    });
    return `${onboarding}: ${status}, ${writes.length} writes. ${text.replace(/^.*?\. /, "")}`;
  });
  const why = "The onboarding package was not run: ";
  assert.equal(reports.slice(2), [
    `missing: manual, 0 writes. ${why}the file is missing.`,
    `open: manual, 0 writes. ${why}accounts other than administrators may change the file (BU).`,
    `unreadable: manual, 0 writes. ${why}the file cannot be looked at (PermissionDenied).`,
  ]);
  assert.match(reports[0]!, /^succeeds: fixed, 1 /);
  assert.match(reports[1]!, /^fails: failed, 1 /);
});

test("a package with a digest is a person's: scripts do not compare digests yet", () => {
  const pinned = { onboarding: { ...configuration.onboarding, sha256: "5".repeat(64) } };
  const steps = planRule(rules[0]!, pinned).fixes.flatMap((branch) => branch.steps.map(({ kind }) => kind));
  assert.equal(steps, ["advise"]);
});

powerShellTest("the scripts mean the same on devices that make a difference", async () => {
  const settings = (["FullLanguage", "ConstrainedLanguage"] as const).map((languageMode) => {
    return { languageMode, culture: "fr" } as const;
  });
  const program = { rules, applications: [], configuration, version: "0.0.0" };
  const proofs = await proveDevices(program, (rule) => devicesThatMatter(rule, 0), settings);
  assert.ok(devicesThatMatter(planned, 0).length > 20);
  assert.equal(
    proofs.flatMap(({ violations }) => violations.map(({ law, message, device }) => [law, message, device])),
    [],
  );
});

test.run();
