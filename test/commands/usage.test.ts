import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { plainBuildOptions } from "../../src/commands/build-options.ts";
import { readFiles } from "../temporary-folder.ts";
import { project, runIn } from "./run-in.ts";

test("wrong usage is explained, ends with 2, and runs nothing", async () => {
  for (const [line, problem] of [
    ["", /^error: name a command: build/],
    ["bild", "there is no command `bild`; did you mean `build`?"],
    ["frobnicate", /^error: there is no command `frobnicate`; there is `build`/],
    ["--verison", "mderules has no option `--verison`; did you mean `--version`?"],
    ["build --forse", "`build` has no option `--forse`; did you mean `--force`?"],
    ["build -x", "`build` has no option `-x`"],
    ["build --out-dir", "--out-dir needs a value"],
    ["build --out-dir=", "--out-dir needs a value"],
    ["build --out-dir a --out-dir b", "--out-dir is given more than once"],
    ["build --config", "--config needs a value"],
    ["build --target intne", "there is no target `intne`; did you mean `intune`?"],
    ["build --target sccm", /^error: there is no target `sccm`; there is `intune`/],
    ["check --out-dir x", "`check` has no option `--out-dir`"],
  ] as const) {
    const folder = project();
    const before = readFiles(folder);
    const { exitCode, stdout, stderr } = await runIn(folder, line === "" ? [] : line.split(" "));
    if (typeof problem === "string") assert.is(stderr.split("\n")[0], `error: ${problem}`, line);
    else assert.match(stderr, problem);
    assert.is(stdout, "");
    assert.is(exitCode, 2);
    assert.equal(readFiles(folder), before, "nothing is written");
  }
});

test("help and version", async () => {
  const folder = project();
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  assert.equal(await runIn(folder, ["--version"]), { exitCode: 0, stdout: `${version}\n`, stderr: "" });
  for (const line of [["--help"], ["-h"], ["build", "--help"], ["check", "--help"]]) {
    const { exitCode, stdout } = await runIn(folder, line);
    assert.is(exitCode, 0);
    assert.match(stdout, /^mderules /);
  }
});

test("check prints a SARIF log, alone", async () => {
  const folder = project({ "rules/c.mderule": "rule" });
  const { exitCode, stdout, stderr } = await runIn(folder, ["check", "--sarif"]);
  assert.is(exitCode, 1);
  assert.is(stderr, "");
  const log = JSON.parse(stdout) as { runs: { results: { ruleId: string }[] }[] };
  assert.is(log.runs[0]!.results[0]!.ruleId, "MDR1010");
  assert.is((await runIn(folder, ["check", "--sarif", "--json"])).exitCode, 2);
});

test("options that yargs reads mean the same where the launcher reads them itself", async () => {
  for (const line of [
    "build",
    "build rules",
    "build --out-dir=x rules/a.mderule",
    "build --quiet --force --out-dir x",
  ]) {
    const plain = line.split(" ");
    assert.ok(plainBuildOptions(plain), line);
    const [one, other] = [project(), project()];
    const first = await runIn(one, plain);
    // An option that only yargs reads.
    const second = await runIn(other, [...plain, "--no-json"]);
    assert.is(plainBuildOptions([...plain, "--no-json"]), undefined);
    assert.equal(second, first);
    assert.equal(readFiles(other), readFiles(one));
  }
});

test("the launcher leaves everything unusual to yargs", () => {
  for (const line of [
    "check",
    "--help",
    "build --help",
    "build -h",
    "build --target intune",
    "build --out-dir",
    "build --out-dir --force",
    "build --out-dir a --out-dir b",
    "build --out-dir 'a",
    "build --force=true",
    "build --force false",
    "build -- x",
    "build -x",
  ]) {
    assert.is(plainBuildOptions(line.split(" ")), undefined, line);
  }
});

test("one target alone, and paths after its name", async () => {
  const folder = project();
  const foldersAfter = async (...commandLine: string[]): Promise<string[]> => {
    assert.is((await runIn(folder, commandLine)).exitCode, 0);
    return [
      ...new Set(Object.keys(readFiles(join(folder, "out"))).map((path) => path.split("/")[0]!)),
    ].sort();
  };
  assert.equal(await foldersAfter("build", "--target", "intune", "rules"), [
    "intune",
    "library.ps1",
    "manifest.json",
  ]);
  const both = await foldersAfter("build", "--target", "intune", "--target", "configmgr", "--", "rules");
  assert.ok(both.includes("intune"));
});

test.run();
