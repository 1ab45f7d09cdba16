import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { digest } from "../output/digest.ts";
import { manifestName, readManifest } from "../output/manifest.ts";
import { jsonLine, reportProblem } from "./report.ts";
import type { ExitCode, World } from "./world.ts";

export interface VerifyOutputOptions {
  readonly folder: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `mderules verify-output DIR`: whether a folder holds what its manifest says, byte by byte, and nothing else. */
export function verifyOutput({ folder, json, quiet }: VerifyOutputOptions, world: World): ExitCode {
  const root = resolve(world.cwd, folder);
  const file = join(root, manifestName);
  const manifest = existsSync(file) ? readManifest(readFileSync(file, "utf8")) : undefined;
  if (manifest === undefined) {
    const message = existsSync(file)
      ? `${manifestName} in ${folder} is no manifest`
      : `${folder} has no ${manifestName}`;
    return reportProblem({ message, help: "name the output folder of a build" }, json, world);
  }
  const problems: (readonly [string, string])[] = [];
  for (const [path, sha256] of manifest.files) {
    const problem = problemOf(join(root, path), sha256);
    if (problem !== undefined) problems.push([path, problem]);
  }
  for (const path of filesBelow(root)) {
    if (path !== manifestName && !manifest.files.has(path)) problems.push([path, "is not in the manifest"]);
  }
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

function problemOf(path: string, sha256: string): string | undefined {
  try {
    return digest(readFileSync(path)) === sha256 ? undefined : "has changed";
  } catch {
    return existsSync(path) ? "cannot be read" : "is missing";
  }
}

function filesBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}
