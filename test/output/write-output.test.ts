import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Disk, disk } from "../../src/output/disk.ts";
import { manifestName } from "../../src/output/manifest.ts";
import { stageName } from "../../src/output/stage-name.ts";
import { type WriteOptions, type WriteOutcome, writeOutput } from "../../src/output/write-output.ts";
import type { OutputFile } from "../../src/targets/target.ts";
import { readFiles, temporaryFolder, writeFiles } from "../temporary-folder.ts";

const head = { mderules: "1.2.3", input: "abc", rules: [] };

/** Without signs of life, and without waiting for them. */
const quiet = { pulse: () => () => undefined, patience: 0 };

const outputFile = (path: string, content: string | Uint8Array): OutputFile => ({
  path,
  content,
  target: "intune",
  role: "detect",
  rule: "a-rule",
  covers: ["a-unit"],
});

const outputFiles = (files: Record<string, string>): OutputFile[] =>
  Object.entries(files).map(([path, content]) => outputFile(path, content));

function write(
  outDir: string,
  files: Record<string, string>,
  options: Partial<WriteOptions> = {},
): WriteOutcome {
  return writeOutput(outputFiles(files), { outDir, force: false, head, ...quiet, ...options });
}

/** The folder's files without the manifest. */
function content(outDir: string): Record<string, string> {
  const { [manifestName]: _manifest, ...rest } = readFiles(outDir);
  return rest;
}

function newFolder(): string {
  return join(temporaryFolder(), "deep", "out");
}

test("writes files and their manifest into a folder that does not exist yet", () => {
  const outDir = newFolder();
  const outcome = write(outDir, { "intune/b/Detect.ps1": "bé", "intune/a/Detect.ps1": "a" });
  assert.equal(outcome, {
    kind: "done",
    written: ["intune/b/Detect.ps1", "intune/a/Detect.ps1"],
    removed: [],
    unchanged: 0,
  });
  const manifest = JSON.parse(readFiles(outDir)[manifestName]!) as { files: { path: string }[] };
  assert.equal(content(outDir), { "intune/a/Detect.ps1": "a", "intune/b/Detect.ps1": "bé" });
  assert.equal(manifest.files[1], {
    path: "intune/b/Detect.ps1",
    sha256: createHash("sha256").update("bé").digest("hex"),
    target: "intune",
    role: "detect",
    rule: "a-rule",
    covers: ["a-unit"],
  });
  assert.equal(readdirSync(outDir).sort(), ["intune", manifestName]);
});

function diskFull(path: string): Error {
  return Object.assign(new Error(`ENOSPC: no space left on device '${path}'`), {
    code: "ENOSPC",
    syscall: "write",
    path,
  });
}

test("does not touch what has not changed", () => {
  const outDir = newFolder();
  write(outDir, { "a.ps1": "a", "b.ps1": "b" });
  const refusing: Disk = {
    ...disk,
    writeFileSync: () => assert.unreachable("nothing is to be written"),
    renameSync: () => assert.unreachable("nothing is to be moved"),
  };
  const before = statSync(join(outDir, "a.ps1")).mtimeMs;
  const outcome = write(outDir, { "a.ps1": "a", "b.ps1": "b" }, { disk: refusing });
  assert.equal(outcome, { kind: "done", written: [], removed: [], unchanged: 2 });
  assert.is(statSync(join(outDir, "a.ps1")).mtimeMs, before);
});

test("replaces what changed, adds what is new, removes what is stale and the folders it leaves empty", () => {
  const outDir = newFolder();
  write(outDir, { "a/x.ps1": "1", "b/c/y.ps1": "1", "b/c/z.ps1": "1", "d/e/w.ps1": "1" });
  writeFiles(outDir, { "d/note.txt": "mine" });
  const outcome = write(outDir, { "a/x.ps1": "2", "b/new.ps1": "1" });
  assert.equal(outcome, {
    kind: "done",
    written: ["a/x.ps1", "b/new.ps1"],
    removed: ["b/c/y.ps1", "b/c/z.ps1", "d/e/w.ps1"],
    unchanged: 0,
  });
  assert.equal(content(outDir), { "a/x.ps1": "2", "b/new.ps1": "1", "d/note.txt": "mine" });
  assert.equal(readdirSync(join(outDir, "b")), ["new.ps1"]);
  assert.equal(readdirSync(join(outDir, "d")), ["note.txt"]);
});

