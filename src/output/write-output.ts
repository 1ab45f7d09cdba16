import { join } from "node:path";
import type { OutputFile } from "../targets/target.ts";
import { type Conflict, conflictOf } from "./conflict.ts";
import { digest } from "./digest.ts";
import { diskErrorReason, isDiskError } from "./disk-error.ts";
import { disk as realDisk, type Disk } from "./disk.ts";
import { writeSynced } from "./durable-file.ts";
import { makeFolder, removeEmpty } from "./make-folder.ts";
import { type ManifestFile, type ManifestHead, manifestName, manifestText } from "./manifest.ts";
import { outputPathProblem } from "./output-path.ts";
import type { Owner } from "./owner.ts";
import { type Operation, readPlan } from "./plan.ts";
import { recover, type Recovered } from "./recover.ts";
import { replaceAll } from "./replacement.ts";
import { closeStage, holdsStage, openStage, type Pulse, type Stage } from "./stage.ts";
import { stageName } from "./stage-name.ts";
import { folderStates, type Standing, standingAt } from "./standing.ts";
import { isBlank, isTornCopy } from "./torn.ts";
import { readBefore } from "./written-before.ts";

export interface WriteOptions {
  readonly outDir: string;
  /** Whether files that someone edited, or that no build wrote, may be overwritten and deleted. */
  readonly force: boolean;
  readonly head: ManifestHead;
  /** Asked when all files are known: whether they may be put into place. */
  readonly accept?: () => boolean;
  readonly disk?: Disk;
  /** Gives signs of life to builds on other machines and in other containers. */
  readonly pulse?: Pulse;
  /** Milliseconds without one after which a build that cannot be seen from here counts as ended. */
  readonly patience?: number;
}

const defaultPatience = 10_000;

export type WriteOutcome = WrittenOutcome & {
  /** What had become of builds before that were broken off; absent where there were none. */
  readonly recovered?: Recovered;
};

type WrittenOutcome =
  | {
      readonly kind: "done";
      /** Paths, the manifest not counted. */
      readonly written: readonly string[];
      readonly removed: readonly string[];
      readonly unchanged: number;
    }
  /** Nothing was written, because `accept` said no. */
  | { readonly kind: "refused" }
  /** Nothing was written, because these files would have been lost. */
  | { readonly kind: "conflicts"; readonly conflicts: readonly Conflict[] }
  /** Nothing was written, because another build has the folder; which, where that is known. */
  | { readonly kind: "busy"; readonly stage: string; readonly owner?: Owner }
  /** Another build has taken the folder, because this one gave no sign of life, and has put it in order. */
  | { readonly kind: "lost" }
  /** The disk refused; what had been written was taken back, or where that failed too, the next build does it. */
  | { readonly kind: "failed"; readonly path: string; readonly reason: string; readonly restored: boolean };

/**
 * Brings the output folder to hold exactly `files` and their manifest, besides what it held that no build wrote: all
 * of it or nothing. Files come one by one and wait on disk; a file that is as it should be is not touched.
 *
 * An exception means a mistake of the compiler (two files of one path); the folder is then as it was.
 */
export function writeOutput(files: Iterable<OutputFile>, options: WriteOptions): WriteOutcome {
  const { outDir, disk = realDisk, pulse, patience = defaultPatience } = options;
  try {
    const firstCreated = makeFolder(outDir, disk);
    try {
      const recovery = recover(outDir, { disk, pulse, patience });
      if (recovery.kind === "busy") return busy(outDir, recovery.owner);
      const { recovered } = recovery;
      const outcome = write(files, { ...options, disk });
      return recovered === undefined ? outcome : { ...outcome, recovered };
    } finally {
      if (firstCreated !== undefined) removeEmpty(outDir, firstCreated, disk);
    }
  } catch (error) {
    if (!isDiskError(error)) throw error;
    return failed(error, outDir, true);
  }
}

function busy(outDir: string, owner?: Owner): WrittenOutcome {
  return { kind: "busy", stage: join(outDir, stageName), ...(owner === undefined ? {} : { owner }) };
}

function failed(error: NodeJS.ErrnoException, outDir: string, restored: boolean): WrittenOutcome {
  return { kind: "failed", path: error.path ?? outDir, reason: diskErrorReason(error), restored };
}

type Options = WriteOptions & { readonly disk: Disk };
/** Opens the stage when it is first asked for; undefined where another build has the folder. */
type Open = () => Stage | undefined;

/** As `writeOutput`, in a folder that no build holds. */
function write(files: Iterable<OutputFile>, options: Options): WrittenOutcome {
  const { outDir, disk, pulse } = options;
  let stage: Stage | undefined;
  const open: Open = () => (stage ??= openStage(outDir, disk, pulse));
  try {
    return writeInto(open, files, options);
  } catch (error) {
    if (stage === undefined || !isDiskError(error)) throw error;
    const state = stateAfter(stage, disk);
    return state === "lost" ? { kind: "lost" } : failed(error, outDir, state === "restored");
  } finally {
    if (stage !== undefined) {
      // A plan that is still there could not be rolled back: the next build tries again, from what is in the stage.
      if (stateAfter(stage, disk) === "restored") closeStage(stage, disk);
      else stage.endPulse();
    }
  }
}

