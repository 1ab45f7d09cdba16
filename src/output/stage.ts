import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { isDiskError } from "./disk-error.ts";
import { type Disk, entryAt, readUpTo } from "./disk.ts";
import { makeFolder } from "./make-folder.ts";
import { type Owner, readOwner, thisOwner } from "./owner.ts";
import { startPulse } from "./pulse.ts";
import { stageName } from "./stage-name.ts";

/**
 * The folder inside the output folder, thus on the same disk, where new files wait and replaced ones are kept. It is
 * also the lock:
 *
 *     .mderules-staging/TOKEN/   of the one build that holds the output folder
 *       owner.TOKEN.json         who that is
 *       pulse.TOKEN              a sign of life every second
 *       new/ID, old/ID           files that wait, files that were replaced
 *       plan.json                what is being done, while it is being done
 *     .mderules-staging.new-TOKEN   about to become the folder above, in one step
 *     .mderules-staging.old-TOKEN   was the folder above; may be deleted by anybody
 *     .mderules-staging.kept-TOKEN  what a build that was broken off had replaced and nothing can put back
 *
 * Folders change hands by being renamed, which only one process can do to a folder, on file servers too.
 */
export interface Stage {
  readonly outDir: string;
  readonly token: string;
  readonly folder: string;
  readonly newFile: (id: number) => string;
  readonly oldFile: (id: number) => string;
  /** Where goes what can neither stay nor be put back; it is made when it is needed. */
  readonly kept: string;
  /** Ends the signs of life. */
  readonly endPulse: () => void;
}

/** What gives signs of life in a file until it is ended; a test may do without. */
export type Pulse = (file: string) => () => void;

const mostOwnerBytes = 10_000;
/** Another build may delete what is being prepared, thinking that it was left there. */
const mostAttempts = 5;

/** Makes the stage, unless another build has one there. It appears in one step, with the process that owns it. */
export function openStage(outDir: string, disk: Disk, pulse: Pulse = startPulse): Stage | undefined {
  for (let attempt = 1; ; attempt += 1) {
    const token = newToken();
    const prepared = join(outDir, `${stageName}.new-${token}`);
    try {
      const folder = join(prepared, token);
      makeFolder(folder, disk);
      claim(folder, token, disk);
      disk.mkdirSync(join(folder, "new"));
      disk.mkdirSync(join(folder, "old"));
      if (entryAt(join(outDir, stageName), disk) === "nothing") {
        disk.renameSync(prepared, join(outDir, stageName));
        return heldStage(outDir, token, pulse);
      }
      remove(prepared, disk);
      return undefined;
    } catch (error) {
      const isGone = entryAt(prepared, disk) === "nothing";
      remove(prepared, disk);
      // Another build may have been first, between the look and the renaming.
      if (entryAt(join(outDir, stageName), disk) !== "nothing") return undefined;
      if (!isGone || !isDiskError(error) || error.code !== "ENOENT" || attempt === mostAttempts) throw error;
    }
  }
}

/** Takes the stage of a build that has ended. Undefined where it is gone: another build was faster. */
export function takeStage(
  outDir: string,
  token: string,
  disk: Disk,
  pulse: Pulse = startPulse,
): Stage | undefined {
  const own = newToken();
  const folder = join(outDir, stageName, token);
  try {
    claim(folder, own, disk);
    disk.renameSync(folder, join(outDir, stageName, own));
  } catch (error) {
    if (isDiskError(error) && entryAt(folder, disk) === "nothing") return undefined;
    throw error;
  }
  return heldStage(outDir, own, pulse);
}

/** Gives the output folder free and deletes the stage. What a program holds open there the next build deletes. */
export function closeStage({ outDir, token, folder, endPulse }: Stage, disk: Disk): void {
  endPulse();
  const waste = join(outDir, `${stageName}.old-${token}`);
  try {
    disk.renameSync(folder, waste);
  } catch (error) {
    if (!isDiskError(error)) throw error;
    remove(folder, disk);
  }
  removeEmptyStage(outDir, disk);
  remove(waste, disk);
}

/** Keeps all of a stage of which nothing can be put back, under the name that is returned, and gives the folder free. */
export function keepStage({ outDir, folder, kept, endPulse }: Stage, disk: Disk): void {
  endPulse();
  disk.renameSync(folder, kept);
  removeEmptyStage(outDir, disk);
}

/** Whether nobody else has taken the stage, thinking that this build had ended. */
export function holdsStage({ folder }: Stage, disk: Disk): boolean {
  return entryAt(folder, disk) === "folder";
}

/** Who holds a folder that is called by this token; undefined where nothing that can be believed says so. */
export function ownerIn(folder: string, token: string, disk: Disk): Owner | undefined {
  const file = join(folder, `owner.${token}.json`);
  if (entryAt(file, disk) !== "file") return undefined;
  const owner = readOwner(readUpTo(file, mostOwnerBytes, disk)?.toString("utf8") ?? "");
  return owner?.token === token ? owner : undefined;
}

export function newToken(): string {
  return randomBytes(8).toString("hex");
}

export function isToken(name: string): boolean {
  return /^[0-9a-f]{16}$/.test(name);
}

/** Deletes what may be deleted later as well. */
export function remove(folder: string, disk: Disk): void {
  try {
    disk.rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    if (!isDiskError(error)) throw error;
  }
}

export function removeEmptyStage(outDir: string, disk: Disk): void {
  try {
    disk.rmdirSync(join(outDir, stageName));
  } catch (error) {
    if (!isDiskError(error)) throw error;
  }
}

function heldStage(outDir: string, token: string, pulse: Pulse): Stage {
  const folder = join(outDir, stageName, token);
  return {
    outDir,
    token,
    folder,
    newFile: (id) => join(folder, "new", String(id)),
    oldFile: (id) => join(folder, "old", String(id)),
    kept: join(outDir, `${stageName}.kept-${token}`),
    endPulse: pulse(pulseFile(outDir, token)),
  };
}

export function pulseFile(outDir: string, token: string): string {
  return join(outDir, stageName, token, `pulse.${token}`);
}

/** Says who holds a folder once it is called by the token. */
function claim(folder: string, token: string, disk: Disk): void {
  disk.writeFileSync(join(folder, `owner.${token}.json`), `${JSON.stringify(thisOwner(token))}\n`);
  disk.writeFileSync(join(folder, `pulse.${token}`), "");
}
