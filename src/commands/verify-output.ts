import { lstatSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import validate from "../../generated/validate-manifest.js";
import { diskErrorReason, isDiskError } from "../output/disk-error.ts";
import { fileDigest } from "../output/file-digest.ts";
import { manifestName, type WrittenBefore } from "../output/manifest.ts";
import { kindOfEntry, readRegularFile } from "../output/read-regular-file.ts";
import { isStage } from "../output/stage-name.ts";
import { readWholeManifest } from "../output/whole-manifest.ts";
import { decode } from "./decode.ts";
import { problemsText, readJson } from "./read-json.ts";
import { jsonLine, reportProblem } from "./report.ts";
import type { ExitCode, World } from "./world.ts";

export interface VerifyOutputOptions {
  readonly folder: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Of a manifest that is none; the first say enough. */
const mostProblems = 3;

type Problem = readonly [path: string, problem: string];

/**
 * `mderules verify-output DIR`: whether a folder holds what its manifest says, byte by byte, and nothing else. A link
 * is a difference even where it leads to an equal file: what it leads to may change without the folder.
 */
export function verifyOutput({ folder, json, quiet }: VerifyOutputOptions, world: World): ExitCode {
  const root = resolve(world.cwd, folder);
  const manifest = manifestIn(root, folder);
  if (typeof manifest === "string") {
    return reportProblem({ message: manifest, help: "name the output folder of a build" }, json, world);
  }
  const problems = differences(root, manifest);
  if (problems.length > 0 && !json) {
    const message = `${folder} is not as it was built`;
    reportProblem({ message, files: problems, help: "build again into an empty folder" }, json, world);
  }
  const exitCode = problems.length > 0 ? 1 : 0;
  if (json) {
    const list = problems.map(([path, problem]) => ({ path, problem }));
    world.stdout.write(jsonLine({ exitCode, files: manifest.files.size, problems: list }));
  } else if (!quiet && exitCode === 0) {
    world.stdout.write(
      `${manifest.files.size} files in ${folder} are as mderules ${manifest.mderules} wrote them\n`,
    );
  }
  return exitCode;
}

/** The manifest of an output folder, or why there is none. */
function manifestIn(root: string, folder: string): WrittenBefore | string {
  try {
    if (statSync(root, { throwIfNoEntry: false })?.isDirectory() === false) return `${folder} is no folder`;
    const decoded = decode(readRegularFile(join(root, manifestName)));
    if (decoded.kind !== "text") return `${manifestName} in ${folder} is not UTF-8 but ${decoded.encoding}`;
    const { text } = decoded;
    const manifest = readWholeManifest(text);
    if (manifest !== undefined) return manifest;
    const read = readJson({ path: manifestName, text }, validate);
    const problems = "problems" in read ? `: ${problemsText(read.problems.slice(0, mostProblems))}` : "";
    return `${manifestName} in ${folder} is no manifest${problems}`;
  } catch (error) {
    if (!isDiskError(error)) throw error;
    if (error.code === "ENOENT") return `${folder} has no ${manifestName}`;
    return `${manifestName} in ${folder} cannot be read: ${diskErrorReason(error)}`;
  }
}

/** What differs, and what nobody built: what is in the manifest first, then what else there is. */
function differences(root: string, manifest: WrittenBefore): Problem[] {
  const { kinds, unreadable } = entriesBelow(root);
  const problems: Problem[] = [];
  if (kinds.get(manifestName) !== "file") problems.push([manifestName, `is a ${kinds.get(manifestName)}`]);
  for (const [path, sha256] of manifest.files) {
    const problem = problemOf(root, path, sha256, kinds);
    if (problem !== undefined) problems.push([path, problem]);
  }
  for (const [path, kind] of kinds) {
    if (path === manifestName || kind === "folder" || manifest.files.has(path)) continue;
    problems.push([path, kind === "stage" ? leftBehind : "is not in the manifest"]);
  }
  return [...problems, ...unreadable];
}

const leftBehind = "was left by a build that still runs or was broken off";

function problemOf(
  root: string,
  path: string,
  sha256: string,
  kinds: ReadonlyMap<string, string>,
): string | undefined {
  for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) {
    if (kinds.get(folder) === "link") return "lies behind a link";
  }
  const kind = kinds.get(path);
  if (kind === undefined) return "is missing";
  if (kind !== "file") return `is a ${kind}`;
  try {
    return fileDigest(join(root, path)) === sha256 ? undefined : "has changed";
  } catch (error) {
    if (!isDiskError(error)) throw error;
    return `cannot be read: ${diskErrorReason(error)}`;
  }
}

interface Entries {
  /** What there is by its path below the root, links not followed, sorted. */
  readonly kinds: ReadonlyMap<string, string>;
  readonly unreadable: readonly Problem[];
}

function entriesBelow(root: string): Entries {
  const kinds: [string, string][] = [];
  const unreadable: Problem[] = [];
  const waiting = [root];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    try {
      for (const name of readdirSync(folder)) {
        const entry = join(folder, name);
        const path = relative(root, entry).split(sep).join("/");
        const stats = lstatSync(entry, { throwIfNoEntry: false });
        if (stats === undefined) continue;
        const kind = isStage(path) && stats.isDirectory() ? "stage" : kindOfEntry(stats);
        kinds.push([path, kind]);
        if (kind === "folder") waiting.push(entry);
      }
    } catch (error) {
      if (!isDiskError(error)) throw error;
      unreadable.push([
        relative(root, folder).split(sep).join("/"),
        `cannot be read: ${diskErrorReason(error)}`,
      ]);
    }
  }
  return { kinds: new Map(kinds.sort(([a], [b]) => (a < b ? -1 : 1))), unreadable };
}
