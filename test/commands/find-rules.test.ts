import { symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { findRules } from "../../src/commands/find-rules.ts";
import { temporaryFolder, writeFiles } from "../temporary-folder.ts";

const namesOf = (paths: string[], cwd: string): string[] =>
  findRules(paths, cwd).files.map(({ name }) => name);

test("finds rules in all folders, sorted by code unit, and leaves out hidden folders and packages", () => {
  const folder = temporaryFolder();
  const files = ["b", "B", "a/z", "a-1", "é", ".git/x", "node_modules/m/rules/x", "c.mderule/inner"];
  writeFiles(folder, Object.fromEntries(files.map((name) => [`rules/${name}.mderule`, ""])));
  writeFiles(folder, { "rules/notes.txt": "", "rules/d.MDERULE": "" });
  assert.equal(namesOf(["rules"], folder), [
    "rules/B.mderule",
    "rules/a-1.mderule",
    "rules/a/z.mderule",
    "rules/b.mderule",
    "rules/c.mderule/inner.mderule",
    "rules/d.MDERULE",
    "rules/é.mderule",
  ]);
});

test("paths keep their order, and a file that is named twice counts once", () => {
  const folder = temporaryFolder();
  writeFiles(folder, { "x/a.mderule": "", "x/b.mderule": "", "y/c.mderule": "" });
  assert.equal(namesOf(["y", "x/b.mderule", "x", "./y/c.mderule"], folder), [
    "y/c.mderule",
    "x/b.mderule",
    "x/a.mderule",
  ]);
});

test("folders of one name are told apart by the folder above", () => {
  const folder = temporaryFolder();
  writeFiles(folder, { "one/rules/a.mderule": "", "two/rules/a.mderule": "" });
  assert.equal(namesOf(["one/rules", "two/rules"], folder), ["one/rules/a.mderule", "two/rules/a.mderule"]);
});

test("around a single file are those of its rulebook, or of its folder alone", () => {
  const folder = temporaryFolder();
  const othersOf = (path: string): string[] =>
    findRules([path], folder).others.map(({ path }) => relative(folder, path).replaceAll("\\", "/"));
  writeFiles(folder, {
    "rules/a.mderule": "",
    "rules/deep/b.mderule": "",
    "own/documents/x.json": "{}",
    "own/c.mderule": "",
    "own/deep/d.mderule": "",
    "loose/e.mderule": "",
    "loose/f.mderule": "",
    "loose/deep/g.mderule": "",
  });
  assert.equal(othersOf("rules/deep/b.mderule"), ["rules/a.mderule"]);
  assert.equal(othersOf("own/deep/d.mderule"), ["own/c.mderule"]);
  assert.equal(othersOf("loose/e.mderule"), ["loose/f.mderule"]);
  assert.equal(othersOf("rules"), []);
  assert.equal(namesOf(["rules/deep/b.mderule"], folder), ["rules/deep/b.mderule"]);
});

test("a link to a file counts as the file, a link in a circle is a problem", () => {
  const folder = temporaryFolder();
  writeFiles(folder, { "elsewhere.txt": "", "rules/a.mderule": "" });
  symlinkSync(join(folder, "elsewhere.txt"), join(folder, "rules/b.mderule"));
  assert.equal(namesOf(["rules"], folder), ["rules/a.mderule", "rules/b.mderule"]);
  symlinkSync(join(folder, "circle"), join(folder, "circle"));
  assert.equal(findRules(["circle"], folder).problems, [
    { kind: "unreadable", path: join(folder, "circle"), reason: "its links lead in a circle" },
  ]);
});

test("without paths: ./rules, or else the shipped rulebook", () => {
  const folder = temporaryFolder();
  assert.ok(namesOf([], folder).length > 5);
  writeFiles(folder, { "rules/own.mderule": "" });
  assert.equal(namesOf([], folder), ["rules/own.mderule"]);
});

test.run();
