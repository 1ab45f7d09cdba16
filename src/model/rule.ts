import { lineReference, type Span } from "../text/source.ts";
import type { Condition, EventQuery, Fact } from "./condition.ts";
import type { Guard } from "./guard.ts";
import type { Scenario } from "./scenario.ts";
import type { FixBranch } from "./step.ts";

/** A text in the languages of the rulebook; what scripts print is the English one. */
export interface Phrase {
  readonly en: string;
  readonly fr: string | undefined;
}

export const severities = ["error", "warning", "information"] as const;
export type RuleSeverity = (typeof severities)[number];

/** What a rule says of a device. `unknown` never leads to a fix. */
export type Verdict = "healthy" | "unhealthy" | "not-applicable" | "unknown";
export const verdicts = ["healthy", "unhealthy", "not-applicable", "unknown"] as const;

/** What a remediation reports. */
export type RepairOutcome = "fixed" | "restart-needed" | "manual" | "failed";
export const repairOutcomes = ["fixed", "restart-needed", "manual", "failed"] as const;

/** One documented problem, checked and typed. Healthy unless it applies, its symptoms are there and a check fails. */
export interface Rule {
  readonly id: string;
  readonly title: Phrase;
  /** The document that it encodes, by name; undefined for a rule of nobody's but its author's. */
  readonly document: string | undefined;
  /** Where that document is published, as its ledger says. */
  readonly documentUrl: string | undefined;
  /** Units of the document. */
  readonly covers: readonly string[];
  readonly severity: RuleSeverity;
  readonly cause: Phrase | undefined;
  readonly notes: readonly Note[];
  readonly reported: readonly ReportedSymptom[];
  /** Rules that this one leads to. */
  readonly see: readonly string[];
  readonly applies: Condition | undefined;
  readonly each: Each | undefined;
  readonly symptoms: readonly Condition[];
  readonly checks: readonly Condition[];
  /** Facts that the report of an unhealthy device names besides what decided. */
  readonly reports: readonly Fact[];
  readonly fixes: readonly FixBranch[];
  /** What the rulebook demands before a fix changes a device; undefined where it does not say. */
  readonly guard: Guard | undefined;
  readonly scenarios: readonly Scenario[];
  readonly span: Span;
}

export interface Note {
  readonly text: Phrase;
  readonly source: string | undefined;
}

/** Evidence that only a console shows. */
export type ReportedSymptom =
  /** `places`: OMA-URI nodes at which a console reports the code, by their last segment; `All` for any. */
  | { readonly kind: "error"; readonly code: number; readonly places: readonly string[] }
  | { readonly kind: "state"; readonly text: string };

/**
 * The rule holds for every value that events of `query` name in their data. Each value is evaluated on its own;
 * the verdict is the worst of them, and no such event is healthy.
 */
export interface Each {
  readonly variable: string;
  readonly key: number | string;
  readonly query: EventQuery;
  /** How reports name the event. */
  readonly text: string;
  /** The only values that count, where the rule lists them. */
  readonly among: readonly string[] | undefined;
}

/** Where a rule or an application comes from, `document, unit, unit`; undefined where it encodes no document. */
export function describeOrigin({ document, covers }: Pick<Rule, "document" | "covers">): string | undefined {
  return document === undefined ? undefined : [document, ...covers].join(", ");
}

/** Where a rule stands: its units, and its place in the rulebook. */
export function describeSource(rule: Pick<Rule, "document" | "covers" | "span">): string {
  const origin = describeOrigin(rule);
  return [...(origin === undefined ? [] : [origin]), lineReference(rule.span)].join("; ");
}

/** Whether what a rule looks for on a device is there at all: rules on reported symptoms alone have no script. */
export function isDetectable(rule: Rule): boolean {
  return rule.checks.length > 0 || rule.symptoms.length > 0 || rule.each !== undefined;
}
