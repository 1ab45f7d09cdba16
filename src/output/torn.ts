/**
 * What a power cut leaves of a file whose bytes did not all reach the disk: a part of them, and zeros or nothing for
 * the rest. Nobody edits a file into that, and nothing is lost with it.
 */
export function isTornCopy(found: Uint8Array, whole: Uint8Array): boolean {
  return found.length <= whole.length && found.every((byte, index) => byte === 0 || byte === whole[index]);
}

/** A torn file of which nothing has reached the disk. */
export function isBlank(found: Uint8Array): boolean {
  return found.every((byte) => byte === 0);
}
