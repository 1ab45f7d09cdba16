import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { temporaryFolder, writeFiles } from "../temporary-folder.ts";
import { runIn } from "./run-in.ts";

test("a new project checks without a warning, is formatted, passes its scenarios and builds", async () => {
  const folder = temporaryFolder();
  assert.is((await runIn(folder, ["init", "own rules"])).exitCode, 0);
  const project = join(folder, "own rules");
  for (const commandLine of [
    ["check", "--max-warnings", "0"],
    ["fmt", "--check"],
    ["test"],
    ["test", "--mutate"],
    ["build"],
  ]) {
    const { exitCode, stderr } = await runIn(project, commandLine);
    assert.equal([commandLine, exitCode, stderr], [commandLine, 0, ""]);
  }
  for (const name of ["mderules.config.json", ".vscode/settings.json"])
    assert.type(JSON.parse(readFileSync(join(project, name), "utf8")), "object");
  assert.match(
    readFileSync(join(project, ".github/workflows/rules.yml"), "utf8"),
    "npx mderules check --format github",
  );
});

test("nothing that is there is overwritten, and then nothing is written", async () => {
  const folder = temporaryFolder();
  writeFiles(folder, { ".gitignore": "own" });
  const { exitCode, stderr } = await runIn(folder, ["init"]);
  assert.is(exitCode, 2);
  assert.match(stderr, /^ {2}\.gitignore +is there$/m);
  assert.not.ok(existsSync(join(folder, "rules")));
  assert.is(readFileSync(join(folder, ".gitignore"), "utf8"), "own");
});

test("a new rule compiles whatever its title holds", async () => {
  const folder = temporaryFolder();
  await runIn(folder, ["init"]);
  for (const [name, title] of [
    ["plain", undefined],
    ["hostile", `It's "odd" {{x}} $(throw) \u2019 <b> // no comment`],
  ] as const) {
    const more = title === undefined ? [] : ["--title", title];
    const { exitCode, stderr } = await runIn(folder, ["new", "rule", name, ...more]);
    assert.equal([name, exitCode, stderr], [name, 0, ""]);
  }
  const checked = await runIn(folder, ["check", "--max-warnings", "0"]);
  assert.equal([checked.exitCode, checked.stderr], [0, ""]);
  assert.is((await runIn(folder, ["test"])).exitCode, 0);
  assert.match(readFileSync(join(folder, "rules/plain.mderule"), "utf8"), 'title    "Plain"');
});

test("what cannot be a rule is said", async () => {
  const folder = temporaryFolder();
  for (const [commandLine, problem] of [
    [["new", "rule", "Print Spooler"], "`Print Spooler` cannot be the name of a rule"],
    [["new", "rule", "con"], "`con` cannot be the name of a rule"],
    [["new", "rule", "x", "--title", "a\nb"], "the rule cannot be written like this"],
    [["new", "rule", "x", "--file", "x.txt"], "`x.txt` is no name of a rule file"],
    [["new", "device", "x"], "device"],
  ] as const) {
    const { exitCode, stderr } = await runIn(folder, commandLine);
    assert.is(exitCode, 2);
    assert.match(stderr, problem);
  }
  await runIn(folder, ["new", "rule", "twice"]);
  const twice = await runIn(folder, ["new", "rule", "twice"]);
  assert.is(twice.exitCode, 2);
  assert.match(twice.stderr, "rules/twice.mderule");
});

test.run();
