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
  /** Targets that cannot express the rule, and why. */
  readonly skipped: readonly { readonly target: TargetName; readonly reason: string }[];
}

/** The text of a manifest: sorted, so that the order of rules and targets does not matter. */
export function manifestText({ mderules, input, files, rules }: Manifest): string {
  const sorted = {
    mderules,
    input,
    files: [...files]
      .sort((a, b) => inCodeUnits(a.path, b.path))
      .map(({ path, sha256, target, role, rule, covers }) => ({
        path,
        sha256,
        target,
        role,
        rule,
        covers: [...covers].sort(),
      })),
    rules: [...rules]
      .sort((a, b) => inCodeUnits(a.id, b.id))
      .map(({ id, title, severity, source, covers, reads, writes, repairs, skipped }) => ({
        id,
        title,
        severity,
        source,
        covers: [...covers].sort(),
        reads: [...reads].sort(),
        writes: [...writes].sort(),
        repairs,
        skipped: skipped.length === 0 ? undefined : skipped,
      })),
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
    ruleCount: value["rules"].length,
    skipped: skippedIn(value["rules"]),
  };
}

export interface WrittenBefore {
  readonly mderules: string;
  readonly input: string | undefined;
  /** Digests by path. */
  readonly files: ReadonlyMap<string, string>;
  readonly ruleCount: number;
  readonly skipped: readonly SkippedByTarget[];
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
