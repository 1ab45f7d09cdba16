import { type Dirent, lstatSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { diskErrorReason, isDiskError } from "../output/disk-error.ts";
import { shippedRules } from "./shipped.ts";

export interface FoundRules {
  /** In the order of the paths, below each sorted by name; each file once. */
  readonly files: readonly FoundFile[];
  /** The other files of the project that a single file belongs to: read for the names that it uses, and for nothing else. */
  readonly others: readonly FoundFile[];
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
const rulesName = "rules";

/** The rule files of paths on the command line; of none, those of ./rules or else of the shipped rulebook. */
export function findRules(paths: readonly string[], cwd: string): FoundRules {
  const roots = paths.length > 0 ? paths.map((path) => resolve(cwd, path)) : [defaultFolder(cwd)];
  const files = new Map<string, string>();
  const around = new Map<string, string>();
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
        const project = projectOf(root);
        const folder = project ?? dirname(root);
        if (!files.has(root)) files.set(root, folder);
        // Where nothing shows which rulebook it belongs to, those in its folder and none below are around it.
        if (root.toLowerCase().endsWith(extension))
          for (const file of filesBelow(folder, project !== undefined)) around.set(file, folder);
        folders.add(folder);
      }
    } catch (error) {
      if (!isDiskError(error)) throw error;
      problems.push({ kind: "unreadable", path: error.path ?? root, reason: diskErrorReason(error) });
    }
  }
  const all = named(new Map([...files, ...[...around].filter(([file]) => !files.has(file))]));
  return {
    files: all.filter(({ path }) => files.has(path)),
    // One that cannot be looked at has been reported.
    others: all.filter(({ path }) => !files.has(path) && !problems.some((problem) => problem.path === path)),
    folders: [...folders],
    problems,
  };
}

/** The folder of the rulebook that a file is part of: the nearest above it with documents or of the usual name. */
function projectOf(file: string): string | undefined {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    if (basename(folder) === rulesName) return folder;
    // By its exact name: people have a folder "Documents" of another sort, above everything that is theirs.
    if (readdirSync(folder).includes("documents")) return folder;
  }
  return undefined;
}

function defaultFolder(cwd: string): string {
  const own = join(cwd, rulesName);
  // A link that leads nowhere, or a folder that cannot be entered, is reported: the shipped rules are not meant then.
  const stats = lstatSync(own, { throwIfNoEntry: false });
  return stats === undefined || stats.isFile() ? shippedRules() : own;
}

function filesBelow(folder: string, isDeep = true): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      const isLeftOut = !isDeep || entry.name.startsWith(".") || entry.name === "node_modules";
      if (!isLeftOut) found.push(...filesBelow(path));
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
