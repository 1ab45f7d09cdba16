import { createHash } from "node:crypto";

/** The name space of everything that mderules names in Configuration Manager. It must never change. */
const namespace = "8b1f4c5e-6a0d-5c3b-9e57-2d9f0c7a41e6";

/**
 * A UUID that depends on nothing but the names (RFC 9562, version 5): the same rule has the same id in every build,
 * on every machine.
 */
export function stableId(...names: readonly string[]): string {
  const bytes = digest(names);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Buffer.from(bytes.subarray(0, 16)).toString("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** A positive 32-bit number from the same source, for the ids of texts (`Res_123456789`). */
export function stableNumber(...names: readonly string[]): number {
  return Buffer.from(digest(names)).readUInt32BE(0) % 0x7fffffff;
}

function digest(names: readonly string[]): Uint8Array {
  // Lengths first: ("a", "bc") and ("ab", "c") are different names.
  const text = names.map((name) => `${name.length}:${name}`).join("");
  return createHash("sha1")
    .update(Buffer.from(namespace.replaceAll("-", ""), "hex"))
    .update(text)
    .digest();
}