test("a file that was deleted by hand is written again", () => {
  const outDir = newFolder();
  write(outDir, { "a.ps1": "a", "b.ps1": "b" });
  unlinkSync(join(outDir, "a.ps1"));
  assert.equal(write(outDir, { "a.ps1": "a", "b.ps1": "b" }).kind, "done");
  assert.equal(content(outDir), { "a.ps1": "a", "b.ps1": "b" });
});

test("never overwrites or deletes what someone edited or what no build wrote, and names all of it", () => {
  const outDir = newFolder();
  write(outDir, { "a.ps1": "a", "b.ps1": "b", "stale.ps1": "s", "fine.ps1": "f" });
  writeFiles(outDir, { "a.ps1": "edited", "stale.ps1": "edited", "new.ps1": "mine" });
  const before = readFiles(outDir);
  const next = { "a.ps1": "a2", "b.ps1": "b2", "new.ps1": "n", "fine.ps1": "f" };
  assert.equal(write(outDir, next), {
    kind: "conflicts",
    conflicts: [
      { path: "a.ps1", reason: "edited" },
      { path: "new.ps1", reason: "foreign" },
      { path: "stale.ps1", reason: "edited" },
    ],
  });
  assert.equal(readFiles(outDir), before);
  assert.equal(write(outDir, next, { force: true }), {
    kind: "done",
    written: ["a.ps1", "b.ps1", "new.ps1"],
    removed: ["stale.ps1"],
    unchanged: 1,
  });
  assert.equal(content(outDir), next);
});

test("a foreign file that is as it should be is no conflict", () => {
  const outDir = newFolder();
  writeFiles(outDir, { "a.ps1": "a" });
  assert.equal(write(outDir, { "a.ps1": "a" }), { kind: "done", written: [], removed: [], unchanged: 1 });
});

test("a manifest that no build wrote is not overwritten", () => {
  for (const text of [
    "{",
    "[]",
    '{"files": 1}',
    '{"mderules": "1", "rules": [], "files": [{"path": "../x", "sha256": "0"}]}',
    '{"mderules": "1", "rules": [], "files": [{"path": "C:/x", "sha256": "0"}]}',
  ]) {
    const outDir = newFolder();
    writeFiles(outDir, { [manifestName]: text });
    assert.equal(write(outDir, { "a.ps1": "a" }), {
      kind: "conflicts",
      conflicts: [{ path: manifestName, reason: "foreign" }],
    });
    assert.equal(readFiles(outDir), { [manifestName]: text });
    assert.is(write(outDir, { "a.ps1": "a" }, { force: true }).kind, "done");
    assert.equal(content(outDir), { "a.ps1": "a" });
  }
});

test("whatever step of writing fails, the old output is as it was and the next build succeeds", () => {
  const first = { "a/x.ps1": "1", "b/y.ps1": "1", "b/stale.ps1": "1" };
  const second = { "a/x.ps1": "2", "b/y.ps1": "1", "c/d/new.ps1": "2", "e/new.ps1": "2" };
  let failures = 0;
  for (const method of [
    "writeFileSync",
    "renameSync",
    "mkdirSync",
    "rmSync",
    "openSync",
    "fsyncSync",
  ] as const) {
    for (let failing = 1; ; failing += 1) {
      const outDir = newFolder();
      write(outDir, first);
      const before = readFiles(outDir);
      let calls = 0;
      const limited = (...parameters: unknown[]): unknown => {
        calls += 1;
        if (calls === failing) throw diskFull(String(parameters[0]));
        return (disk[method] as (...parameters: unknown[]) => unknown)(...parameters);
      };
      const outcome = write(outDir, second, { disk: { ...disk, [method]: limited } });
      if (calls < failing) {
        assert.is(outcome.kind, "done");
        break;
      }
      failures += 1;
      if (outcome.kind === "failed") {
        assert.is(outcome.reason, "the disk is full");
        assert.ok(outcome.restored);
        assert.equal(readFiles(outDir), before, `${method} ${failing}`);
        assert.not(existsSync(join(outDir, "c")));
      } else {
        // Only what comes after the new output holds may fail without harm.
        assert.ok(["rmSync", "renameSync", "openSync", "fsyncSync"].includes(method), method);
        assert.equal(outcome.kind, "done");
      }
      assert.is(write(outDir, second).kind, "done");
      assert.equal(content(outDir), second, `${method} ${failing}`);
      assert.not(existsSync(join(outDir, stageName)));
    }
  }
  assert.ok(failures > 12, `${failures} failures`);
});

