import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { digest } from "../../src/output/digest.ts";
import { type Disk, disk as realDisk } from "../../src/output/disk.ts";
import { manifestName } from "../../src/output/manifest.ts";
import { stateOf, thisOwner } from "../../src/output/owner.ts";
import { stageName } from "../../src/output/stage-name.ts";
import { type WriteOptions, type WriteOutcome, writeOutput } from "../../src/output/write-output.ts";
import { readFiles, temporaryFolder, writeFiles } from "../temporary-folder.ts";

// What is left in an output folder is what somebody left there: a build that was broken off, a disk that lost power,
// or a person. Nothing of it is believed, and nothing of it stops the next build.

// Waiting for the disk is tried in write-output.test.ts.
const disk: Disk = { ...realDisk, fsyncSync: () => undefined };

const first = { "a/x.ps1": "1", "b/y.ps1": "1", "b/stale.ps1": "1" };
const second = { "a/x.ps1": "2", "b/y.ps1": "1", "c/new.ps1": "2" };
const token = "0123456789abcdef";

function write(
  outDir: string,
  files: Record<string, string>,
  options: Partial<WriteOptions> = {},
): WriteOutcome {
  const output = Object.entries(files).map(([path, content]) => ({
    path,
    content,
    target: "intune" as const,
    role: "detect" as const,
    rule: "a-rule",
    covers: [],
  }));
  const head = { mderules: "1.2.3", input: "abc", rules: [], definitions: [], functions: [] };
  return writeOutput(output, {
    outDir,
    force: false,
    head,
    pulse: () => () => undefined,
    patience: 0,
    ...options,
  });
}

/** An output folder with the first state, beside a file that no build may touch. */
function built(): { readonly outDir: string; readonly beside: string } {
  const beside = temporaryFolder();
  const outDir = join(beside, "out");
  write(outDir, first);
  writeFiles(beside, { "theirs.txt": "theirs", "folder/deep.txt": "theirs" });
  return { outDir, beside };
}

function content(outDir: string): Record<string, string> {
  const { [manifestName]: _manifest, ...rest } = readFiles(outDir);
  return rest;
}

/** Whether a build succeeds, and what it did outside the output folder: nothing. */
function recovers({ outDir, beside }: ReturnType<typeof built>, about: string): WriteOutcome {
  const outcome = write(outDir, second);
  assert.is(outcome.kind, "done", `${about}: ${JSON.stringify(outcome)}`);
  for (const [path, text] of Object.entries(second))
    assert.is(readFileSync(join(outDir, path), "utf8"), text, about);
  assert.not.ok(existsSync(join(outDir, "b/stale.ps1")), about);
  assert.not.ok(existsSync(join(outDir, stageName)), about);
  const outside = Object.entries(readFiles(beside)).filter(([path]) => !path.startsWith("out/"));
  assert.equal(
    outside,
    [
      ["folder/deep.txt", "theirs"],
      ["theirs.txt", "theirs"],
    ],
    about,
  );
  return outcome;
}

function planText(operations: unknown, format = "mderules plan 2"): string {
  return JSON.stringify({ format, sha256: digest(JSON.stringify(operations)), operations });
}

const hash = digest("theirs");
const paths = [
  "../theirs.txt",
  "../folder",
  "a/../../theirs.txt",
  "/etc/hostname",
  "C:/x",
  "..",
  "",
  "a//b",
  "a\\..\\b",
];
const plans: Readonly<Record<string, string>> = {
  "": "",
  "a torn one": '{"format":"mderules plan 2","sha',
  zeros: "\0\0\0\0",
  null: "null",
  "a list": "[]",
  "a deep one": "[".repeat(200_000),
  "no operations": planText("all"),
  "of mderules 0.1.0": JSON.stringify([{ action: "remove", path: "../theirs.txt", id: 0 }]),
  "with a wrong digest": planText([]).replace(/[0-9a-f]{64}/, hash),
  ...Object.fromEntries(
    paths.flatMap((path) => [
      [`placing ${path}`, planText([{ action: "place", path, id: 0, sha256: hash }])],
      [`removing ${path}`, planText([{ action: "remove", path, id: 0 }])],
      [`placing ${path} as 0.1.0`, JSON.stringify([{ action: "place", path, id: 7 }])],
    ]),
  ),
};

