import { join } from "node:path";
import { isDiskError } from "./disk-error.ts";
import { type Disk, entryAt } from "./disk.ts";
import { type Operation, rollBack } from "./replacement.ts";
import { stageName } from "./stage-name.ts";

/** A folder inside the output folder, thus on the same disk, where new files wait and replaced ones are kept. */
export interface Stage {
  readonly folder: string;
  readonly newFile: (id: number) => string;
  readonly oldFile: (id: number) => string;
  readonly plan: string;
}

export function stageIn(outDir: string): Stage {
  const folder = join(outDir, stageName);
  return {
    folder,
    newFile: (id) => join(folder, "new", String(id)),
    oldFile: (id) => join(folder, "old", String(id)),
    plan: join(folder, "plan.json"),
  };
}

/** Makes the stage, unless another build has one there. It appears in one step, with the process that owns it. */
export function openStage(outDir: string, disk: Disk): Stage | undefined {
  const stage = stageIn(outDir);
  const prepared = `${stage.folder}.${process.pid}`;
  try {
    disk.mkdirSync(join(prepared, "new"), { recursive: true });
    disk.mkdirSync(join(prepared, "old"));
    disk.writeFileSync(join(prepared, "owner"), String(process.pid));
    if (entryAt(stage.folder, disk) === "nothing") {
      disk.renameSync(prepared, stage.folder);
      return stage;
    }
  } catch (error) {
    remove(prepared, disk);
    // Another build may have been first, between the look and the renaming.
    if (entryAt(stage.folder, disk) === "nothing") throw error;
  }
  remove(prepared, disk);
  return undefined;
}

/** Deletes the stage. Where a program holds a file of it open, the next build deletes it. */
export function closeStage({ folder }: Stage, disk: Disk): void {
  remove(folder, disk);
}

function remove(folder: string, disk: Disk): void {
  try {
    disk.rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    if (!isDiskError(error)) throw error;
  }
}

/**
 * Cleans up after a build that was broken off, for example by a power cut: what it had replaced is put back. False
 * where the stage belongs to a build that still runs, or is not ours.
 */
export function recover(outDir: string, disk: Disk): boolean {
  const stage = stageIn(outDir);
  for (const name of disk.readdirSync(outDir)) {
    if (name.startsWith(`${stageName}.`) && !isRunning(Number(name.slice(stageName.length + 1)))) {
      remove(join(outDir, name), disk);
    }
  }
  const standing = entryAt(stage.folder, disk);
  if (standing === "nothing") return true;
  if (standing !== "folder" || isRunning(readOwner(stage, disk))) return false;
  if (entryAt(stage.plan, disk) === "file") {
    rollBack(outDir, stage, JSON.parse(disk.readFileSync(stage.plan, "utf8")) as Operation[], disk);
    // From here on there is nothing to roll back, even if deleting the stage is broken off in its turn.
    disk.rmSync(stage.plan);
  }
  closeStage(stage, disk);
  return true;
}

function readOwner({ folder }: Stage, disk: Disk): number | undefined {
  const owner = join(folder, "owner");
  if (entryAt(owner, disk) !== "file") return undefined;
  return Number(disk.readFileSync(owner, "utf8"));
}

function isRunning(owner: number | undefined): boolean {
  if (owner === undefined || !Number.isInteger(owner) || owner <= 0 || owner === process.pid) return false;
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
