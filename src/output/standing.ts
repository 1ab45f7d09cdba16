import { dirname, join } from "node:path";
import { digest } from "./digest.ts";
import { type Disk, entryAt } from "./disk.ts";

/** What is in the place of an output file. Links are neither read nor followed: they may lead anywhere. */
export type Standing =
  { readonly kind: "nothing" | "link" | "blocked" } | { readonly kind: "file"; readonly sha256: string };

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
      return { kind: "file", sha256: digest(disk.readFileSync(target)) };
    default:
      return entry satisfies never;
  }
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
