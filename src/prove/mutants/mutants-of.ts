import type { Rule } from "../../model/rule.ts";
import { changedConditions, spanOf } from "./change-condition.ts";
import { changedFixes } from "./change-fix.ts";
import type { Mutant } from "./mutant.ts";

/** Every rule that is this one with one thing changed. Words, notes and the text of advice stay as they are. */
export function mutantsOf(rule: Rule): Mutant[] {
  const mutants: Mutant[] = [];
  if (rule.applies !== undefined) {
    mutants.push({
      change: "without `applies`",
      span: spanOf(rule.applies),
      rule: { ...rule, applies: undefined },
    });
    for (const { change, span, part } of changedConditions(rule.applies)) {
      mutants.push({ change: `applies: ${change}`, span, rule: { ...rule, applies: part } });
    }
  }
  for (const list of ["symptoms", "checks"] as const) {
    const noun = list === "symptoms" ? "symptom" : "check";
    for (const [index, condition] of rule[list].entries()) {
      const others = rule[list].filter((_, place) => place !== index);
      if (others.length > 0 || rule.checks.length + rule.symptoms.length > 1) {
        mutants.push({
          change: `without ${noun} ${index + 1}`,
          span: spanOf(condition),
          rule: { ...rule, [list]: others },
        });
      }
      for (const { change, span, part } of changedConditions(condition)) {
        const changed = rule[list].map((old, place) => (place === index ? part : old));
        mutants.push({ change: `${noun} ${index + 1}: ${change}`, span, rule: { ...rule, [list]: changed } });
      }
    }
  }
  for (const { change, span, part } of changedFixes(rule.fixes)) {
    mutants.push({ change: `fix: ${change}`, span, rule: { ...rule, fixes: part } });
  }
  const { each } = rule;
  if (each?.among !== undefined) {
    mutants.push({
      change: "each: any name",
      span: rule.span,
      rule: { ...rule, each: { ...each, among: undefined } },
    });
  }
  return mutants;
}
