import { dirname, join } from "node:path";
import type { OutputFile } from "../targets/target.ts";
import { digest } from "./digest.ts";
import { diskErrorReason, isDiskError } from "./disk-error.ts";
import { disk as realDisk, type Disk, entryAt } from "./disk.ts";
import {
  type ManifestFile,
  type ManifestHead,
  manifestName,
  manifestText,
  readManifest,
  type WrittenBefore,
} from "./manifest.ts";
import { outputPathProblem } from "./output-path.ts";
import { type Operation, replaceAll } from "./replacement.ts";
import { closeStage, openStage, recover, type Stage } from "./stage.ts";
import { stageName } from "./stage-name.ts";
import { folderStates, type Standing, standingAt } from "./standing.ts";

export interface WriteOptions {
  readonly outDir: string;
  /** Whether files that someone edited, or that no build wrote, may be overwritten and deleted. */
  readonly force: boolean;
  readonly head: ManifestHead;
  readonly disk?: Disk;
}

export type WriteOutcome =
  | {
      readonly kind: "done";
      /** Paths, the manifest not counted. */
      readonly written: readonly string[];
      readonly removed: readonly string[];
      readonly unchanged: number;
    }
  /** Nothing was written, because these files would have been lost. */
  | { readonly kind: "conflicts"; readonly conflicts: readonly Conflict[] }
  /** Nothing was written, because another build has the folder. */
  | { readonly kind: "busy"; readonly stage: string }
  /** The disk refused; what had been written was taken back. */
  | { readonly kind: "failed"; readonly path: string; readonly reason: string };

export interface Conflict {
  readonly path: string;
  /**
   * `edited`: a build wrote it and someone changed it since; `foreign`: no build wrote it; `blocked`: a folder or a
   * link is in the way, which `force` does not remove either.
   */
  readonly reason: "edited" | "foreign" | "blocked";
}

/**
 * Brings the output folder to hold exactly `files` and their manifest, besides what it held that no build wrote: all
 * of it or nothing. Files come one by one and wait on disk; a file that is as it should be is not touched.
 *
 * An exception means a mistake of the compiler (two files of one path); the folder is then as it was.
 */
export function writeOutput(files: Iterable<OutputFile>, options: WriteOptions): WriteOutcome {
  const { outDir, head, disk = realDisk } = options;
  try {
    const firstCreated = disk.mkdirSync(outDir, { recursive: true });
    try {
      if (!recover(outDir, disk)) return { kind: "busy", stage: join(outDir, stageName) };
      return write(files, { outDir, force: options.force, head, disk });
    } finally {
      if (firstCreated !== undefined) removeIfEmpty(outDir, firstCreated, disk);
    }
  } catch (error) {
    if (!isDiskError(error)) throw error;
    return { kind: "failed", path: error.path ?? outDir, reason: diskErrorReason(error) };
  }
}

