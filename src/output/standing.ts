import { dirname, join } from "node:path";
import { digest } from "./digest.ts";
import { type Disk, entryAt, readUpTo } from "./disk.ts";
import { mostBytes } from "./read-regular-file.ts";

/** What is in the place of an output file. Links are neither read nor followed: they may lead anywhere. */
export type Standing =
  | { readonly kind: "nothing" | "link" | "blocked" }
  /** Without its bytes where it is larger than any file of a build; its digest is that of no file then. */
  | { readonly kind: "file"; readonly sha256: string; readonly bytes: Uint8Array | undefined };

export interface Surroundings {
  readonly outDir: string;
  readonly disk: Disk;
  readonly folderState: FolderState;
}

export function standingAt(path: string, { outDir, disk, folderState }: Surroundings): Standing {
  const folder = folderState(dirname(path));
  if (folder !== "folder") return { kind: folder };
  const target = join(outDir, path);
  const entry = entryAt(target, disk);
  switch (entry) {
    case "nothing":
      return { kind: "nothing" };
    case "folder":
      return { kind: "blocked" };
    case "other":
      return { kind: "link" };
    case "file":
      return fileOf(readUpTo(target, mostBytes, disk));
    default:
      return entry satisfies never;
  }
}

function fileOf(bytes: Buffer | undefined): Standing {
  return { kind: "file", sha256: bytes === undefined ? "" : digest(bytes), bytes };
}

export type FolderState = (folder: string) => "folder" | "nothing" | "blocked";

/** Looks at each folder once; below one that is not there nothing is. */
export function folderStates(outDir: string, disk: Disk): FolderState {
  const states = new Map<string, ReturnType<FolderState>>([[".", "folder"]]);
  const stateOf: FolderState = (folder) => {
    const known = states.get(folder);
    if (known !== undefined) return known;
    const above = stateOf(dirname(folder));
    const entry = above === "folder" ? entryAt(join(outDir, folder), disk) : above;
    const state = entry === "folder" || entry === "nothing" ? entry : "blocked";
    states.set(folder, state);
    return state;
  };
  return stateOf;
}
