import { join } from "node:path";
import { type Disk, entryAt, namesIn, readUpTo } from "./disk.ts";
import { isProcessNumber, type Owner, processExists, stateOf } from "./owner.ts";
import { readPlan, removePlan } from "./plan.ts";
import { watchPulse } from "./pulse.ts";
import { rollBack } from "./replacement.ts";
import {
  closeStage,
  isToken,
  keepStage,
  newToken,
  ownerIn,
  type Pulse,
  pulseFile,
  remove,
  removeEmptyStage,
  type Stage,
  takeStage,
} from "./stage.ts";
import { isStage, stageName } from "./stage-name.ts";

/** What had become of builds that were broken off. */
export interface Recovered {
  /** Whether what they had replaced was put back; else they had not replaced anything. */
  readonly restored: boolean;
  /** Names of folders in the output folder with files that could not be put back. */
  readonly kept: readonly string[];
}

export type Recovery =
  | { readonly kind: "free"; readonly recovered: Recovered | undefined }
  /** Another build has the folder; who, where that is known. */
  | { readonly kind: "busy"; readonly owner: Owner | undefined };

export interface RecoverOptions {
  readonly disk: Disk;
  readonly pulse?: Pulse | undefined;
  /** Milliseconds without a sign of life after which a build that cannot be seen from here counts as ended. */
  readonly patience: number;
}

/** Far more often than folders change hands in the time of a build. */
const mostTurns = 100;

/**
 * Cleans up after builds that were broken off, for example by a power cut: what they had replaced is put back. Nothing
 * that is read here is believed: whatever it says, no file outside the output folder is touched, and no build is
 * hindered for ever.
 */
export function recover(outDir: string, options: RecoverOptions): Recovery {
  const { disk } = options;
  removeWaste(outDir, disk);
  const kept: string[] = [];
  let restored = false;
  let found = false;
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const names = namesIn(join(outDir, stageName), disk);
    const token = names.find((name) => isToken(name) && isFolder(join(outDir, stageName, name), disk));
    if (token === undefined) {
      if (names.length === 0) {
        removeEmptyStage(outDir, disk);
        if (entryAt(join(outDir, stageName), disk) !== "nothing") throw inTheWay(outDir);
        return { kind: "free", recovered: found ? { restored, kept } : undefined };
      }
      if (hasLiveOldOwner(outDir, disk)) return { kind: "busy", owner: undefined };
      found = true;
      const name = setAside(outDir, disk);
      if (name !== undefined) kept.push(name);
      continue;
    }
    const owner = ownerIn(join(outDir, stageName, token), token, disk);
    if (isAlive(outDir, token, owner, options)) return { kind: "busy", owner };
    const stage = takeStage(outDir, token, disk, options.pulse);
    if (stage === undefined) continue;
    found = true;
    const undone = undo(stage, disk);
    restored ||= undone.restored;
    if (undone.kept) kept.push(stage.kept.slice(outDir.length + 1));
  }
  return { kind: "busy", owner: undefined };
}

/** Puts back what the build of a stage had replaced, and gives the output folder free. */
function undo(stage: Stage, disk: Disk): { restored: boolean; kept: boolean } {
  const isSound = ["new", "old"].every((name) => entryAt(join(stage.folder, name), disk) !== "other");
  const plan = isSound ? readPlan(stage.folder, disk) : "unusable";
  if (plan === "unusable") {
    // Only replaced files are worth keeping: those that waited are made again.
    const worthKeeping = !isSound || namesIn(join(stage.folder, "old"), disk).length > 0;
    if (worthKeeping) keepStage(stage, disk);
    else closeStage(stage, disk);
    return { restored: false, kept: worthKeeping };
  }
  const count = plan === "none" ? 0 : rollBack(stage, plan, disk);
  removePlan(stage.folder, disk);
  closeStage(stage, disk);
  return { restored: plan !== "none", kept: count > 0 };
}

function isAlive(
  outDir: string,
  token: string,
  owner: Owner | undefined,
  { disk, patience }: RecoverOptions,
): boolean {
  const state = owner === undefined ? "unknown" : stateOf(owner);
  if (state !== "unknown") return state === "runs";
  return watchPulse(pulseFile(outDir, token), patience, disk) === "moves";
}

/**
 * A stage without an owner: of mderules 0.1.0, or of nobody. Its plan holds no digests and was not made to outlast a
 * power cut, so it is not believed. Where it holds replaced files, or what no build made, all of it is kept.
 */
function setAside(outDir: string, disk: Disk): string | undefined {
  const folder = join(outDir, stageName);
  const token = newToken();
  const names = namesIn(folder, disk);
  const isWaste =
    names.every((name) => ["owner", "plan.json", "new", "old"].includes(name)) &&
    entryAt(join(folder, "new"), disk) !== "other" &&
    entryAt(join(folder, "old"), disk) !== "other" &&
    namesIn(join(folder, "old"), disk).length === 0;
  const name = `${stageName}.${isWaste ? "old" : "kept"}-${token}`;
  disk.renameSync(folder, join(outDir, name));
  if (!isWaste) return name;
  remove(join(outDir, name), disk);
  return undefined;
}

const mostNumberBytes = 30;

/** Builds of mderules 0.1.0 are known by the number of their process alone. */
function hasLiveOldOwner(outDir: string, disk: Disk): boolean {
  const file = join(outDir, stageName, "owner");
  if (entryAt(file, disk) !== "file") return false;
  const pid = Number(readUpTo(file, mostNumberBytes, disk)?.toString("latin1"));
  return isProcessNumber(pid) && pid !== process.pid && processExists(pid);
}

/**
 * Deletes what builds leave that are broken off while they prepare or delete a stage. One that is being prepared
 * elsewhere may be deleted too: it takes milliseconds, and that build prepares another one.
 */
function removeWaste(outDir: string, disk: Disk): void {
  for (const name of disk.readdirSync(outDir)) {
    const [, kind, token] =
      new RegExp(`^${stageName}\\.(new|old)-(.*)$`).exec(isStage(name) ? name : "") ?? [];
    if (token === undefined) continue;
    const owner = kind === "new" ? ownerIn(join(outDir, name, token), token, disk) : undefined;
    if (owner === undefined || stateOf(owner) !== "runs") remove(join(outDir, name), disk);
  }
}

function isFolder(path: string, disk: Disk): boolean {
  return entryAt(path, disk) === "folder";
}

function inTheWay(outDir: string): NodeJS.ErrnoException {
  const path = join(outDir, stageName);
  return Object.assign(new Error(`${path} is in the way`), { code: "EEXIST", syscall: "mkdir", path });
}
