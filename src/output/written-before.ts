import { join } from "node:path";
import type { Conflict } from "./conflict.ts";
import { digest } from "./digest.ts";
import { type Disk, entryAt, readUpTo } from "./disk.ts";
import { manifestName } from "./manifest.ts";
import { mostBytes } from "./read-regular-file.ts";
import { isBlank } from "./torn.ts";
import { readWholeManifest } from "./whole-manifest.ts";

/** What an output folder's manifest says of the last build. */
export interface Before {
  /** Path and digest by the path in lower case, as Windows compares. */
  readonly files: ReadonlyMap<string, { readonly path: string; readonly sha256: string }>;
  /** Digest of the manifest itself; undefined where there is none that is a file. */
  readonly sha256: string | undefined;
  readonly conflict: Conflict | undefined;
}

export function readBefore(outDir: string, disk: Disk): Before {
  const files = new Map<string, { path: string; sha256: string }>();
  const file = join(outDir, manifestName);
  const entry = entryAt(file, disk);
  const without = (reason?: Conflict["reason"], sha256?: string): Before => ({
    files,
    sha256,
    conflict: reason && { path: manifestName, reason },
  });
  if (entry === "nothing") return without();
  if (entry === "folder") return without("blocked");
  if (entry === "other") return without("foreign");
  const bytes = readUpTo(file, mostBytes, disk);
  if (bytes === undefined) return without("foreign");
  const sha256 = digest(bytes);
  if (isBlank(bytes)) return without(undefined, sha256);
  const manifest = readWholeManifest(bytes.toString("utf8"));
  if (manifest === undefined) return without("foreign", sha256);
  for (const [path, sha256] of manifest.files) files.set(path.toLowerCase(), { path, sha256 });
  return { files, sha256, conflict: undefined };
}
