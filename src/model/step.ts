import type { Span } from "../text/source.ts";
import type { Condition, Fact } from "./condition.ts";
import type { Phrase } from "./rule.ts";
import type { Literal } from "./value.ts";

/**
 * A part of a fix. `always` is done; of a run of `when` branches the first whose condition holds is, and `otherwise`
 * where none holds. A condition that is unknown ends the run: nothing of it is done, and the fix says so.
 */
export interface FixBranch {
  readonly branch: "always" | "when" | "otherwise";
  readonly condition: Condition | undefined;
  readonly steps: readonly Step[];
  readonly span: Span;
}

export type Step = SetStep | RunStep | WaitStep | WaitUntilStep | AdviseStep | RestartStep | PowerShellStep;

/** Makes a fact have a value, unless it has it already; what it was goes to the journal first. */
export interface SetStep {
  readonly kind: "set";
  readonly fact: Fact;
  readonly value: Literal;
  /** The registry type to write, where the kind is the registry. */
  readonly valueType: string | undefined;
  readonly withinSeconds: number | undefined;
  readonly span: Span;
}

/** Runs a package of the site (`onboarding`, `offboarding`) whose path the configuration names. */
export interface RunStep {
  readonly kind: "run";
  readonly action: SiteAction;
  readonly withinSeconds: number;
  readonly span: Span;
}

export const siteActions = ["onboarding", "offboarding"] as const;
export type SiteAction = (typeof siteActions)[number];

export interface WaitStep {
  readonly kind: "wait";
  readonly seconds: number;
  readonly span: Span;
}

export interface WaitUntilStep {
  readonly kind: "wait-until";
  readonly condition: Condition;
  readonly withinSeconds: number;
  readonly span: Span;
}

/** What a person has to do; `support`: with Microsoft's support. */
export interface AdviseStep {
  readonly kind: "advise" | "support";
  readonly text: Phrase;
  readonly span: Span;
}

/** A restart is needed for the fix to take effect. It is reported, never done. */
export interface RestartStep {
  readonly kind: "restart";
  readonly span: Span;
}

/** The escape hatch: PowerShell as the author wrote it. Nothing simulates it and nothing undoes it. */
export interface PowerShellStep {
  readonly kind: "powershell";
  readonly script: string;
  readonly span: Span;
}

/** Whether the step writes, starts or runs something: what a guard stands before. */
export function changesDevice({ kind }: Step): boolean {
  return kind === "set" || kind === "run" || kind === "powershell";
}

/** Whether a script does the step, rather than a person. */
export function isAutomatic(step: Step): boolean {
  return step.kind !== "advise" && step.kind !== "support" && step.kind !== "restart";
}
