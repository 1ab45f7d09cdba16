import { dirname } from "node:path";
import { type Disk, disk as realDisk } from "./disk.ts";

/** What a file is to hold: at once, or part by part where it is long. */
export type FileContent = string | Uint8Array | Iterable<string>;

/**
 * Puts a file into place whole, or not at all, and so that it outlasts a power cut: it is written beside its place,
 * its bytes reach the disk, and only then it gets its name.
 */
export function writeDurably(
  path: string,
  content: FileContent,
  { mode, disk = realDisk }: { readonly mode?: number; readonly disk?: Disk } = {},
): void {
  const aside = `${path}.${process.pid}.tmp`;
  try {
    writeSynced(aside, content, { mode, disk });
    disk.renameSync(aside, path);
  } catch (error) {
    try {
      disk.rmSync(aside, { force: true });
    } catch {
      // What went wrong first is what counts.
    }
    throw error;
  }
  syncFolder(dirname(path), disk);
}

/** Writes a file and waits until its bytes are on the disk. */
export function writeSynced(
  path: string,
  content: FileContent,
  { mode, disk = realDisk }: { readonly mode?: number | undefined; readonly disk?: Disk } = {},
): void {
  const file = disk.openSync(path, "w", mode);
  try {
    const parts = typeof content === "string" || content instanceof Uint8Array ? [content] : content;
    for (const part of parts) disk.writeFileSync(file, part);
    disk.fsyncSync(file);
  } finally {
    disk.closeSync(file);
  }
}

/** Waits until the names in a folder are on the disk, as far as the system can do that: Windows has no such call. */
export function syncFolder(folder: string, disk: Disk = realDisk): void {
  let file: number;
  try {
    file = disk.openSync(folder, "r");
  } catch {
    return;
  }
  try {
    disk.fsyncSync(file);
  } catch {
    // Some file systems refuse it for folders.
  } finally {
    disk.closeSync(file);
  }
}
