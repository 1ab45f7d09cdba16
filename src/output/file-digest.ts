import { hash } from "node:crypto";
import { closeSync, constants, openSync, readSync } from "node:fs";
import { digest } from "./digest.ts";
import { readRegularFile } from "./read-regular-file.ts";

let buffer: Buffer | undefined;

// A link, even to an equal file, is not what a build wrote; and opening a pipe does not wait, reading it fails.
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** SHA-256 of a file's bytes; throws for what is no file. One buffer serves for all files: with hundreds of them it takes two thirds of the time. */
export function fileDigest(path: string): string {
  buffer ??= Buffer.allocUnsafe(1 << 20);
  const file = openSync(path, flags);
  try {
    let length = 0;
    for (let read = -1; read !== 0 && length < buffer.length; length += read) {
      read = readSync(file, buffer, length, buffer.length - length, length);
    }
    if (length < buffer.length) return hash("sha256", buffer.subarray(0, length), "hex");
  } finally {
    closeSync(file);
  }
  return digest(readRegularFile(path));
}
