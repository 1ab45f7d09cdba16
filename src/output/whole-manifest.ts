import validate from "../../generated/validate-manifest.js";
import { version } from "../../generated/version.js";
import { readManifest, type WrittenBefore } from "./manifest.ts";

/**
 * What a manifest says, held against its schema (schemas/manifest.schema.json); undefined where the text is none. Of another version
 * of mderules only what this one needs has to be there: an upgrade must know what was written before.
 */
export function readWholeManifest(text: string): WrittenBefore | undefined {
  const manifest = readManifest(text);
  if (manifest?.mderules !== version) return manifest;
  return validate(JSON.parse(text)) ? manifest : undefined;
}
