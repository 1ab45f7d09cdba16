import { accessSync, constants, readFileSync, realpathSync, statSync } from "node:fs";
import { diskErrorReason, isDiskError } from "../output/disk-error.ts";
import { writeDurably } from "../output/durable-file.ts";

/** Puts a text in the place of a file, whole; says why where that cannot be. */
export function replaceText(path: string, text: string): string | undefined {
  try {
    const file = realpathSync(path);
    accessSync(file, constants.W_OK);
    const { mode } = statSync(file);
    writeDurably(file, (isMarked(readFileSync(file)) ? "\uFEFF" : "") + text, { mode });
    return undefined;
  } catch (error) {
    if (isDiskError(error)) return diskErrorReason(error);
    throw error;
  }
}

/** Whether there is a byte order mark, which decoding drops. */
export function isMarked(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
