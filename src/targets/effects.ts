import { assertionsOf, type Condition } from "../model/condition.ts";
import { guardOf } from "../model/guard.ts";
import type { Rule } from "../model/rule.ts";
import type { Step } from "../model/step.ts";

/** What the scripts of a rule read and what they may change, derived from its conditions and steps; sorted, each once. */
export function effectsOf(rule: Rule): { readonly reads: string[]; readonly writes: string[] } {
  const steps = rule.fixes.flatMap((branch) => branch.steps);
  const conditions: Condition[] = [
    ...(rule.applies === undefined ? [] : [rule.applies]),
    ...rule.symptoms,
    ...rule.checks,
    ...(guardOf(rule) === undefined ? [] : [guardOf(rule)!.condition]),
    ...rule.fixes.flatMap((branch) => branch.condition ?? []),
    ...steps.flatMap((step) => (step.kind === "wait-until" ? [step.condition] : [])),
  ];
  const reads = conditions.flatMap(assertionsOf).map(({ fact }) => fact.text);
  if (rule.each !== undefined) reads.push(rule.each.text);
  return { reads: sortedOnce(reads), writes: sortedOnce(steps.flatMap(writesOf)) };
}

function writesOf(step: Step): string[] {
  switch (step.kind) {
    case "set":
      return [step.fact.text];
    case "run":
      return [`what the ${step.action} package of the site changes`];
    case "powershell":
      return ["what the rule's own PowerShell changes"];
    case "wait":
    case "wait-until":
    case "advise":
    case "support":
    case "restart":
      return [];
    default:
      return step satisfies never;
  }
}

function sortedOnce(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
}
