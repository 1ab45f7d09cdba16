import { execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { project } from "./commands/run-in.ts";
import { readFiles, temporaryFolder, writeFiles } from "./temporary-folder.ts";

// The program as it is installed, run as a process of its own.
const launcher = resolve("dist/launcher.cjs");
const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

/** Not the one of whoever runs the tests. */
const cache = temporaryFolder();

function mderules(
  cwd: string,
  commandLine: readonly string[],
  environment: Record<string, string> = {},
): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...commandLine], {
    cwd,
    env: { PATH: process.env["PATH"], XDG_CACHE_HOME: cache, ...environment },
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test.before(() => {
  execFileSync(process.execPath, ["scripts/build.mjs"], { stdio: "inherit" });
});

test("says its version", () => {
  assert.equal(mderules(".", ["--version"]), { status: 0, stdout: `${version}\n`, stderr: "" });
});

test("builds, notices that nothing has changed, and explains what is wrong", () => {
  const folder = project();
  const [, count] =
    /^2 rules, (\d+) files in out: \1 written \(\d+\.\d\d s\)\n$/.exec(mderules(folder, ["build"]).stdout) ??
    [];
  assert.ok(count);
  assert.match(
    mderules(folder, ["build"]).stdout,
    new RegExp(`^2 rules, ${count} files in out: nothing has changed `),
  );
  const json = JSON.parse(mderules(folder, ["build", "--json"]).stdout) as Record<string, unknown>;
  assert.equal(
    { ...json, milliseconds: 0 },
    {
      mderules: version,
      exitCode: 0,
      outDir: "out",
      rules: 2,
      files: Number(count),
      written: [],
      removed: [],
      unchanged: Number(count),
      milliseconds: 0,
      diagnostics: [],
    },
  );
  assert.equal(mderules(folder, ["build", "--quiet"]), { status: 0, stdout: "", stderr: "" });
  writeFiles(folder, { "rules/c.mderule": "rule" });
  const { status, stdout, stderr } = mderules(folder, ["build"]);
  assert.is(status, 1);
  assert.is(stdout, "");
  assert.match(stderr, /^rules\/c\.mderule:1:5: error MDR1010: /);
  assert.is(mderules(folder, ["bild"]).status, 2);
  assert.is(mderules(folder, ["build", "nowhere"]).status, 2);
  assert.match(mderules(folder, ["--help"]).stdout, /^mderules <command>\n/);
});

test("the same bytes in another time zone, another language and another copy of the rules", () => {
  const folder = project();
  assert.is(mderules(folder, ["build"], { TZ: "UTC", LANG: "C" }).status, 0);
  const expected = readFiles(join(folder, "out"));
  for (const environment of [
    { TZ: "Pacific/Kiritimati", LANG: "fr_FR.UTF-8", LC_ALL: "fr_FR.UTF-8" },
    { TZ: "America/St_Johns", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", NO_COLOR: "1", FORCE_COLOR: "3" },
  ]) {
    const copy = temporaryFolder();
    cpSync(join(folder, "rules"), join(copy, "rules"), { recursive: true });
    assert.is(mderules(copy, ["build"], environment).status, 0);
    assert.equal(readFiles(join(copy, "out")), expected);
  }
});

test("the whole rulebook is the same bytes twice, and none of them names this machine", () => {
  const [one, other] = [temporaryFolder(), temporaryFolder()];
  assert.is(mderules(one, ["build", resolve("rules")], { TZ: "Asia/Kolkata" }).status, 0);
  assert.is(mderules(other, ["build"]).status, 0);
  const files = readFiles(join(one, "out"));
  assert.equal(readFiles(join(other, "out")), files);
  for (const [path, text] of Object.entries(files)) {
    assert.not(text.includes(resolve(".")), path);
    assert.not(text.includes(one), path);
  }
});

test("works from an installed copy: dist, rules and package.json are all it needs", () => {
  const installed = join(temporaryFolder(), "node_modules/mderules");
  for (const part of ["dist", "rules", "package.json"])
    cpSync(part, join(installed, part), { recursive: true });
  const cwd = temporaryFolder();
  const run = (...commandLine: string[]): string =>
    execFileSync(process.execPath, [join(installed, "dist/launcher.cjs"), ...commandLine], {
      cwd,
      encoding: "utf8",
    });
  assert.match(run("build"), / written /);
  assert.match(run("build"), /nothing has changed/);
  assert.match(run("check"), /are right\n$/);
  assert.match(run("--help"), /^mderules <command>\n/);
  assert.match(run("explain", "script-event-5"), "script-event-5 \u00b7 error");
  const rule = `document troubleshoot-onboarding\n\nrule a {\n  title "T"\n  covers diagtrack-running\n  severity warning\n  check service Sense state is running\n  fix powershell "if $x {}"\n}\n`;
  writeFiles(cwd, { "own/a.mderule": rule });
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(installed, "dist/launcher.cjs"), "check", "own"],
    { cwd, encoding: "utf8" },
  );
  assert.is(status, 1);
  assert.match(stderr, /^own\/a\.mderule:8:19: error MDR3041: .*parentheses/);
  rmSync(join(cwd, "own"), { recursive: true });
  writeFiles(cwd, { "a.mderule": "document   d\n" });
  assert.is(run("fmt"), "a.mderule\n1 file: 1 formatted\n");
  rmSync(join(cwd, "out"), { recursive: true });
});

