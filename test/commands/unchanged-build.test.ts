import { cpSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { plainBuildOptions } from "../../src/commands/build-options.ts";
import { unchangedBuild } from "../../src/commands/unchanged-build.ts";
import { lookAt, remember } from "../../src/commands/unchanged-memory.ts";
import { readManifest } from "../../src/output/manifest.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { project, runIn } from "./run-in.ts";

const later = 60_000;

interface Site {
  readonly folder: string;
  readonly memory: string;
  /** Whether there is nothing to do, asked so many milliseconds from now. */
  readonly isUnchanged: (after?: number) => boolean;
}

async function builtSite(): Promise<Site> {
  const folder = project();
  assert.is((await runIn(folder, ["build"])).exitCode, 0);
  const memory = temporaryFolder();
  const isUnchanged = (after = later): boolean =>
    unchangedBuild(plainBuildOptions(["build"])!, folder, "test", {
      folder: memory,
      now: Date.now() + after,
    }) !== undefined;
  return { folder, memory, isUnchanged };
}

const script = (folder: string): string => join(folder, "out/intune/rule-a/Detect.ps1");

/** Another text of the same length and time of change. */
function editInSecret(file: string): void {
  const { atime, mtime } = statSync(file);
  writeFileSync(file, readFileSync(file, "latin1").replace("mderules ", "MDERULES "), "latin1");
  utimesSync(file, atime, mtime);
}

test("an edit shows, whatever is remembered", async () => {
  const { folder, memory, isUnchanged } = await builtSite();
  assert.ok(isUnchanged());
  assert.is(readdirSync(memory).length, 1);
  assert.ok(isUnchanged());
  editInSecret(script(folder));
  assert.not.ok(isUnchanged());
});

test("files that are remembered are not read", async () => {
  const { folder, memory: place, isUnchanged } = await builtSite();
  const outDir = join(folder, "out");
  const manifest = readFileSync(join(outDir, "manifest.json"), "utf8");
  const memory = { folder: place, now: Date.now() + later };
  editInSecret(script(folder));
  assert.not.ok(isUnchanged());
  // As if it had been found as the manifest says.
  remember(lookAt(outDir, manifest, readManifest(manifest)!.files.keys(), memory), memory);
  assert.ok(isUnchanged());
});

test("files that have just been written are not remembered", async () => {
  const { memory, isUnchanged } = await builtSite();
  assert.ok(isUnchanged(0));
  assert.equal(readdirSync(memory), []);
});

test("a copy of an edited folder is not taken for the folder", async () => {
  const { folder, isUnchanged } = await builtSite();
  assert.ok(isUnchanged());
  cpSync(join(folder, "out"), join(folder, "copy"), { recursive: true, preserveTimestamps: true });
  editInSecret(join(folder, "copy/intune/rule-a/Detect.ps1"));
  cpSync(join(folder, "copy"), join(folder, "out"), { recursive: true, preserveTimestamps: true });
  assert.not.ok(isUnchanged());
});

test("a memory that cannot be written is none", async () => {
  const { memory, folder } = await builtSite();
  writeFileSync(join(memory, "file"), "");
  const inTheWay = { folder: join(memory, "file"), now: Date.now() + later };
  assert.ok(unchangedBuild(plainBuildOptions(["build"])!, folder, "test", inTheWay));
});

test.run();
