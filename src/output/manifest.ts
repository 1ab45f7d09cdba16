import type { FileRole, TargetName } from "../targets/target.ts";
import { outputPathProblem } from "./output-path.ts";
import { stageName } from "./stage-name.ts";

export const manifestName = "manifest.json";

/** What a build wrote and from which rules; `schemas/manifest.schema.json` describes it. */
export interface Manifest extends ManifestHead {
  readonly files: readonly ManifestFile[];
}

export interface ManifestHead {
  /** The version of mderules. */
  readonly mderules: string;
  /**
   * Digest of everything the build was made from; the same digest over files that are as they were written means
   * that there is nothing to do. Absent where the build had warnings, which are worth being shown again.
   */
  readonly input: string | undefined;
  readonly rules: readonly ManifestRule[];
  /** The definitions that scripts of these rules may hold. */
  readonly definitions: readonly ManifestDefinition[];
  /** The functions of the library that scripts may hold. */
  readonly functions: readonly ManifestFunction[];
}

/** A definition of the rulebook: what it says, and its function in scripts. */
export interface ManifestDefinition {
  readonly name: string;
  readonly function: string;
  /** In the words of the language. */
  readonly means: string;
  /** Of the function's text, lines ended by LF. */
  readonly sha256: string;
}

export interface ManifestFunction {
  readonly name: string;
  /** Of its text in library.ps1 and every script, with its comment, lines ended by LF. */
  readonly sha256: string;
}

export interface ManifestFile {
  /** Below the output folder, with forward slashes. */
  readonly path: string;
  /** Of the file's bytes, lower-case hexadecimal. */
  readonly sha256: string;
  /** Undefined for a file of all targets. */
  readonly target: TargetName | undefined;
  readonly role: FileRole;
  /** The rule or application it belongs to. */
  readonly rule: string | undefined;
  readonly covers: readonly string[];
  /** Of a script, names of the functions of the library that it holds. */
  readonly functions?: readonly string[] | undefined;
}

export interface ManifestRule {
  readonly id: string;
  readonly title: string;
  readonly severity: string;
  /** `file:line` of the rule. */
  readonly source: string;
  readonly covers: readonly string[];
  /** What its scripts look at and what they may change, as the script's header says it. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** What has to hold on a device before its scripts change it; undefined where they change nothing. */
  readonly repairs: string | undefined;
  /** What it says, line by line, in the words of the language: definitions by their names. */
  readonly means: readonly string[];
  /** Of its block of code with all that scripts may have of it, lines ended by LF. */
  readonly sha256: string;
  /** Targets that cannot express the rule, and why. */
  readonly skipped: readonly { readonly target: TargetName; readonly reason: string }[];
}

/** The text of a manifest: sorted, so that the order of rules and targets does not matter. */
export function manifestText({ mderules, input, files, rules, definitions, functions }: Manifest): string {
  // Many scripts hold the same functions: each such set stands there once.
  const keys = files.flatMap((file) => file.functions?.join(" ") ?? []);
  const sets = [...new Set(keys)].sort();
  const places = new Map(sets.map((key, place) => [key, place]));
  const sorted = {
    mderules,
    input,
    files: [...files]
      .sort((a, b) => inCodeUnits(a.path, b.path))
      .map(({ path, sha256, target, role, rule, covers, functions: held }) => ({
        path,
        sha256,
        target,
        role,
        rule,
        covers: [...covers].sort(),
        functions: held && places.get(held.join(" ")),
      })),
    rules: [...rules]
      .sort((a, b) => inCodeUnits(a.id, b.id))
      .map(({ id, title, severity, source, covers, reads, writes, repairs, means, sha256, skipped }) => ({
        id,
        title,
        severity,
        source,
        covers: [...covers].sort(),
        reads: [...reads].sort(),
        writes: [...writes].sort(),
        repairs,
        means,
        sha256,
        skipped: skipped.length === 0 ? undefined : skipped,
      })),
    definitions: [...definitions].sort((a, b) => inCodeUnits(a.name, b.name)),
    library: { functions, sets: sets.map((key) => key.split(" ")) },
  };
  return `${JSON.stringify(sorted, undefined, 2)}\n`;
}

/** What an earlier manifest says of files and input; undefined where the text is no manifest. */
export function readManifest(text: string): WrittenBefore | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || !Array.isArray(value["files"]) || !Array.isArray(value["rules"])) return undefined;
  const files = new Map<string, string>();
  for (const file of value["files"] as unknown[]) {
    if (!isRecord(file)) return undefined;
    const { path, sha256 } = file;
    if (typeof path !== "string" || typeof sha256 !== "string") return undefined;
    if (outputPathProblem(path) !== undefined || path.toLowerCase().startsWith(stageName)) return undefined;
    files.set(path, sha256);
  }
  const { mderules, input } = value;
  if (typeof mderules !== "string") return undefined;
  return {
    mderules,
    input: typeof input === "string" ? input : undefined,
    files,
    scripts: scriptsIn(value),
    ruleCount: value["rules"].length,
    skipped: skippedIn(value["rules"]),
  };
}

export interface WrittenBefore {
  readonly mderules: string;
  readonly input: string | undefined;
  /** Digests by path. */
  readonly files: ReadonlyMap<string, string>;
  /** What the manifest says of scripts and their library; undefined where it says nothing, as before 0.2.0. */
  readonly scripts: WrittenScripts | undefined;
  readonly ruleCount: number;
  readonly skipped: readonly SkippedByTarget[];
}

export interface WrittenScripts {
  /** Digests of the functions of library.ps1 by their names. */
  readonly functions: ReadonlyMap<string, string>;
  /** The functions that each script holds, by its path. */
  readonly held: ReadonlyMap<string, readonly string[]>;
}

function scriptsIn({ library, files }: Record<string, unknown>): WrittenScripts | undefined {
  if (!isRecord(library) || !Array.isArray(library["functions"]) || !Array.isArray(library["sets"]))
    return undefined;
  const functions = new Map<string, string>();
  for (const one of library["functions"] as unknown[])
    if (isRecord(one)) functions.set(String(one["name"]), String(one["sha256"]));
  const sets = (library["sets"] as unknown[]).map((set) => (Array.isArray(set) ? set.map(String) : []));
  const held = new Map<string, readonly string[]>();
  for (const file of files as unknown[]) {
    if (!isRecord(file) || typeof file["functions"] !== "number") continue;
    held.set(String(file["path"]), sets[file["functions"]] ?? []);
  }
  return { functions, held };
}

/** The rules that a target cannot express. */
export interface SkippedByTarget {
  readonly target: string;
  readonly rules: readonly string[];
}

/** What the rules of a manifest say of targets that leave them out, target by target. */
export function skippedIn(rules: readonly unknown[]): SkippedByTarget[] {
  const byTarget = new Map<string, string[]>();
  for (const rule of rules) {
    if (!isRecord(rule) || !Array.isArray(rule["skipped"])) continue;
    for (const skipped of rule["skipped"] as unknown[]) {
      if (!isRecord(skipped)) continue;
      const target = String(skipped["target"]);
      byTarget.set(target, [...(byTarget.get(target) ?? []), String(rule["id"])]);
    }
  }
  return [...byTarget].map(([target, ids]) => ({ target, rules: ids.sort() }));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function inCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
