import { dirname, join } from "node:path";
import { type Disk, entryAt } from "./disk.ts";
import { syncFolder } from "./durable-file.ts";
import { makeFolder } from "./make-folder.ts";
import { type Operation, removePlan, writePlan } from "./plan.ts";
import { holdsStage, type Stage } from "./stage.ts";
import { folderStates, standingAt } from "./standing.ts";
import { isBlank } from "./torn.ts";

/**
 * Does all operations or none. The plan is on disk while it is carried out, so that a build which is broken off can
 * be rolled back by the next one; deleting the plan is the moment from which the new output holds.
 */
export function replaceAll(stage: Stage, operations: readonly Operation[], disk: Disk): void {
  const { outDir } = stage;
  try {
    writePlan(stage.folder, operations, disk);
    const folders = new Set([outDir]);
    for (const { action, path, id } of operations) {
      const target = join(outDir, path);
      const folder = dirname(target);
      if (action === "place" && !folders.has(folder)) {
        makeFolder(folder, disk);
        folders.add(folder);
      }
      if (entryAt(target, disk) !== "nothing") disk.renameSync(target, stage.oldFile(id));
      if (action === "place") disk.renameSync(stage.newFile(id), target);
    }
    removePlan(stage.folder, disk);
  } catch (error) {
    // Somebody who took this build for dead rolls it back himself.
    if (!holdsStage(stage, disk)) throw error;
    rollBack(stage, operations, disk);
    removePlan(stage.folder, disk);
    throw error;
  }
  syncFolder(stage.folder, disk);
  for (const { action, path } of operations) {
    if (action === "remove") removeEmptyFolders(outDir, path, disk);
  }
}

/**
 * Undoes what was done of the operations, which can be seen from what is there: whatever somebody has deleted,
 * changed or put there in between. It can be begun again at any point. What is neither as it was nor as it was to be
 * is a file that a power cut tore or that somebody edited: it goes into the folder `stage.kept`, and so does what was
 * replaced where something else is in its place now. Returns how many files that are.
 */
export function rollBack(stage: Stage, operations: readonly Operation[], disk: Disk): number {
  const { outDir } = stage;
  const folderState = folderStates(outDir, disk);
  let kept = 0;
  const keep = (from: string, path: string): void => {
    const to = join(stage.kept, path);
    makeFolder(dirname(to), disk);
    disk.renameSync(from, to);
    kept += 1;
  };
  for (const operation of operations.toReversed()) {
    const { path, id } = operation;
    const target = join(outDir, path);
    const isReachable = folderState(dirname(path)) !== "blocked";
    if (operation.action === "place" && isReachable && entryAt(stage.newFile(id), disk) === "nothing") {
      const standing = standingAt(path, { outDir, disk, folderState });
      if (standing.kind === "file" && standing.sha256 !== operation.old) {
        const { sha256, bytes } = standing;
        if (sha256 === operation.sha256 || (bytes !== undefined && isBlank(bytes))) disk.rmSync(target);
        else keep(target, path);
      }
    }
    if (entryAt(stage.oldFile(id), disk) === "nothing") {
      if (operation.action === "place" && isReachable) removeEmptyFolders(outDir, path, disk);
    } else if (isReachable && entryAt(target, disk) === "nothing") {
      makeFolder(dirname(target), disk);
      disk.renameSync(stage.oldFile(id), target);
    } else {
      keep(stage.oldFile(id), path);
    }
  }
  return kept;
}

/** Removes the folders above a path that is no longer there, as far as they are empty. */
function removeEmptyFolders(outDir: string, path: string, disk: Disk): void {
  for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) {
    try {
      disk.rmdirSync(join(outDir, folder));
    } catch {
      return;
    }
  }
}
