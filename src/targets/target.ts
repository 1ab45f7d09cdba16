import type { Application } from "../model/application.ts";
import type { Configuration } from "../model/configuration.ts";
import type { Rule } from "../model/rule.ts";
import type { Span } from "../text/source.ts";

/** Everything that was compiled: rules in the order of the document's chapters, and what the site configured. */
export interface Program {
  readonly rules: readonly Rule[];
  readonly applications: readonly Application[];
  readonly configuration: Configuration;
  /** The version of mderules, as headers name it. */
  readonly version: string;
  /** Signs a script: its path below the output folder and its text in, the bytes to write out. */
  readonly sign?: (path: string, text: string) => Uint8Array;
}

export const targetNames = ["intune", "configmgr", "triage", "fleet"] as const;
export type TargetName = (typeof targetNames)[number];

export type FileRole =
  | "detect"
  | "remediate"
  | "undo"
  /** A definition that a console or a tool imports. */
  | "package"
  | "import"
  /** A script and rules of a compliance policy. */
  | "compliance"
  | "application"
  | "configuration-item"
  | "baseline"
  /** The script for a technician. */
  | "triage"
  | "collect"
  | "query"
  /** All functions that scripts bring along, to be read once. */
  | "library"
  | "readme"
  /** On which devices a rule's scripts were tried, and that every law held. */
  | "certificate";

/** A file to write, in memory. Whether and how it reaches the disk is the business of src/output. */
export interface OutputFile {
  /** Below the output folder, with forward slashes. */
  readonly path: string;
  /** The bytes, as text (written as UTF-8) or, for other encodings, as bytes. */
  readonly content: string | Uint8Array;
  /** Undefined for a file of all targets. */
  readonly target: TargetName | undefined;
  readonly role: FileRole;
  /** Of a script, names of the functions of the library that it holds. */
  readonly functions?: readonly string[];
  /** The rule or application it belongs to; undefined for a file of the whole target. */
  readonly rule: string | undefined;
  readonly covers: readonly string[];
  /** What the product that imports the file takes at most, and the rule to blame where there is more. */
  readonly limit?: FileLimit;
}

export interface FileLimit {
  readonly product: string;
  readonly bytes: number;
  readonly span: Span;
}

/** A family of output. It yields file by file, so that a run never holds the output of all rules at once. */
export interface Target {
  readonly name: TargetName;
  readonly emit: (program: Program) => Iterable<OutputFile>;
  /** The rules that the target cannot express, and why; absent where it expresses all. */
  readonly skipped?: (program: Program) => readonly SkippedRule[];
}

export interface SkippedRule {
  readonly rule: string;
  /** As part of "is not emitted for Intune: ...". */
  readonly reason: string;
}
