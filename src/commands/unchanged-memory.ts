import { hash } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { makeFolder } from "../output/make-folder.ts";
import { bootId } from "../output/owner.ts";

/**
 * Remembers, for a user, that the files of an output folder were compared with its manifest: reading megabytes to find
 * that nothing has changed takes longer than all else together. What is remembered is a digest of what the file system says of
 * each file, of which an edit changes at least the time of change; a copy of the folder has other numbers altogether.
 * Where anything is in the way nothing is remembered, and files are read as if it had never been.
 */
export interface Memory {
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A file system need not tell two changes apart that are closer than this; FAT has two seconds. */
const settledMilliseconds = 3000;

export interface Look {
  readonly memory: string;
  readonly signature: string;
  /** Whether the files have been as they are for long enough that a change from now on shows. */
  readonly settled: boolean;
}

/** What the file system says of an output folder's files. Throws where one is missing. */
export function lookAt(outDir: string, manifest: string, paths: Iterable<string>, memory: Memory): Look {
  let newest = 0;
  // A power cut may have torn files whose bytes had not reached the disk, and left their times as they were.
  let seen = `${bootId()}\n${manifest}`;
  for (const path of paths) {
    // With hundreds of files, `join` would take as long as the file system.
    const { dev, ino, size, mtimeMs, ctimeMs } = statSync(`${outDir}/${path}`);
    seen += `${path}\n${dev} ${ino} ${size} ${mtimeMs} ${ctimeMs}\n`;
    newest = Math.max(newest, ctimeMs);
  }
  return {
    memory: join(memory.folder, hash("sha256", outDir, "hex")),
    signature: hash("sha256", seen, "hex"),
    settled: newest + settledMilliseconds < memory.now,
  };
}

export function isRemembered({ memory, signature }: Look): boolean {
  try {
    return readFileSync(memory, "utf8") === signature;
  } catch {
    return false;
  }
}

/** To be called when the files were found right after the look. */
export function remember({ memory, signature, settled }: Look, { folder }: Memory): void {
  if (!settled) return;
  try {
    makeFolder(folder);
    writeFileSync(memory, signature);
  } catch {
    // The next build reads the files again.
  }
}

/** Where programs keep for a user what can be made again; undefined where the user has no such place. */
export function cacheFolder(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  try {
    const { XDG_CACHE_HOME, LOCALAPPDATA } = environment;
    if (process.platform === "win32") return LOCALAPPDATA && join(LOCALAPPDATA, "mderules", "Cache");
    if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "mderules");
    return join(XDG_CACHE_HOME || join(homedir(), ".cache"), "mderules");
  } catch {
    return undefined;
  }
}
