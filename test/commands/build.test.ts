import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { readFiles, writeFiles } from "../temporary-folder.ts";
import { project, ruleText, runIn } from "./run-in.ts";

const manifestSchema = new Ajv2020().compile(
  JSON.parse(readFileSync("schemas/manifest.schema.json", "utf8")) as object,
);

interface ManifestShape {
  input: string;
  files: { path: string }[];
  rules: { id: string; source: string; reads: string[]; writes: string[]; sha256: string }[];
}

function manifestOf(folder: string): ManifestShape {
  return JSON.parse(readFileSync(join(folder, "out/manifest.json"), "utf8")) as ManifestShape;
}

/** How many files the last build of the folder wrote or left; targets decide how many that is. */
function countOf(folder: string): number {
  return manifestOf(folder).files.length;
}

test("builds ./rules into ./out and says so in one line", async () => {
  const folder = project();
  const { exitCode, stdout, stderr } = await runIn(folder, ["build"]);
  assert.is(stderr, "");
  assert.is(exitCode, 0);
  const count = countOf(folder);
  assert.is(stdout, `2 rules, ${count} files in out: ${count} written (1.23 s)\n`);
  const files = Object.keys(readFiles(join(folder, "out")));
  assert.is(files.length, count + 1);
  for (const rule of ["rule-a", "rule-b"]) {
    for (const script of ["Detect", "Remediate", "Undo"]) {
      assert.ok(files.includes(`intune/${rule}/${script}.ps1`));
    }
  }
});

test("the manifest follows its schema, is sorted, and knows sources and effects", async () => {
  const folder = project();
  await runIn(folder, ["build"]);
  const manifest = manifestOf(folder);
  assert.ok(manifestSchema(manifest), JSON.stringify(manifestSchema.errors));
  assert.equal(
    manifest.files.map(({ path }) => path),
    manifest.files.map(({ path }) => path).sort(),
  );
  const digests = manifest.rules.map(({ sha256 }) => sha256);
  assert.is(new Set(digests).size, 2);
  assert.equal(
    manifest.rules.map(({ sha256: _, ...rule }) => rule),
    [
      {
        id: "rule-a",
        title: "The service starts automatically",
        severity: "warning",
        source: "rules/a.mderule:3",
        covers: ["unit-a"],
        reads: ["service DiagTrack start"],
        writes: ["service DiagTrack start"],
        repairs: "always: Made up for a test.",
        means: [
          "Check: service DiagTrack start is automatic",
          "Repairs when: always: Made up for a test.",
          "Fix: set service DiagTrack start to automatic",
        ],
      },
      {
        id: "rule-b",
        title: "The service starts automatically",
        severity: "warning",
        source: "rules/deep/b.mderule:3",
        covers: ["unit-a"],
        reads: ["service DiagTrack start"],
        writes: ["service DiagTrack start"],
        repairs: "always: Made up for a test.",
        means: [
          "Check: service DiagTrack start is automatic",
          "Repairs when: always: Made up for a test.",
          "Fix: set service DiagTrack start to automatic",
        ],
      },
    ],
  );
});

test("the shipped rulebook builds, and its manifest follows the schema", async () => {
  const folder = project();
  rmSync(join(folder, "rules"), { recursive: true });
  const { exitCode, stderr } = await runIn(folder, ["build"]);
  assert.is(stderr, "");
  assert.is(exitCode, 0);
  assert.ok(manifestSchema(manifestOf(folder)), JSON.stringify(manifestSchema.errors));
});

test("a rule that a target cannot express is named in summary and manifest, again where nothing has changed", async () => {
  const text = ruleText("rule-s").replace(
    "  check",
    "  applies when windows product is domain-controller\n  check",
  );
  const folder = project({ "rules/s.mderule": `document handbook\n\n${text}` });
  for (let times = 0; times < 2; times += 1) {
    const { stdout } = await runIn(folder, ["build", "--target", "intune"]);
    assert.match(stdout, /\nintune leaves out 1 rule, manifest\.json says why: rule-s\n$/);
  }
  const manifest = manifestOf(folder);
  assert.ok(manifestSchema(manifest), JSON.stringify(manifestSchema.errors));
  const reason = "it applies to servers only, on which Intune runs no remediations";
  assert.equal(
    manifest.rules.map((rule) => (rule as { skipped?: unknown }).skipped),
    [undefined, undefined, [{ target: "intune", reason }]],
  );
});