/** What a build leaves of its stage: nothing that is still to be done, a plan to be undone, or no stage at all. */
function stateAfter(stage: Stage, disk: Disk): "restored" | "unfinished" | "lost" {
  try {
    if (!holdsStage(stage, disk)) return "lost";
    return readPlan(stage.folder, disk) === "none" ? "restored" : "unfinished";
  } catch (error) {
    if (!isDiskError(error)) throw error;
    return "unfinished";
  }
}

function writeInto(open: Open, files: Iterable<OutputFile>, options: Options): WrittenOutcome {
  const { outDir, force, head, disk } = options;
  const conflicts: Conflict[] = [];
  const hinders = (conflict: Conflict | undefined): boolean => {
    if (conflict === undefined || (force && conflict.reason !== "blocked")) return false;
    conflicts.push(conflict);
    return true;
  };
  const before = readBefore(outDir, disk);
  hinders(before.conflict);
  const folderState = folderStates(outDir, disk);
  const standingOf = (path: string): Standing => standingAt(path, { outDir, disk, folderState });

  const entries: ManifestFile[] = [];
  const paths = new Map<string, string>();
  const placed: Operation[] = [];
  let unchanged = 0;
  const others = { haveFolder: false };
  const stageFile = (path: string, bytes: Uint8Array, sha256: string, old: string | undefined): void => {
    // Where something hinders the build nothing will be put into place; the rest is only compared.
    const stage = conflicts.length > 0 || others.haveFolder ? undefined : open();
    others.haveFolder ||= conflicts.length === 0 && stage === undefined;
    if (stage === undefined) return;
    const id = placed.length;
    // Other files are not synced, which would take as long as all else: after a power cut recovery compares digests.
    if (path === manifestName) writeSynced(stage.newFile(id), bytes, { disk });
    else disk.writeFileSync(stage.newFile(id), bytes);
    placed.push({ action: "place", path, id, sha256, old });
  };

  for (const { path, content, target, role, rule, covers } of files) {
    checkPath(path, paths);
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    const sha256 = digest(bytes);
    entries.push({ path, sha256, target, role, rule, covers });
    const standing = standingOf(path);
    const known = before.files.get(path.toLowerCase());
    const found = standing.kind === "file" ? standing : undefined;
    const old = found?.sha256;
    if (old === sha256 && (known?.path ?? path) === path) {
      unchanged += 1;
      continue;
    }
    const conflict = conflictOf(path, standing, known?.sha256);
    const isTorn = conflict !== undefined && found?.bytes !== undefined && isTornCopy(found.bytes, bytes);
    if (isTorn || !hinders(conflict)) stageFile(path, bytes, sha256, old);
  }

  if (options.accept?.() === false) return { kind: "refused" };

  const removed: Operation[] = [];
  for (const [key, { path, sha256 }] of before.files) {
    if (paths.get(key) === path) continue;
    const standing = standingOf(path);
    if (standing.kind === "nothing" || standing.kind === "blocked") continue;
    const conflict = conflictOf(path, standing, sha256);
    const isTorn =
      conflict !== undefined && standing.kind === "file" && standing.bytes && isBlank(standing.bytes);
    if (!isTorn && hinders(conflict)) continue;
    removed.push({ action: "remove", path, id: entries.length + 1 + removed.length });
  }
  if (conflicts.length > 0) return { kind: "conflicts", conflicts };

  const manifest = Buffer.from(manifestText({ ...head, files: entries }));
  const sha256 = digest(manifest);
  const written = placed.map(({ path }) => path);
  if (before.sha256 !== sha256) stageFile(manifestName, manifest, sha256, before.sha256);
  if (others.haveFolder || placed.length + removed.length > 0) {
    const stage = others.haveFolder ? undefined : open();
    // What was compared is what another build may have replaced before the stage was opened.
    if (stage === undefined || readBefore(outDir, disk).sha256 !== before.sha256) return busy(outDir);
    // Removed first: on Windows a name that only changed its case is one file.
    replaceAll(stage, [...removed, ...placed], disk);
  }
  return { kind: "done", written, removed: removed.map(({ path }) => path), unchanged };
}

function checkPath(path: string, paths: Map<string, string>): void {
  const problem = outputPathProblem(path);
  if (problem !== undefined) throw new Error(`the output path ${JSON.stringify(path)} ${problem}`);
  const key = path.toLowerCase();
  if (key === manifestName || key.startsWith(stageName)) {
    throw new Error(`the output path ${JSON.stringify(path)} is reserved`);
  }
  const other = paths.get(key);
  if (other !== undefined) throw new Error(`the output paths ${other} and ${path} are one file on Windows`);
  paths.set(key, path);
}
