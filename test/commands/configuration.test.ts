import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { readConfiguration } from "../../src/commands/read-configuration.ts";
import { renderText } from "../../src/diagnostics/render-text.ts";
import { matchesGolden } from "../golden.ts";
import { project, ruleText, runIn } from "./run-in.ts";

const wrong: Readonly<Record<string, string>> = {
  "a list": "[]",
  "nothing but null": "null",
  "no JSON": '{\n  "onboarding": {\n    "path": "C:\\\\x.cmd",\n  }\n}',
  "cut off": '{ "onboarding": ',
  "a comment": "// mine\n{}",
  "unknown names": '{\n  "onbording": {},\n  "offboarding": { "path": "C:\\\\x.cmd", "Path": "" }\n}',
  "a missing path": '{ "onboarding": {} }',
  "wrong types": '{ "onboarding": "C:\\\\x.cmd", "offboarding": { "path": 5 } }',
  "a relative path": '{ "onboarding": { "path": "scripts\\\\x.cmd" } }',
  "an executable": '{ "onboarding": { "path": "C:\\\\x.exe" } }',
  "a path with a variable": '{ "onboarding": { "path": "C:\\\\%TEMP%\\\\x.cmd" } }',
  "a path with a quote": '{ "onboarding": { "path": "C:\\\\a\\" & calc & \\".cmd" } }',
  "wrong choices of rules":
    '{ "bundle": [{ "name": "My bundle", "chapter": [] }, { "severities": ["fatal"], "title": "" }], "compliance": { "rules": "all" } }',
  "no list of bundles": '{ "bundle": { "name": "all" }, "compliance": [] }',
  "a path that is too long": `{ "onboarding": { "path": "C:\\\\${"x".repeat(250)}.cmd" } }`,
};

test("everything that can be wrong with a configuration has a place and a remedy", () => {
  const text = Object.entries(wrong).map(([name, text]) => {
    const { diagnostics } = readConfiguration({ path: "mderules.config.json", text });
    assert.ok(diagnostics.length > 0, name);
    return `==== ${name} ====\n${diagnostics.map((diagnostic) => renderText(diagnostic)).join("\n")}`;
  });
  matchesGolden("test/commands/golden/configuration.txt", text.join("\n"));
});

test("right configurations are right, and the published schema says the same", () => {
  const schema = JSON.parse(readFileSync("schemas/mderules.config.schema.json", "utf8")) as object;
  const validate = new Ajv2020().compile(schema);
  for (const value of [
    {},
    { $schema: "./node_modules/mderules/schemas/mderules.config.schema.json" },
    { onboarding: { path: "C:\\Program Files\\Site\\Onboard.cmd" } },
    { bundle: [{ name: "sensor", title: "All", chapters: ["a"], severities: ["error"], rules: ["b"] }] },
    { compliance: { severities: ["error", "warning"] } },
    { onboarding: { path: "\\\\server\\share$\\été\\Onboard.PS1" }, offboarding: { path: "D:\\off.bat" } },
  ]) {
    assert.equal(readConfiguration({ path: "x", text: JSON.stringify(value) }), { value, diagnostics: [] });
    assert.ok(validate(value));
  }
});

test("a choice of rules names rules and chapters that there are, and bundles have names of their own", async () => {
  const folder = project({
    "mderules.config.json": `{ "bundle": [
  { "name": "one", "rules": ["rule-a", "rule-x"] },
  { "name": "one", "chapters": ["a", "bb"] },
  { "name": "none", "chapters": ["a"], "severities": ["error"] }
], "compliance": { "rules": ["rule-bb"] } }`,
  });
  const { exitCode, stderr } = await runIn(folder, ["build"]);
  assert.is(exitCode, 2);
  matchesGolden("test/commands/golden/choices.txt", stderr);
});

test("names of bundles are names of folders, and none is that of another one's part", async () => {
  const names = ["nul", "con", "com1", "a", "a-part-1", "a-part", "b-part-2", "console"];
  const bundle = names.map((name) => ({ name, rules: ["rule-a"] }));
  const folder = project({ "mderules.config.json": JSON.stringify({ bundle }) });
  const { exitCode, stderr } = await runIn(folder, ["build"]);
  assert.is(exitCode, 2);
  const named = [...stderr.matchAll(/MDR4001: `bundle\.(\d+)\.name` (cannot be|is what)/g)];
  assert.equal(
    named.map(([, index, problem]) => `${names[Number(index)]} ${problem}`),
    ["nul cannot be", "con cannot be", "com1 cannot be", "a-part-1 is what"],
  );
  for (const wrong of ["A", "a.", "a b", "..", "\u0130"]) {
    const text = JSON.stringify({ bundle: [{ name: wrong, rules: ["rule-a"] }] });
    const { diagnostics } = readConfiguration({ path: "mderules.config.json", text });
    assert.is(diagnostics.length, 1, wrong);
  }
});

test("the build uses the configuration of the working folder or the one that is named", async () => {
  const folder = project({ "mderules.config.json": "{", "other.json": "{}" });
  const { exitCode, stderr } = await runIn(folder, ["build"]);
  assert.is(exitCode, 2);
  assert.match(stderr, /^mderules\.config\.json:1:2: error MDR4001: /);
  assert.is((await runIn(folder, ["build", "--config", "other.json"])).exitCode, 0);
  const missing = await runIn(folder, ["build", "--config", "missing.json"]);
  assert.is(missing.exitCode, 2);
  assert.match(missing.stderr, /^missing\.json: error MDR1001: /);
});

test("one file of a project can be checked alone", async () => {
  const folder = project({
    "rules/one.mderule": `document handbook\n\n${ruleText("one")}`,
    "rules/two.mderule": `document handbook\n\n${ruleText("two")}`,
    "mderules.config.json": '{ "bundle": [{ "name": "b", "chapters": ["one"] }] }',
  });
  assert.is((await runIn(folder, ["check", "rules/two.mderule"])).exitCode, 0);
  assert.is((await runIn(folder, ["check", "rules"])).exitCode, 0);
  assert.is((await runIn(folder, ["build", "rules/two.mderule"])).exitCode, 2);
});

test.run();