test("says that nothing has changed, until something has", async () => {
  const folder = project();
  await runIn(folder, ["build"]);
  const count = countOf(folder);
  const unchanged = `2 rules, ${count} files in out: nothing has changed (1.23 s)\n`;
  const { stdout, exitCode } = await runIn(folder, ["build"]);
  assert.is(stdout, unchanged);
  assert.is(exitCode, 0);

  // The same text, another time of change: nothing to do.
  writeFileSync(join(folder, "rules/a.mderule"), readFileSync(join(folder, "rules/a.mderule")));
  assert.is((await runIn(folder, ["build"])).stdout, unchanged);

  // A change that no script shows is a change of the input only.
  writeFiles(folder, { "rules/a.mderule": `document handbook\n\n${ruleText("rule-a")}// a remark\n` });
  const input = manifestOf(folder).input;
  assert.is((await runIn(folder, ["build"])).stdout, unchanged);
  assert.is.not(manifestOf(folder).input, input);

  // Everything else that decides on the output counts too: the program, the targets, the configuration, the ledger.
  for (const change of [
    () => runIn(folder, ["build"], { program: "another" }),
    () => runIn(folder, ["build", "--target", "intune"]),
    () => {
      writeFiles(folder, { "mderules.config.json": '{ "onboarding": { "path": "C:\\\\x.cmd" } }' });
      return runIn(folder, ["build"]);
    },
  ]) {
    const before = manifestOf(folder).input;
    await change();
    assert.is.not(manifestOf(folder).input, before);
  }

  rmSync(join(folder, "out/intune/rule-a/Undo.ps1"));
  await runIn(folder, ["build"]);
  assert.ok(existsSync(join(folder, "out/intune/rule-a/Undo.ps1")));
});

test("a rule that is gone takes its files along", async () => {
  const folder = project();
  await runIn(folder, ["build"]);
  rmSync(join(folder, "rules/deep"), { recursive: true });
  const { stdout } = await runIn(folder, ["build"]);
  assert.match(stdout, /^1 rule, \d+ files in out: .*\d+ removed, \d+ unchanged \(1\.23 s\)\n$/);
  assert.not(existsSync(join(folder, "out/intune/rule-b")));
});

test("an edited file is named, kept, and overwritten only by force", async () => {
  const folder = project();
  await runIn(folder, ["build"]);
  const file = join(folder, "out/intune/rule-a/Detect.ps1");
  writeFileSync(file, "edited");
  const before = readFiles(join(folder, "out"));
  const { exitCode, stdout, stderr } = await runIn(folder, ["build"]);
  assert.is(exitCode, 2);
  assert.is(stdout, "");
  assert.is(
    stderr,
    [
      "error: nothing was written, because a file in out would be lost:",
      "  intune/rule-a/Detect.ps1  was edited since mderules wrote it",
      "help: keep it elsewhere, or let --force overwrite it",
      "",
    ].join("\n"),
  );
  assert.equal(readFiles(join(folder, "out")), before);
  const json = JSON.parse((await runIn(folder, ["build", "--json"])).stdout) as {
    problem: { files: unknown };
  };
  assert.equal(json.problem.files, [
    { path: "intune/rule-a/Detect.ps1", problem: "was edited since mderules wrote it" },
  ]);
  assert.is((await runIn(folder, ["build", "--force"])).exitCode, 0);
  assert.is.not(readFileSync(file, "utf8"), "edited");
});