for (const [name, plan] of Object.entries(plans)) {
  test(`a plan that is not to be believed: ${name}`, () => {
    for (const folder of [stageName, `${stageName}/${token}`]) {
      for (const old of [{}, { [`${folder}/old/0`]: "replaced" }]) {
        const place = built();
        mkdirSync(join(place.outDir, folder, "new"), { recursive: true });
        writeFiles(place.outDir, { [`${folder}/plan.json`]: plan, ...old });
        const { recovered } = recovers(place, `${name} in ${folder}`);
        // What had been replaced and cannot be put back is kept, and said to be.
        const kept = readdirSync(place.outDir).filter((each) => each.startsWith(`${stageName}.`));
        assert.equal(recovered?.kept, kept);
        const texts = kept.flatMap((each) => Object.values(readFiles(join(place.outDir, each))));
        assert.is(texts.includes("replaced"), Object.keys(old).length > 0);
      }
    }
  });
}

test("a plan that leads through links moves nothing through them", () => {
  const operations = [
    { action: "remove", path: "a/x.ps1", id: 0 },
    { action: "place", path: "linked/theirs.txt", id: 1, sha256: hash },
  ];
  const links: readonly ((outDir: string, beside: string) => void)[] = [
    (outDir, beside) => symlinkSync(join(beside, "folder"), join(outDir, stageName, token, "old")),
    (outDir, beside) => symlinkSync(join(beside, "folder"), join(outDir, stageName, token, "new")),
    (outDir, beside) => symlinkSync(join(beside, "theirs.txt"), join(outDir, stageName, token, "pulse")),
  ];
  for (const link of links) {
    const place = built();
    const { outDir, beside } = place;
    writeFiles(outDir, { [`${stageName}/${token}/plan.json`]: planText(operations) });
    writeFiles(beside, { "folder/0": "theirs" });
    symlinkSync(beside, join(outDir, "linked"));
    link(outDir, beside);
    assert.is(write(outDir, second).kind, "done");
    assert.is(readFileSync(join(beside, "theirs.txt"), "utf8"), "theirs");
    assert.equal(readdirSync(join(beside, "folder")).sort(), ["0", "deep.txt"]);
  }
});

test("what stands in the place of the stage is named, not removed", () => {
  for (const make of [
    (path: string) => writeFileSync(path, "theirs"),
    (path: string, beside: string) => symlinkSync(join(beside, "folder"), path),
  ]) {
    const { outDir, beside } = built();
    const stage = join(outDir, stageName);
    make(stage, beside);
    assert.equal(write(outDir, second), {
      kind: "failed",
      path: stage,
      reason: "something else is in its place",
      restored: true,
    });
    assert.equal(readdirSync(join(beside, "folder")), ["deep.txt"]);
    rmSync(stage);
    assert.is(write(outDir, second).kind, "done");
  }
});

test("pipes and folders in the stage are waited for by nobody", () => {
  for (const name of ["plan.json", "plan.copy.json", `owner.${token}.json`, `pulse.${token}`, "old", "new"]) {
    for (const make of [(path: string) => spawnSync("mkfifo", [path]).status === 0, mkdirSync]) {
      const place = built();
      const folder = join(place.outDir, stageName, token);
      writeFiles(folder, { "plan.copy.json": planText([]) });
      rmSync(join(folder, name), { force: true });
      if (make(join(folder, name)) !== false) recovers(place, name);
    }
  }
});

test("only what builds make is removed: not copies of a stage, whatever they are called", () => {
  const { outDir } = built();
  const names = ["backup", "1234", "old", "new-", "old-1", `old-${token}.bak`, `kept-${token}`];
  for (const name of names) writeFiles(outDir, { [`${stageName}.${name}/old/0`]: "rescued" });
  writeFiles(outDir, { [`${stageName}.old-${token}/old/0`]: "", [`${stageName}.new-${token}/x`]: "" });
  assert.is(write(outDir, second).kind, "done");
  const left = readdirSync(outDir).filter((name) => name.startsWith(stageName));
  assert.equal(left.sort(), names.map((name) => `${stageName}.${name}`).sort());
});

