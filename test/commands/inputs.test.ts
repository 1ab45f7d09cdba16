import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { writeFiles } from "../temporary-folder.ts";
import { project, runIn } from "./run-in.ts";

// What a path leads to is not always a file. Each command says so, in a line, and waits for nothing.

interface Entry {
  readonly name: string;
  readonly reason: string;
  /** Puts it at a path; false where the machine cannot. */
  readonly make: (path: string) => boolean;
}

const entries: readonly Entry[] = [
  {
    name: "a pipe",
    reason: "it is a pipe, not a file",
    make: (path) => spawnSync("mkfifo", [path]).status === 0,
  },
  {
    name: "a device",
    reason: "it is a device, not a file",
    make: (path) => {
      symlinkSync("/dev/zero", path);
      return process.platform !== "win32";
    },
  },
  {
    name: "a folder",
    reason: "it is a folder",
    make: (path) => {
      mkdirSync(path);
      return true;
    },
  },
  {
    name: "a link to itself",
    reason: "its links lead in a circle",
    make: (path) => {
      symlinkSync(path, path);
      return true;
    },
  },
];

/** Where a command takes a file, and the command line. */
const inputs: readonly (readonly [path: string, ...commandLine: string[]])[] = [
  ["mderules.config.json", "build"],
  ["site.json", "check", "--config", "site.json"],
  ["rules/documents/other.json", "check"],
  ["rules/mutants.json", "test", "--mutate"],
  ["device.json", "simulate", "--device", "device.json"],
  ["devices/device.json", "simulate", "--device", "devices"],
  ["edition.md", "coverage", "edition.md"],
  ["rules/c.mderule", "build"],
  ["c.mderule", "check", "c.mderule"],
  ["rules/c.mderule", "fmt", "--check"],
];

for (const { name, reason, make } of entries) {
  for (const [path, ...commandLine] of inputs) {
    // Folders are searched for rules and devices, whatever they are called.
    if (name === "a folder" && /\.mderule$|device\.json$/.test(path)) continue;
    test(`${name} as ${path}: ${commandLine.join(" ")}`, async () => {
      const folder = project();
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      if (!make(join(folder, path))) return;
      const { exitCode, stderr } = await runIn(folder, commandLine);
      assert.is(exitCode, 2, stderr);
      assert.ok(stderr.includes(reason), stderr);
      assert.not.match(stderr, /itself made a mistake/);
    });
  }
}

test("`documents` that is a file holds no ledgers", async () => {
  const folder = project();
  writeFiles(folder, { "other/a.mderule": "document handbook\n", "other/documents": "" });
  const { stderr } = await runIn(folder, ["check", "other"]);
  assert.not.match(stderr, /itself made a mistake/);
});

test("a configuration that a link leads nowhere to is not taken for none", async () => {
  const folder = project();
  symlinkSync("gone.json", join(folder, "mderules.config.json"));
  const { exitCode, stderr } = await runIn(folder, ["build"]);
  assert.is(exitCode, 2);
  assert.match(stderr, /mderules\.config\.json/);
});

test("a file called rules is no folder of rules: the shipped ones are meant", async () => {
  const folder = join(project(), "empty");
  writeFiles(folder, { rules: "" });
  assert.is((await runIn(folder, ["check"])).exitCode, 0);
});

test.run();
