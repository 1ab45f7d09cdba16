import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compile } from "../../src/compile.ts";
import { parse } from "../../src/syntax/parse.ts";
import { planRule } from "../../src/targets/plan.ts";
import type { Source } from "../../src/text/source.ts";
import { runIn } from "../commands/run-in.ts";
import { matchesGolden } from "../golden.ts";
import { readFiles, temporaryFolder, writeFiles } from "../temporary-folder.ts";
import { showStage } from "./show-stage.ts";

// One small input through every stage of the compiler; where a change goes in and what comes of it can be read here.

const source: Source = {
  path: "rules/sample.mderule",
  text: readFileSync("test/stages/sample.mderule", "utf8"),
};
const ledger = {
  document: "handbook",
  units: [{ unit: "sensor-runs" }, { unit: "sensor-start" }],
};
const compiled = compile({ sources: [source], ledgers: [ledger] });

const stage = (name: string, value: unknown): void =>
  matchesGolden(`test/stages/golden/${name}`, typeof value === "string" ? value : showStage(value));

test("the input is right", () => {
  assert.equal(compiled.diagnostics, []);
});

test("syntax tree", () => {
  stage("1-tree.json", parse(source).value.blocks);
});

test("model", () => {
  stage("2-model.json", compiled.value);
});

test("plan: what the model says, but for what the site does not configure", () => {
  const [rule] = compiled.value.rules;
  stage("3-plan.json", { fixes: planRule(rule!, {}).fixes });
  const path = "C:\\Onboard.cmd";
  const planned = planRule(rule!, { onboarding: { path } });
  const withPath = rule!.fixes.map((branch) => ({
    ...branch,
    steps: branch.steps.map((step) => (step.kind === "run" ? { ...step, path } : step)),
  }));
  assert.equal(planned, { ...rule!, fixes: withPath });
});

test("output", async () => {
  const folder = temporaryFolder();
  writeFiles(folder, {
    [source.path]: source.text,
    "rules/documents/handbook.json": JSON.stringify(ledger),
  });
  const { stderr } = await runIn(folder, ["build"]);
  assert.is(stderr, "");
  const files = readFiles(join(folder, "out"));
  for (const name of ["Detect", "Remediate", "Undo"]) {
    const path = `intune/sensor-runs/${name}.ps1`;
    stage(`4-output/${path}`, files[path]!);
  }
  // The import script of an application is golden in test/targets/configmgr.
  const application = readFileSync(join(folder, "out/configmgr/start-sensor/Application.xml"), "utf16le");
  stage("4-output/configmgr/start-sensor/Application.xml", application.replace(/^\uFEFF/, ""));
  const readme = "configmgr/start-sensor/README.md";
  stage(`4-output/${readme}`, files[readme]!);
  // Digests say nothing to a reader, and every change changes some.
  stage("4-output/manifest.json", JSON.parse(files["manifest.json"]!.replace(/"[0-9a-f]{64}"/g, '"..."')));
});

test.run();