test("rules with errors: all are shown, in order, and the old output stays", async () => {
  const folder = project();
  await runIn(folder, ["build"]);
  const before = readFiles(join(folder, "out"));
  writeFiles(folder, {
    "rules/a.mderule": `document handbook\n\n${ruleText("rule-a").replaceAll("automatic\n", "automtic\n")}`,
    "rules/deep/b.mderule": `document hndbook\n\n${ruleText("rule-b")}`,
  });
  const { exitCode, stdout, stderr } = await runIn(folder, ["build"]);
  assert.is(exitCode, 1);
  assert.is(stdout, "");
  const heads = stderr.split("\n").filter((line) => line.startsWith("rules/"));
  assert.ok(heads.length >= 3, stderr);
  assert.match(heads[0]!, /^rules\/a\.mderule:7:\d+: error MDR2003: /);
  assert.match(heads.at(-1)!, /^rules\/deep\/b\.mderule:1:10: error MDR2012: /);
  assert.match(stderr, /\n3 errors\n$/);
  assert.equal(readFiles(join(folder, "out")), before);
});

test("--json: one line on the output stream and nothing else, whatever happens", async () => {
  const folder = project();
  const read = async (...commandLine: string[]) => {
    const { stdout, stderr, exitCode } = await runIn(folder, [...commandLine, "--json"]);
    assert.is(stderr, "");
    assert.match(stdout, /^[^\n]+\n$/);
    const json = JSON.parse(stdout) as Record<string, unknown>;
    assert.is(json["exitCode"], exitCode);
    return json;
  };
  const first = await read("build");
  assert.equal(
    { ...first, written: [] },
    {
      mderules: (JSON.parse(readFileSync("package.json", "utf8")) as { version: string }).version,
      exitCode: 0,
      outDir: "out",
      rules: 2,
      files: countOf(folder),
      written: [],
      removed: [],
      unchanged: 0,
      milliseconds: 1234,
      diagnostics: [],
    },
  );
  assert.is((await read("build"))["unchanged"], countOf(folder));
  const checked = (await read("check"))["diagnostics"] as { code: string }[];
  assert.equal(
    checked.map(({ code }) => code),
    ["MDR6008", "MDR6001", "MDR6001"],
  );
  writeFiles(folder, { "rules/a.mderule": "rule" });
  const broken = await read("build");
  assert.is(broken["exitCode"], 1);
  assert.is((broken["diagnostics"] as { file: string }[])[0]!.file, "rules/a.mderule");
  assert.is((await read("check", "nowhere"))["exitCode"], 2);
});

test("--quiet says nothing unless something is wrong", async () => {
  const folder = project({
    "mderules.config.json": JSON.stringify({ diagnostics: { MDR6001: "off", MDR6008: "off" } }),
  });
  for (const command of ["build", "build", "check"]) {
    assert.equal(await runIn(folder, [command, "--quiet"]), { exitCode: 0, stdout: "", stderr: "" });
  }
  assert.is.not((await runIn(folder, ["check", "--quiet", "nowhere"])).stderr, "");
});

test("colours: on a terminal, and not with NO_COLOR", async () => {
  const folder = project({ "rules/a.mderule": "rule" });
  const coloured = async (isTerminal: boolean, environment: Record<string, string>): Promise<boolean> => {
    let text = "";
    const stderr = { write: (part: string) => void (text += part), isTerminal, columns: 80 };
    await runIn(folder, ["check"], { stderr, environment });
    return text.includes("\u001b");
  };
  assert.is(await coloured(true, {}), true);
  assert.is(await coloured(true, { NO_COLOR: "" }), true);
  assert.is(await coloured(true, { NO_COLOR: "1" }), false);
  assert.is(await coloured(true, { TERM: "dumb" }), false);
  assert.is(await coloured(false, {}), false);
});

