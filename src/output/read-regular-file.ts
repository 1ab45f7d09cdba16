import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from "node:fs";
import { join } from "node:path";
import { tooLargeCode } from "./disk-error.ts";

/** No file that mderules reads or writes is larger; a damaged or hostile one must not take all memory. */
export const mostBytes = 64_000_000;

/**
 * The bytes of a file. What is no file (a folder, a pipe, a device), or larger than the limit, is refused at once with a disk
 * error: reading a pipe would wait for whoever writes to it, and a device need not have an end.
 */
export function readRegularFile(path: string, limit = mostBytes): Buffer {
  // Without this flag, opening a pipe waits too. Windows has neither the flag, which counts as 0 there, nor such pipes.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw notAFile(path, stats);
    if (stats.size > limit) throw tooLarge(path, stats.size, limit);
    return readFileSync(file);
  } catch (error) {
    // Reading by a descriptor does not know the path.
    if (error instanceof Error) (error as NodeJS.ErrnoException).path ??= path;
    throw error;
  } finally {
    closeSync(file);
  }
}

/** The bytes of a file in a folder, or undefined where nothing has the name. */
export function readRegularFileIn(folder: string, name: string): Buffer | undefined {
  try {
    return readRegularFile(join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** What something that is no file is, in a word that goes after "is a". */
export function kindOfEntry(
  stats: Pick<Stats, "isFile" | "isDirectory" | "isSymbolicLink" | "isFIFO" | "isSocket">,
): string {
  if (stats.isFile()) return "file";
  if (stats.isDirectory()) return "folder";
  if (stats.isSymbolicLink()) return "link";
  return stats.isFIFO() ? "pipe" : stats.isSocket() ? "socket" : "device";
}

/** The error of reading more bytes than somebody takes. */
export function tooLarge(path: string, bytes: number, limit: number): NodeJS.ErrnoException {
  const message = `it is too large: ${bytes} bytes, more than ${limit}`;
  return Object.assign(new Error(message), { code: tooLargeCode, syscall: "read", path });
}

function notAFile(path: string, stats: Stats): NodeJS.ErrnoException {
  const kind = kindOfEntry(stats);
  const error: NodeJS.ErrnoException = new Error(`${path} is a ${kind}`);
  return Object.assign(error, { code: kind === "folder" ? "EISDIR" : `is a ${kind}`, syscall: "read", path });
}
