import { assertionsOf, type Fact } from "../../model/condition.ts";
import type { Rule } from "../../model/rule.ts";
import { changesDevice, type SetStep } from "../../model/step.ts";
import { type Literal, literalValue } from "../../model/value.ts";
import { conditionHoldsOf } from "../../simulate/compare.ts";
import type { Context } from "../context.ts";

/** Every step that sets something makes a check hold, so that evaluating the checks again shows whether it worked. */
export function checkFixes(rule: Rule, hasEvidence: boolean, { report }: Context): void {
  if (rule.fixes.length > 0 && !hasEvidence && rule.fixes.some(({ steps }) => steps.some(changesDevice))) {
    report("fixWithoutProblem", rule.fixes[0]!.span, {});
    return;
  }
  const assertions = rule.checks.flatMap(assertionsOf);
  const steps = rule.fixes.flatMap(({ steps }) => steps).filter((step) => step.kind === "set");
  for (const step of steps) {
    const verified =
      assertions.some((check) => sameFact(check.fact, step.fact) && makesHold(step.value, check)) ||
      steps.some((other) => isKeyOf(step, other));
    if (!verified) report("fixWithoutCheck", step.span, { subject: step.fact.text });
  }
}

/** Creating a key is verified by the check of a value that another step writes into it. */
function isKeyOf(step: SetStep, other: SetStep): boolean {
  const isKey = step.fact.kind === "registry" && step.fact.property === "key";
  const key = step.fact.slots["key"];
  const otherKey = other.fact.slots["key"];
  return (
    isKey &&
    other.fact.property === "data" &&
    key?.type === "text" &&
    otherKey?.type === "text" &&
    key.text === otherKey.text
  );
}

/** Whether two facts are the same property of the same thing; names on Windows do not know case. */
export function sameFact(one: Fact, other: Fact): boolean {
  return one.text.toLowerCase() === other.text.toLowerCase();
}

function makesHold(set: Literal, check: Parameters<typeof conditionHoldsOf>[1]): boolean {
  if (set.type === "variable" || check.values.some(({ type }) => type === "variable")) {
    return check.values.some(
      (value) => value.type === "variable" && set.type === "variable" && value.name === set.name,
    );
  }
  return conditionHoldsOf(literalValue(set), check);
}