/** Breaks a build of the second state off before the call of this number, as a power cut does. */
function breakOff(outDir: string, stopAt: number): boolean {
  let calls = 0;
  const dying = new Proxy(disk, {
    get: (target, name: keyof Disk) => {
      return (...parameters: unknown[]): unknown => {
        if (/^(?:rename|write|rm|mkdir|open)/.test(name)) calls += 1;
        if (calls >= stopAt) throw Object.assign(new Error("no power"), { code: "EIO", syscall: "write" });
        return (target[name] as (...parameters: unknown[]) => unknown)(...parameters);
      };
    },
  });
  write(outDir, second, { disk: dying });
  return calls >= stopAt;
}

const meddling: Readonly<Record<string, (outDir: string, stage: string) => void>> = {
  "nobody does anything": () => undefined,
  "somebody deletes a folder": (outDir) => rmSync(join(outDir, "a"), { recursive: true, force: true }),
  "somebody deletes what was new": (outDir) => rmSync(join(outDir, "c"), { recursive: true, force: true }),
  "somebody deletes the manifest": (outDir) => rmSync(join(outDir, manifestName), { force: true }),
  "somebody deletes what waited": (_, stage) => rmSync(join(stage, "new"), { recursive: true, force: true }),
  "somebody deletes what was replaced": (_, stage) =>
    rmSync(join(stage, "old"), { recursive: true, force: true }),
  "somebody deletes the stage": (outDir) => rmSync(join(outDir, stageName), { recursive: true, force: true }),
  "the plan is torn": (_, stage) => {
    if (existsSync(join(stage, "plan.json"))) writeFileSync(join(stage, "plan.json"), "");
  },
  "new files are torn": (outDir) => {
    for (const [path, text] of Object.entries(second)) {
      const file = join(outDir, path);
      if (existsSync(file) && readFileSync(file, "utf8") === text && text === "2") writeFileSync(file, "\0");
    }
  },
};

for (const [name, meddle] of Object.entries(meddling)) {
  test(`a build is broken off anywhere, and ${name}`, () => {
    for (let stopAt = 1; ; stopAt += 1) {
      const about = `stopped at ${stopAt}`;
      const places = [built(), built()] as const;
      let broken = false;
      for (const { outDir } of places) {
        broken = breakOff(outDir, stopAt);
        const tokens = existsSync(join(outDir, stageName)) ? readdirSync(join(outDir, stageName)) : [];
        meddle(outDir, join(outDir, stageName, tokens[0] ?? "none"));
      }
      // Towards the new state and back to the old one.
      const force = name === "somebody deletes the manifest" || name === "somebody deletes the stage";
      const [forward, back] = places;
      const outcomes = [write(forward.outDir, second, { force }), write(back.outDir, first, { force })];
      assert.equal(
        outcomes.map(({ kind }) => kind),
        ["done", "done"],
        `${about}: ${JSON.stringify(outcomes)}`,
      );
      const withoutKept = (outDir: string): Record<string, string> =>
        Object.fromEntries(
          Object.entries(content(outDir)).filter(([path]) => !path.startsWith(`${stageName}.kept-`)),
        );
      assert.equal(
        Object.keys(content(forward.outDir)).filter((path) => path.startsWith(`${stageName}/`)),
        [],
      );
      const others = force ? ["c/new.ps1", "b/stale.ps1"] : [];
      const expect = (outDir: string, state: Record<string, string>): void => {
        const found = withoutKept(outDir);
        // Without its manifest or its stage nothing tells what a build wrote.
        for (const path of others) if (!(path in state)) delete found[path];
        assert.equal(found, state, about);
      };
      expect(forward.outDir, second);
      expect(back.outDir, first);
      if (!broken) break;
    }
  });
}