test("a first build that fails leaves nothing behind", () => {
  const outDir = newFolder();
  const full: Disk = {
    ...disk,
    renameSync: (from, to) => {
      if (String(to).endsWith("b.ps1")) throw diskFull(String(to));
      disk.renameSync(from, to);
    },
  };
  const outcome = write(outDir, { "a.ps1": "a", "x/b.ps1": "b" }, { disk: full });
  assert.is(outcome.kind, "failed");
  assert.not(existsSync(join(outDir, "..")), "folders made for the output are removed too");
});

test("a build that was broken off anywhere is rolled back by the next one", () => {
  const first = { "a/x.ps1": "1", "b/y.ps1": "1", "b/stale.ps1": "1" };
  const second = { "a/x.ps1": "2", "b/y.ps1": "1", "c/new.ps1": "2" };
  let unrestored = 0;
  for (let stopAt = 1; ; stopAt += 1) {
    const outDir = newFolder();
    write(outDir, first);
    const before = content(outDir);
    let calls = 0;
    // After a power cut nothing is done any more: every later call fails too, the roll-back included.
    const dying = new Proxy(disk, {
      get: (target, name: keyof Disk) => {
        return (...parameters: unknown[]): unknown => {
          if (name.startsWith("rename") || name.startsWith("write") || name.startsWith("rm")) calls += 1;
          if (calls >= stopAt) throw diskFull(String(parameters[0]));
          return (target[name] as (...parameters: unknown[]) => unknown)(...parameters);
        };
      },
    });
    const outcome = write(outDir, second, { disk: dying });
    if (calls < stopAt) {
      assert.is(outcome.kind, "done");
      assert.ok(
        stopAt > 15 && unrestored > 0,
        `${stopAt} steps, ${unrestored} times nothing could be put back at once`,
      );
      return;
    }
    if (outcome.kind === "failed" && !outcome.restored) unrestored += 1;
    // A build of the first state finds nothing to do, or exactly what the second state changed.
    const repaired = write(outDir, first);
    assert.is(repaired.kind, "done", `stopped at ${stopAt}: ${JSON.stringify(repaired)}`);
    assert.equal(content(outDir), before, `stopped at ${stopAt}`);
    assert.not(existsSync(join(outDir, stageName)));
  }
});

test("an exception of a target leaves the folder as it was", () => {
  const outDir = newFolder();
  write(outDir, { "a.ps1": "1" });
  const before = readFiles(outDir);
  function* broken(): Iterable<OutputFile> {
    yield outputFile("a.ps1", "2");
    throw new Error("a mistake of the compiler");
  }
  assert.throws(
    () => writeOutput(broken(), { outDir, force: false, head, ...quiet }),
    /mistake of the compiler/,
  );
  assert.equal(readFiles(outDir), before);
  assert.equal(readdirSync(outDir).sort(), ["a.ps1", manifestName]);
});

test("paths outside the folder, names Windows refuses and names that differ by case only are mistakes", () => {
  const bad = [
    "../x",
    "/x",
    "a/../../x",
    "a//b",
    "",
    "C:/x",
    "a\\b",
    "con",
    "a/nul.ps1",
    "a./b",
    "a /b",
    "a\u0000b",
  ];
  for (const path of [...bad, manifestName, "Manifest.json", `${stageName}/x`]) {
    assert.throws(() => write(newFolder(), { [path]: "x" }), /output path/, path);
  }
  assert.throws(() => write(newFolder(), { "A/x.ps1": "1", "a/X.ps1": "2" }), /one file on Windows/);
});

