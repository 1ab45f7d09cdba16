import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";

/** What writing needs of the file system; a test passes one that fails half-way. */
export const disk = {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
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
