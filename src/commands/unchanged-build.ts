import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { version } from "../../generated/version.js";
import { fileDigest } from "../output/file-digest.ts";
import { manifestName, readManifest } from "../output/manifest.ts";
import { readRegularFile } from "../output/read-regular-file.ts";
import { isUnfinished } from "../output/stage-name.ts";
import type { BuildOptions } from "./build-options.ts";
import { findRules } from "./find-rules.ts";
import { configurationPath, inputDigest, ledgerPaths } from "./input-digest.ts";
import { isRemembered, lookAt, type Memory, remember } from "./unchanged-memory.ts";
import type { Summary } from "./summary.ts";

/**
 * What to say of a build for which there is nothing to do, because its input is that of the last build and every
 * file is as that one wrote it; undefined where there may be something to do, or where anything at all is wrong.
 * With a memory, files that were compared once and have not been touched since are not read again.
 */
export function unchangedBuild(
  { paths, outDir, config, targets, signCommand }: BuildOptions,
  cwd: string,
  program: string,
  memory?: Memory,
): Omit<Summary, "milliseconds"> | undefined {
  try {
    const folder = resolve(cwd, outDir);
    const file = join(folder, manifestName);
    if (!existsSync(file) || readdirSync(folder).some(isUnfinished)) return undefined;
    const text = readRegularFile(file).toString("utf8");
    const manifest = readManifest(text);
    if (manifest?.input === undefined || manifest.mderules !== version) return undefined;
    const { files, others, folders, problems } = findRules(paths, cwd);
    const rules = [...files, ...others];
    if (problems.length > 0) return undefined;
    const configuration = configurationPath(config, cwd);
    const ledgers = ledgerPaths(folders);
    if (
      inputDigest({ version, program, targets, rules, configuration, ledgers, signCommand }) !==
      manifest.input
    )
      return undefined;
    const look = memory && lookAt(folder, text, manifest.files.keys(), memory);
    if (look === undefined || !isRemembered(look)) {
      for (const [path, sha256] of manifest.files) {
        if (fileDigest(join(folder, path)) !== sha256) return undefined;
      }
      if (look !== undefined) remember(look, memory!);
    }
    const { ruleCount, skipped } = manifest;
    return { outDir, rules: ruleCount, written: [], removed: [], unchanged: manifest.files.size, skipped };
  } catch {
    // Whatever it is that cannot be read: the build itself explains it.
    return undefined;
  }
}
