import type { Rule } from "../../model/rule.ts";
import { changedConditions, spanOf } from "./change-condition.ts";
import { changedFixes } from "./change-fix.ts";
import type { Change, Mutant } from "./mutant.ts";

/** Every rule that is this one with one thing changed. Words, notes and the text of advice stay as they are. */
export function mutantsOf(rule: Rule): Mutant[] {
  const mutants: Mutant[] = [];
  if (rule.applies !== undefined) {
    mutants.push({
      change: "without `applies`",
      span: spanOf(rule.applies),
      definition: undefined,
      rule: { ...rule, applies: undefined },
    });
    for (const change of changedConditions(rule.applies)) {
      mutants.push({ ...wordsOf(change, "applies"), rule: { ...rule, applies: change.part } });
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
          definition: undefined,
          rule: { ...rule, [list]: others },
        });
      }
      for (const change of changedConditions(condition)) {
        const changed = rule[list].map((old, place) => (place === index ? change.part : old));
        mutants.push({ ...wordsOf(change, `${noun} ${index + 1}`), rule: { ...rule, [list]: changed } });
      }
    }
  }
  for (const change of changedFixes(rule.fixes)) {
    mutants.push({ ...wordsOf(change, "fix"), rule: { ...rule, fixes: change.part } });
  }
  const { each } = rule;
  if (each?.among !== undefined) {
    mutants.push({
      change: "each: any name",
      span: rule.span,
      definition: undefined,
      rule: { ...rule, each: { ...each, among: undefined } },
    });
  }
  return mutants;
}

function wordsOf({ change, span, definition }: Change<unknown>, place: string): Omit<Mutant, "rule"> {
  return { change: `${place}: ${change}`, span, definition };
}