test("fmt reads standard input, and Prettier loads the plugin by its name", () => {
  const format = (...commandLine: string[]): string =>
    execFileSync(process.execPath, commandLine, { input: "document   d\n", encoding: "utf8" });
  assert.is(format(launcher, "fmt", "--stdin-filepath", "a.mderule"), "document d\n");
  const prettier = "node_modules/prettier/bin/prettier.cjs";
  const plugin = ["--plugin", "mderules/prettier-plugin"];
  assert.is(format(prettier, ...plugin, "--stdin-filepath", "a.mderule"), "document d\n");
});

test("--watch runs again after each change, by editors that replace the file too", async () => {
  const folder = project();
  const file = join(folder, "rules/a.mderule");
  const text = readFileSync(file, "utf8");
  const child = spawn(process.execPath, [launcher, "test", "--watch"], { cwd: folder });
  let output = "";
  const until = async (part: RegExp): Promise<void> => {
    for (let waited = 0; !part.test(output); waited += 50) {
      assert.ok(waited < 20_000, `waits for ${String(part)}:\n${output}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    output = "";
  };
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  child.stderr.on("data", (chunk) => (output += String(chunk)));
  try {
    await until(/waiting for changes/);
    for (const name of ["first", "second", "third"]) {
      const scenario = `  scenario "${name}" {\n    given service DiagTrack start automatic\n    expect healthy\n  }\n}\n`;
      writeFiles(folder, { "rules/a.mderule.new": text.replace(/\}\n$/, scenario) });
      renameSync(`${file}.new`, file);
      await until(new RegExp(`ok +${name}`));
    }
    writeFiles(folder, { "rules/a.mderule": "rule" });
    await until(/rules\/a\.mderule:1:5: error/);
  } finally {
    child.kill();
  }
});

const shell = (script: string, cwd: string): { status: number | null; stderr: string } =>
  spawnSync("sh", ["-c", script.replaceAll("mderules", `"${process.execPath}" "${launcher}"`)], {
    cwd,
    env: { PATH: process.env["PATH"], XDG_CACHE_HOME: cache },
    encoding: "utf8",
    timeout: 60_000,
  });

test("what cannot be printed is a failure, whatever the rules are", () => {
  if (!existsSync("/dev/full")) return;
  const folder = project({
    "mderules.config.json": JSON.stringify({ diagnostics: { MDR6001: "off", MDR6008: "off" } }),
  });
  const full = { status: 2, stderr: "error: standard output cannot be written: the disk is full\n" };
  const commandLines = ["check", "check --json", "build", "build", "list", "--version", "--help"];
  for (const commandLine of commandLines) {
    const { status, stderr } = shell(`mderules ${commandLine} > /dev/full`, folder);
    assert.equal({ status, stderr }, full, commandLine);
  }
  assert.is(shell("mderules build --quiet > /dev/full", folder).status, 0);
  assert.is(shell("mderules bild 2> /dev/full", folder).status, 2);
});

test("a working folder that was deleted, and standard input without an end", () => {
  if (process.platform === "win32") return;
  const folder = temporaryFolder();
  const deleted = shell("mkdir gone && cd gone && rmdir ../gone && mderules check", folder);
  assert.is(deleted.status, 2);
  assert.is(
    deleted.stderr,
    "error: the working folder cannot be used: it does not exist\nhelp: change to a folder that is there\n",
  );
  for (const commandLine of ["explain --stdin", "fmt --stdin-filepath a.mderule"]) {
    const { status, stderr } = shell(`mderules ${commandLine} < /dev/zero`, folder);
    assert.is(status, 2, commandLine);
    assert.match(
      stderr,
      /^error: standard input cannot be read: it is too large: \d+ bytes, more than 64000000\n$/,
    );
  }
});

test("an output folder where no folder can be", () => {
  if (!existsSync("/proc/self")) return;
  const folder = project({ file: "" });
  const long = `${"x".repeat(300)}/out`;
  const places: readonly (readonly [outDir: string, reason: string, place?: string])[] = [
    ["/proc/x", "no folder can be made there"],
    ["/proc/x/y/out", "no folder can be made there", "/proc/x"],
    ["/dev/null", "something else is in its place"],
    ["/dev/null/out", "a part of its path is not a folder"],
    ["file/out", "a part of its path is not a folder"],
    [long, "its path is too long"],
  ];
  for (const [outDir, reason, place = outDir] of places) {
    const { status, stderr } = shell(`mderules build --out-dir ${outDir}`, folder);
    assert.is(status, 2, outDir);
    assert.is(stderr, `error: ${place} cannot be written: ${reason}; ${outDir} is as it was\n`);
  }
  // A place for what is remembered that cannot be one hinders nothing.
  assert.is(shell("XDG_CACHE_HOME=/proc/x mderules build", folder).status, 0);
  assert.is(shell("sleep 4; XDG_CACHE_HOME=/proc/x mderules build", folder).status, 0);
});

test("a reader that closes the pipe gets no stack trace", () => {
  const folder = project({ "rules/c.mderule": "rule x\n".repeat(20_000) });
  const { stderr } = spawnSync("sh", ["-c", `"${process.execPath}" "${launcher}" check 2>&1 | head -n 1`], {
    cwd: folder,
    encoding: "utf8",
  });
  assert.is(stderr, "");
});

test("the launcher is small: it loads before anything else does", () => {
  assert.ok(statSync(launcher).size < 16_000, `${statSync(launcher).size} bytes`);
});

test.run();
