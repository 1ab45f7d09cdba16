import { assertionsOf } from "../model/condition.ts";
import { conditionsOf } from "../model/facts-of.ts";
import type { Rule } from "../model/rule.ts";
import type { Step } from "../model/step.ts";

/** What the scripts of a rule read and what they may change, derived from its conditions and steps; sorted, each once. */
export function effectsOf(rule: Rule): { readonly reads: string[]; readonly writes: string[] } {
  const steps = rule.fixes.flatMap((branch) => branch.steps);
  const reads = conditionsOf(rule)
    .flatMap(assertionsOf)
    .map(({ fact }) => fact.text);
  reads.push(...rule.reports.map(({ text }) => text));
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