test("what somebody edits after a build was broken off is kept, and said to be", () => {
  let kept = 0;
  for (let stopAt = 1; ; stopAt += 1) {
    const { outDir } = built();
    const broken = breakOff(outDir, stopAt);
    const [name] = existsSync(join(outDir, stageName)) ? readdirSync(join(outDir, stageName)) : [];
    // Without its plan the new state holds already.
    const isNew =
      name !== undefined &&
      existsSync(join(outDir, stageName, name, "plan.json")) &&
      existsSync(join(outDir, "c/new.ps1"));
    if (broken && isNew) writeFileSync(join(outDir, "c/new.ps1"), "edited");
    if (broken && isNew) {
      const { kind, recovered } = write(outDir, first);
      assert.is(kind, "done");
      const [name] = recovered!.kept;
      assert.is(readFileSync(join(outDir, name!, "c/new.ps1"), "utf8"), "edited");
      kept += 1;
    }
    if (!broken) break;
  }
  assert.ok(kept > 0);
});

test("a file that a power cut tore after a build is not one that somebody edited", () => {
  for (const torn of ["", "\0\0\0\0\0\0", "a long", "a long\0\0"]) {
    const { outDir } = built();
    const long = { ...first, "a/x.ps1": "a long text" };
    write(outDir, long);
    writeFileSync(join(outDir, "a/x.ps1"), torn);
    assert.is(write(outDir, long).kind, "done", JSON.stringify(torn));
    assert.equal(content(outDir), long);
  }
  const { outDir } = built();
  writeFileSync(join(outDir, "b/stale.ps1"), "");
  assert.is(write(outDir, second).kind, "done");
  writeFileSync(join(outDir, "a/x.ps1"), "2 and more");
  assert.is(write(outDir, second).kind, "conflicts");
});

// ---- who has the folder ----

const elsewhere = { ...thisOwner(token), host: "elsewhere", namespace: "pid:[1]" };

test("a build of another machine is left alone while it gives signs of life, and taken for dead when it gives none", () => {
  const { outDir } = built();
  const pulse = join(outDir, stageName, token, `pulse.${token}`);
  writeFiles(join(outDir, stageName, token), {
    [`owner.${token}.json`]: JSON.stringify(elsewhere),
    [`pulse.${token}`]: "1",
    "new/0": "theirs",
  });
  let looks = 0;
  const beating: Disk = {
    ...disk,
    readFileSync: ((...parameters: Parameters<typeof disk.readFileSync>) => {
      if (parameters[0] === pulse) writeFileSync(pulse, String((looks += 1)));
      return disk.readFileSync(...parameters);
    }) as typeof disk.readFileSync,
  };
  const stage = join(outDir, stageName);
  const before = readFiles(join(stage, token, "new"));
  assert.equal(write(outDir, second, { disk: beating, patience: 1000 }), {
    kind: "busy",
    stage,
    owner: elsewhere,
  });
  assert.equal(readFiles(join(stage, token, "new")), before);
  assert.equal(write(outDir, second, { patience: 300 }).recovered, { restored: false, kept: [] });
});

test("a build of mderules 0.1.0 that runs has the folder", () => {
  const { outDir } = built();
  writeFiles(outDir, { [`${stageName}/owner`]: String(process.ppid) });
  assert.equal(write(outDir, second), { kind: "busy", stage: join(outDir, stageName) });
  assert.equal(content(outDir)["a/x.ps1"], "1");
});

test("who runs: seen by its start, not by its number alone; never guessed across machines and containers", () => {
  const here = thisOwner(token);
  assert.is(stateOf(here), "ended", "this process writes one output after the other");
  assert.is(stateOf(elsewhere), "unknown");
  assert.is(stateOf({ ...here, boot: "another" }), "unknown");
  assert.is(stateOf({ ...here, pid: 2 ** 30 }), "ended");
  if (here.started === undefined) return;
  assert.is(stateOf({ ...here, pid: process.ppid }), "ended", "the number was given again");
});

test("a build whose folder another one took stops, and touches nothing any more", () => {
  const { outDir } = built();
  const stage = join(outDir, stageName);
  let taken = false;
  const slow: Disk = {
    ...disk,
    renameSync: (from, to) => {
      if (!taken && String(from).endsWith(".ps1")) {
        taken = true;
        const [name] = readdirSync(stage);
        assert.is(write(outDir, first).kind, "done", "the other one finds a build that is not seen to run");
        assert.not.ok(existsSync(join(stage, name!)));
      }
      disk.renameSync(from, to);
    },
  };
  assert.is(write(outDir, second, { disk: slow }).kind, "lost");
  assert.equal(content(outDir), first);
});

test.run();