function write(files: Iterable<OutputFile>, options: Required<WriteOptions>): WriteOutcome {
  const { outDir, force, head, disk } = options;
  const conflicts: Conflict[] = [];
  const hinders = (conflict: Conflict | undefined): boolean => {
    if (conflict === undefined || (force && conflict.reason !== "blocked")) return false;
    conflicts.push(conflict);
    return true;
  };
  const before = readWrittenBefore(outDir, disk);
  hinders(before.conflict);
  const folderState = folderStates(outDir, disk);

  const entries: ManifestFile[] = [];
  const paths = new Map<string, string>();
  const placed: Operation[] = [];
  let unchanged = 0;
  const staging: { stage: Stage | undefined; busy: boolean } = { stage: undefined, busy: false };
  const openedStage = (): Stage | undefined => {
    if (staging.busy) return undefined;
    staging.stage ??= openStage(outDir, disk);
    staging.busy = staging.stage === undefined;
    return staging.stage;
  };
  try {
    const place = (path: string, bytes: Uint8Array): void => {
      // Where something hinders the build nothing will be put into place; the rest is only compared.
      const stage = conflicts.length > 0 ? undefined : openedStage();
      if (stage === undefined) return;
      const id = placed.length;
      disk.writeFileSync(stage.newFile(id), bytes);
      placed.push({ action: "place", path, id });
    };

    for (const { path, content, target, role, rule, covers } of files) {
      checkPath(path, paths);
      const bytes = typeof content === "string" ? Buffer.from(content) : content;
      const sha256 = digest(bytes);
      entries.push({ path, sha256, target, role, rule, covers });
      const standing = standingAt(path, { outDir, disk, folderState });
      const known = before.files.get(path.toLowerCase());
      if (standing.kind === "file" && standing.sha256 === sha256 && (known?.path ?? path) === path) {
        unchanged += 1;
      } else if (!hinders(conflictOf(path, standing, known?.sha256))) {
        place(path, bytes);
      }
    }

    const removed: Operation[] = [];
    for (const [key, { path, sha256 }] of before.files) {
      if (paths.get(key) === path) continue;
      const standing = standingAt(path, { outDir, disk, folderState });
      if (standing.kind === "nothing" || standing.kind === "blocked") continue;
      if (hinders(conflictOf(path, standing, sha256))) continue;
      removed.push({ action: "remove", path, id: entries.length + 1 + removed.length });
    }
    if (conflicts.length > 0) return { kind: "conflicts", conflicts };

    const manifest = Buffer.from(manifestText({ ...head, files: entries }));
    const written = placed.map(({ path }) => path);
    if (before.sha256 !== digest(manifest)) place(manifestName, manifest);
    if (placed.length + removed.length > 0 || staging.busy) {
      const stage = openedStage();
      if (stage === undefined) return { kind: "busy", stage: join(outDir, stageName) };
      // Removed first: on Windows a name that only changed its case is one file.
      replaceAll(outDir, stage, [...removed, ...placed], disk);
    }
    return { kind: "done", written, removed: removed.map(({ path }) => path), unchanged };
  } finally {
    // A plan that is still there could not be rolled back: the next build tries again, from what is in the stage.
    const { stage } = staging;
    if (stage !== undefined && entryAt(stage.plan, disk) === "nothing") closeStage(stage, disk);
  }
}

function checkPath(path: string, paths: Map<string, string>): void {
  const problem = outputPathProblem(path);
  if (problem !== undefined) throw new Error(`the output path ${JSON.stringify(path)} ${problem}`);
  const key = path.toLowerCase();
  if (key === manifestName || key.split("/")[0] === stageName) {
    throw new Error(`the output path ${JSON.stringify(path)} is reserved`);
  }
  const other = paths.get(key);
  if (other !== undefined) throw new Error(`the output paths ${other} and ${path} are one file on Windows`);
  paths.set(key, path);
}

function conflictOf(path: string, standing: Standing, known: string | undefined): Conflict | undefined {
  switch (standing.kind) {
    case "nothing":
      return undefined;
    case "blocked":
      return { path, reason: "blocked" };
    case "link":
      return { path, reason: known === undefined ? "foreign" : "edited" };
    case "file":
      if (known === undefined) return { path, reason: "foreign" };
      return standing.sha256 === known ? undefined : { path, reason: "edited" };
    default:
      return standing satisfies never;
  }
}

interface Before {
  /** Path and digest by the path in lower case, as Windows compares. */
  readonly files: ReadonlyMap<string, { readonly path: string; readonly sha256: string }>;
  /** Digest of the manifest itself. */
  readonly sha256: string | undefined;
  readonly conflict: Conflict | undefined;
}

function readWrittenBefore(outDir: string, disk: Disk): Before {
  const nothing = { files: new Map<string, never>(), sha256: undefined };
  const file = join(outDir, manifestName);
  const entry = entryAt(file, disk);
  if (entry === "nothing") return { ...nothing, conflict: undefined };
  if (entry === "folder") return { ...nothing, conflict: { path: manifestName, reason: "blocked" } };
  const bytes = entry === "file" ? disk.readFileSync(file) : undefined;
  const manifest: WrittenBefore | undefined = bytes && readManifest(bytes.toString("utf8"));
  if (bytes === undefined || manifest === undefined) {
    return { ...nothing, conflict: { path: manifestName, reason: "foreign" } };
  }
  const files = new Map([...manifest.files].map(([path, sha256]) => [path.toLowerCase(), { path, sha256 }]));
  return { files, sha256: digest(bytes), conflict: undefined };
}

function removeIfEmpty(outDir: string, firstCreated: string, disk: Disk): void {
  for (let folder = outDir; ; folder = dirname(folder)) {
    try {
      disk.rmdirSync(folder);
    } catch {
      return;
    }
    if (folder === firstCreated) return;
  }
}
