import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from "node:fs";
import { join } from "node:path";

/**
 * The bytes of a file. What is no file (a folder, a pipe, a device) is refused at once with a disk error: reading a
 * pipe would wait for whoever writes to it, and a device need not have an end.
 */
export function readRegularFile(path: string): Buffer {
  // Without this flag, opening a pipe waits too. Windows has neither the flag, which counts as 0 there, nor such pipes.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw notAFile(path, stats);
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

function notAFile(path: string, stats: Stats): NodeJS.ErrnoException {
  const kind = kindOfEntry(stats);
  const error: NodeJS.ErrnoException = new Error(`${path} is a ${kind}`);
  return Object.assign(error, { code: kind === "folder" ? "EISDIR" : `is a ${kind}`, syscall: "read", path });
}
