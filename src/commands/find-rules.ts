import { type Dirent, lstatSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { diskErrorReason, isDiskError } from "../output/disk-error.ts";
import { shippedRules } from "./shipped.ts";

export interface FoundRules {
  /** In the order of the paths, below each sorted by name; each file once. */
  readonly files: readonly FoundFile[];
  /** Absolute folders in which documents of the rules may lie. */
  readonly folders: readonly string[];
  readonly problems: readonly FindProblem[];
}

export interface FoundFile {
  /** Absolute. */
  readonly path: string;
  /**
   * How scripts and the manifest name it: from the folder that was asked for, whatever the working folder is, so
   * that the same rules give the same bytes everywhere.
   */
  readonly name: string;
}

export type FindProblem =
  | { readonly kind: "not-found" | "no-rules"; readonly path: string }
  | { readonly kind: "unreadable"; readonly path: string; readonly reason: string };

const extension = ".mderule";

/** The rule files of paths on the command line; of none, those of ./rules or else of the shipped rulebook. */
export function findRules(paths: readonly string[], cwd: string): FoundRules {
  const roots = paths.length > 0 ? paths.map((path) => resolve(cwd, path)) : [defaultFolder(cwd)];
  const files = new Map<string, string>();
  const folders = new Set<string>();
  const problems: FindProblem[] = [];
  for (const root of roots) {
    try {
      const stats = statSync(root, { throwIfNoEntry: false });
      if (stats === undefined) {
        problems.push({ kind: "not-found", path: root });
      } else if (stats.isDirectory()) {
        const found = filesBelow(root);
        if (found.length === 0) problems.push({ kind: "no-rules", path: root });
        for (const file of found) if (!files.has(file)) files.set(file, root);
        folders.add(root);
      } else {
        if (!files.has(root)) files.set(root, dirname(root));
        folders.add(dirname(root));
      }
    } catch (error) {
      if (!isDiskError(error)) throw error;
      problems.push({ kind: "unreadable", path: error.path ?? root, reason: diskErrorReason(error) });
    }
  }
  return { files: named(files), folders: [...folders], problems };
}

function defaultFolder(cwd: string): string {
  const own = join(cwd, "rules");
  // A link that leads nowhere, or a folder that cannot be entered, is reported: the shipped rules are not meant then.
  const stats = lstatSync(own, { throwIfNoEntry: false });
  return stats === undefined || stats.isFile() ? shippedRules() : own;
}

function filesBelow(folder: string): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!entry.name.startsWith(".") && entry.name !== "node_modules") found.push(...filesBelow(path));
    } else if (entry.name.toLowerCase().endsWith(extension) && isNoFolder(entry, path)) {
      found.push(path);
    }
  }
  const key = (path: string): string => path.split(sep).join("/");
  return found.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/**
 * A link to a file counts as the file. What is neither file nor folder, and what cannot be looked at, counts too:
 * reading it says what is wrong, while a rule that is left out in silence takes its scripts along.
 */
function isNoFolder(entry: Dirent, path: string): boolean {
  if (!entry.isSymbolicLink()) return true;
  try {
    return !statSync(path, { throwIfNoEntry: false })?.isDirectory();
  } catch (error) {
    if (!isDiskError(error)) throw error;
    return true;
  }
}

/** Names begin with the name of the folder that was asked for; where that makes two equal, with what tells them apart. */
function named(files: ReadonlyMap<string, string>): FoundFile[] {
  for (let above = 1; ; above += 1) {
    const found = [...files].map(([path, root]) => {
      let from = root;
      for (let level = 0; level < above; level += 1) from = dirname(from);
      return { path, name: relative(from, path).split(sep).join("/") };
    });
    const names = new Set(found.map(({ name }) => name));
    if (names.size === found.length || above > 100) return found;
  }
}
