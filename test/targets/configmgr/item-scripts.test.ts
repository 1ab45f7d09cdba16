import { test } from "uvu";
import * as assert from "uvu/assert";
import { type RunResult, runJobs, type ScriptRun } from "../../../src/engine/engine.ts";
import { describeDevice } from "../../../src/simulate/describe-device.ts";
import { filesOf, fileText, sampleRule } from "./sample-rules.ts";
import { powerShellTest } from "../../power-shell.ts";

const rule = sampleRule("start-type");
const files = filesOf([rule]);
const script = (name: string) => fileText(files, `items/start-type/${name}.ps1`);
/** Runs scripts one after the other on the device of a scenario. */
async function run(scenario: number, ...runs: readonly ScriptRun[]): Promise<readonly RunResult[]> {
  const [results] = await runJobs([{ device: describeDevice(rule.scenarios[scenario]!), runs }]);
  return results!;
}

for (const name of ["Discover", "Remediate", "Undo"]) {
  test(`${name}.ps1 declares no parameters: Run Scripts takes no script that does`, () => {
    assert.not.match(script(name).split("# ----")[0]!, /param\((?!\))/);
  });
}

for (const languageMode of ["FullLanguage", "ConstrainedLanguage"] as const) {
  powerShellTest(`the value that the client hands over leads to no error (${languageMode})`, async () => {
    // As the client calls it: the discovered value is an argument.
    const text = `& {\n${script("Remediate")}\n} NonCompliant`;
    const [remediate, discover, undo, again] = await run(
      0,
      { script: { text }, languageMode },
      { script: { text: script("Discover") }, languageMode },
      { script: { text: script("Undo") }, languageMode },
      { script: { text: script("Discover") }, languageMode },
    );
    assert.equal([remediate!.exitCode, remediate!.stderr], [0, []]);
    assert.match(remediate!.stdout.join("\n"), /^mderules start-type FIXED /);
    assert.equal([discover!.stdout, discover!.exitCode], [["Compliant"], 0]);
    assert.match(undo!.stdout.join("\n"), /^mderules start-type UNDONE /);
    assert.equal(again!.stdout, ["NonCompliant"]);
  });
}

powerShellTest("-WhatIf is heard although no parameter is declared, and changes nothing", async () => {
  for (const parameter of ["WhatIf", "wi"]) {
    const [remediate] = await run(0, {
      script: { text: script("Remediate") },
      parameters: { [parameter]: true },
    });
    assert.match(
      remediate!.stdout.join("\n"),
      /^mderules start-type WHAT-IF .*Would set service DiagTrack start/,
    );
    assert.equal(remediate!.writes, []);
  }
});

powerShellTest("what cannot be read fails the discovery with its reason, and is never repaired", async () => {
  const [discover, remediate] = await run(
    1,
    { script: { text: script("Discover") } },
    { script: { text: script("Remediate") } },
  );
  assert.equal([discover!.stdout, discover!.exitCode], [[], 1]);
  assert.match(
    discover!.stderr.join(" "),
    /mderules start-type UNKNOWN service DiagTrack start cannot be read/,
  );
  assert.match(remediate!.stdout.join("\n"), /^mderules start-type UNKNOWN /);
  assert.equal(remediate!.writes, []);
});

powerShellTest(
  "in a 32-bit host the script starts again in the 64-bit one, and its word arrives",
  async () => {
    const [discover] = await run(0, { script: { text: script("Discover") }, host: 32 });
    assert.equal([discover!.stdout, discover!.exitCode], [["NonCompliant"], 0]);
  },
);

test.run();