test("what cannot be read is a file problem, and does not hide what can", async () => {
  const folder = project({
    "empty/readme.txt": "",
    "rules/c.mderule": Buffer.from("\ufeffrule", "utf16le"),
    "rules/d.mderule": Buffer.from([...Buffer.from("// caf"), 0xe9]),
    "rules/e.mderule": "rule",
  });
  symlinkSync(join(folder, "gone"), join(folder, "rules/f.mderule"));
  const { exitCode, stderr } = await runIn(folder, ["build", "rules", "empty", "nowhere"]);
  assert.is(exitCode, 2);
  const heads = stderr.split("\n").filter((line) => / MDR\d{4}: /.test(line));
  assert.equal(
    heads.map((line) => line.replace(/: [^:]*$/, "")),
    [
      "empty: error MDR1003",
      "nowhere: error MDR1001",
      "rules/c.mderule: error MDR1004",
      "rules/d.mderule:1:7: error MDR1004",
      "rules/f.mderule: error MDR1001",
      "rules/e.mderule:1:5: error MDR1010",
    ],
    stderr,
  );
  assert.not(existsSync(join(folder, "out")));
});

test("a folder without rules is an error, so that it does not remove the output", async () => {
  const folder = project();
  await runIn(folder, ["build"]);
  rmSync(join(folder, "rules/a.mderule"));
  rmSync(join(folder, "rules/deep/b.mderule"));
  const { exitCode, stderr } = await runIn(folder, ["build"]);
  assert.is(exitCode, 2);
  assert.match(stderr, /^rules: error MDR1003: /);
  assert.ok(existsSync(join(folder, "out/intune/rule-a/Detect.ps1")));
});

test("a byte order mark and CRLF line ends change nothing", async () => {
  const folder = project();
  await runIn(folder, ["build"]);
  const before = readFiles(join(folder, "out/intune"));
  const text = readFileSync(join(folder, "rules/a.mderule"), "utf8");
  writeFiles(folder, { "rules/a.mderule": `\ufeff${text.replaceAll("\n", "\r\n")}` });
  assert.is((await runIn(folder, ["build"])).exitCode, 0);
  assert.equal(readFiles(join(folder, "out/intune")), before);
});

test("a ledger that is broken is shown with its place, and rules are not blamed for it", async () => {
  const folder = project({
    "rules/documents/handbook.json": '{\n  "document": "handbook",\n  "units": [{ "unit": 1 }]\n}',
  });
  const { exitCode, stderr } = await runIn(folder, ["check"]);
  assert.is(exitCode, 2);
  assert.match(
    stderr,
    /^rules\/documents\/handbook\.json:3:23: error MDR1006: .*`units\.0\.unit` must be text, not a number\n/,
  );
  assert.match(stderr, /\n1 error\n$/);
});

test("the same rules give the same bytes from every folder and by every path", async () => {
  const folder = project();
  await runIn(folder, ["build"]);
  const expected = readFiles(join(folder, "out"));
  const other = project();
  for (const [cwd, paths] of [
    [join(folder, "rules"), ["."]],
    [join(folder, "rules/deep"), [".."]],
    [other, [join(folder, "rules")]],
    [folder, ["rules", "rules/a.mderule", "./rules/deep"]],
  ] as const) {
    const outDir = join(other, "out-elsewhere");
    await runIn(cwd, ["build", "--out-dir", outDir, ...paths]);
    assert.equal(readFiles(outDir), expected, `${paths.join(" ")} in ${cwd}`);
    rmSync(outDir, { recursive: true });
  }
});

test("an output folder that cannot be written is a file problem", async () => {
  const folder = project({ out: "a file" });
  const { exitCode, stderr } = await runIn(folder, ["build"]);
  assert.is(exitCode, 2);
  assert.is(stderr, "error: out cannot be written: something else is in its place; out is as it was\n");
});

test("a mistake of mderules is reported without a stack trace", async () => {
  const stdout = {
    write: () => {
      throw new Error("the stream is broken");
    },
    isTerminal: false,
    columns: undefined,
  };
  const { exitCode, stderr } = await runIn(project(), ["build"], { stdout });
  assert.is(exitCode, 2);
  assert.match(stderr, /^error: mderules itself made a mistake: the stream is broken\nhelp: please report/);
  assert.not.match(stderr, /\n\s+at /);
});

test.run();
