import { mkdirSync, rmdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { isDiskError } from "./disk-error.ts";
import type { Disk } from "./disk.ts";

/** What systems say of a folder that is there: of the root of a drive, and of a disk that is read-only, more than that. */
const mayBeThere: ReadonlySet<string | undefined> = new Set(["EEXIST", "EISDIR", "EPERM", "EROFS"]);

/**
 * Makes a folder and those above it that are missing, or none of them; returns the topmost that was made, undefined where all were there. Node's
 * own recursion never ends below a folder that takes no folders and says that something is missing, as /proc does.
 */
export function makeFolder(path: string, disk: Pick<Disk, "mkdirSync"> = { mkdirSync }): string | undefined {
  try {
    disk.mkdirSync(path);
    return path;
  } catch (error) {
    if (!isDiskError(error)) throw error;
    if (mayBeThere.has(error.code) && isFolder(path)) return undefined;
    if (error.code !== "ENOENT" || dirname(path) === path) throw error;
  }
  const topmost = makeFolder(dirname(path), disk);
  try {
    disk.mkdirSync(path);
  } catch (error) {
    // Another build may have been faster.
    if (!isFolder(path)) {
      if (topmost !== undefined) removeEmpty(dirname(path), topmost);
      throw error;
    }
  }
  return topmost ?? path;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    return false;
  }
}

/** Removes a folder and those above it up to the topmost, as far as they are empty. */
export function removeEmpty(
  path: string,
  topmost: string,
  disk: Pick<Disk, "rmdirSync"> = { rmdirSync },
): void {
  for (let folder = path; ; folder = dirname(folder)) {
    try {
      disk.rmdirSync(folder);
    } catch {
      return;
    }
    if (folder === topmost) return;
  }
}
