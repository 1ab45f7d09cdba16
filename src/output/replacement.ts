import { dirname, join } from "node:path";
import { type Disk, entryAt } from "./disk.ts";
import type { Stage } from "./stage.ts";

/** One change to the output folder. What it replaces is kept in the stage under its `id` until all is done. */
export interface Operation {
  readonly action: "place" | "remove";
  /** Below the output folder, with forward slashes. */
  readonly path: string;
  readonly id: number;
}

/**
 * Does all operations or none. The plan is on disk while it is carried out, so that a build which is broken off can
 * be rolled back by the next one; deleting the plan is the moment from which the new output holds.
 */
export function replaceAll(outDir: string, stage: Stage, operations: readonly Operation[], disk: Disk): void {
  disk.writeFileSync(stage.plan, JSON.stringify(operations));
  try {
    const folders = new Set([outDir]);
    for (const { action, path, id } of operations) {
      const target = join(outDir, path);
      const folder = dirname(target);
      if (action === "place" && !folders.has(folder)) {
        disk.mkdirSync(folder, { recursive: true });
        folders.add(folder);
      }
      if (entryAt(target, disk) !== "nothing") disk.renameSync(target, stage.oldFile(id));
      if (action === "place") disk.renameSync(stage.newFile(id), target);
    }
    disk.rmSync(stage.plan);
  } catch (error) {
    rollBack(outDir, stage, operations, disk);
    disk.rmSync(stage.plan, { force: true });
    throw error;
  }
  for (const { action, path } of operations) {
    if (action === "remove") removeEmptyFolders(outDir, path, disk);
  }
}

/**
 * Undoes what was done of the operations, which can be seen from what is left in the stage. Nothing is deleted, new
 * files go back into the stage, so that a roll-back which is broken off can be begun again.
 */
export function rollBack(outDir: string, stage: Stage, operations: readonly Operation[], disk: Disk): void {
  for (const { action, path, id } of operations.toReversed()) {
    const target = join(outDir, path);
    if (action === "place" && entryAt(stage.newFile(id), disk) === "nothing") {
      disk.renameSync(target, stage.newFile(id));
    }
    if (entryAt(stage.oldFile(id), disk) !== "nothing") disk.renameSync(stage.oldFile(id), target);
    else if (action === "place") removeEmptyFolders(outDir, path, disk);
  }
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
