import type { Condition } from "../model/condition.ts";
import { describeCondition } from "../model/describe.ts";

/** A condition in the words of the rules: its outermost terms, each but the first with `and` or `or` before it. */
export type ConditionText = readonly string[];

export function conditionText(condition: Condition): ConditionText {
  if (condition.kind === "assertion") return [describeCondition(condition)];
  const joint = condition.kind === "all" ? "and" : "or";
  return condition.terms.map(
    (term, index) => `${index === 0 ? "" : `${joint} `}${describeCondition(term, true)}`,
  );
}
