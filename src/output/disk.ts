import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";

/** What writing needs of the file system; a test passes one that fails half-way. */
export const disk = {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
};
export type Disk = typeof disk;

/** What stands at a path, links not followed. */
export function entryAt(path: string, { lstatSync }: Disk): "file" | "folder" | "other" | "nothing" {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return "nothing";
  return stats.isFile() ? "file" : stats.isDirectory() ? "folder" : "other";
}

/** The names in a folder; none where there is no folder of its own, links not followed. */
export function namesIn(path: string, disk: Disk): string[] {
  return entryAt(path, disk) === "folder" ? disk.readdirSync(path) : [];
}

/**
 * The bytes of a file that anybody may have put there; undefined where it is larger than whatever belongs there: what is not
 * believed must not take all memory either.
 */
export function readUpTo(path: string, limit: number, { lstatSync, readFileSync }: Disk): Buffer | undefined {
  return lstatSync(path).size > limit ? undefined : readFileSync(path);
}
