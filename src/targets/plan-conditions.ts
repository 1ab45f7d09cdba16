import { propertyOf } from "../kinds/index.ts";
import type { Condition } from "../model/condition.ts";
import type { Configuration } from "../model/configuration.ts";
import type { Rule } from "../model/rule.ts";
import type { Step } from "../model/step.ts";

/** The rule with what this site says wherever one of its conditions asks for it. */
export function planConditions(rule: Rule, configuration: Configuration): Rule {
  const plan = (condition: Condition): Condition => planCondition(condition, configuration);
  const planStep = (step: Step): Step =>
    step.kind === "wait-until" ? { ...step, condition: plan(step.condition) } : step;
  return {
    ...rule,
    applies: rule.applies && plan(rule.applies),
    symptoms: rule.symptoms.map(plan),
    checks: rule.checks.map(plan),
    fixes: rule.fixes.map((branch) => ({
      ...branch,
      condition: branch.condition && plan(branch.condition),
      steps: branch.steps.map(planStep),
    })),
    guard:
      rule.guard?.kind === "condition"
        ? { ...rule.guard, condition: plan(rule.guard.condition) }
        : rule.guard,
  };
}

/** The condition with what this site says wherever it asks for it. */
export function planCondition(condition: Condition, configuration: Configuration): Condition {
  if (condition.kind !== "assertion")
    return { ...condition, terms: condition.terms.map((term) => planCondition(term, configuration)) };
  const { site } = propertyOf(condition.fact);
  if (site === undefined) return condition;
  const word = { type: "text", text: site.word(configuration) } as const;
  return { ...condition, fact: { ...condition.fact, slots: { ...condition.fact.slots, word } } };
}