test("a name that changes its case only is written anew", () => {
  const outDir = newFolder();
  write(outDir, { "A/x.ps1": "1" });
  write(outDir, { "a/x.ps1": "1" });
  assert.equal(content(outDir), { "a/x.ps1": "1" });
});

test("links are not followed out of the folder", () => {
  const elsewhere = temporaryFolder();
  writeFiles(elsewhere, { "a.ps1": "theirs" });
  const outDir = newFolder();
  write(outDir, { "a/a.ps1": "1", "b.ps1": "1" });
  rmSync(join(outDir, "a"), { recursive: true });
  symlinkSync(elsewhere, join(outDir, "a"));
  unlinkSync(join(outDir, "b.ps1"));
  symlinkSync(join(elsewhere, "a.ps1"), join(outDir, "b.ps1"));
  const blocked = { kind: "conflicts", conflicts: [{ path: "a/a.ps1", reason: "blocked" }] };
  assert.equal(write(outDir, { "a/a.ps1": "2", "b.ps1": "1" }), {
    kind: "conflicts",
    conflicts: [...blocked.conflicts, { path: "b.ps1", reason: "edited" }],
  });
  assert.equal(write(outDir, { "a/a.ps1": "2", "b.ps1": "1" }, { force: true }), blocked);
  assert.is(write(outDir, { "b.ps1": "1" }, { force: true }).kind, "done");
  assert.equal(readFiles(elsewhere), { "a.ps1": "theirs" });
  assert.equal(content(outDir)["b.ps1"], "1");
});

test("a folder in the place of a file is never removed", () => {
  const outDir = newFolder();
  mkdirSync(join(outDir, "a.ps1"), { recursive: true });
  assert.equal(write(outDir, { "a.ps1": "1" }, { force: true }), {
    kind: "conflicts",
    conflicts: [{ path: "a.ps1", reason: "blocked" }],
  });
});

test("an output folder that is a file is a failure", () => {
  const outDir = join(temporaryFolder(), "out");
  writeFileSync(outDir, "");
  assert.equal(write(outDir, { "a.ps1": "1" }), {
    kind: "failed",
    path: outDir,
    reason: "something else is in its place",
    restored: true,
  });
});

test("files wait on disk, not in memory: each is there before the next one is asked for", () => {
  const outDir = newFolder();
  function* watched(): Iterable<OutputFile> {
    for (let index = 0; index < 20; index += 1) {
      if (index > 0) {
        const [token] = readdirSync(join(outDir, stageName));
        assert.is(readdirSync(join(outDir, stageName, token!, "new")).length, index);
      }
      yield outputFile(`${index}.ps1`, String(index));
    }
  }
  assert.is(writeOutput(watched(), { outDir, force: false, head, ...quiet }).kind, "done");
});

test("what is larger than any file of a build is neither read nor believed, and stays", () => {
  const outDir = newFolder();
  write(outDir, { "a.ps1": "a", "b.ps1": "b" });
  const huge = 64_000_001;
  truncateSync(join(outDir, "a.ps1"), huge);
  const read: string[] = [];
  const watched: Disk = {
    ...disk,
    readFileSync: ((path: string, ...rest: []) => {
      read.push(path);
      return disk.readFileSync(path, ...rest);
    }) as Disk["readFileSync"],
  };
  const edited = { kind: "conflicts", conflicts: [{ path: "a.ps1", reason: "edited" }] };
  assert.equal(write(outDir, { "a.ps1": "c", "b.ps1": "b" }, { disk: watched }), edited);
  assert.equal(write(outDir, { "b.ps1": "b" }, { disk: watched }), edited);
  truncateSync(join(outDir, manifestName), huge);
  const foreign = { kind: "conflicts", conflicts: [{ path: manifestName, reason: "foreign" }] };
  assert.equal(write(outDir, {}, { disk: watched }), foreign);
  assert.not(read.includes(join(outDir, "a.ps1")));
  assert.is(statSync(join(outDir, "a.ps1")).size, huge);
});

test.run();
