import type { EventCondition } from "../../model/condition.ts";

/** Whether a condition on event data speaks of what `each` stands for. */
export function namesThing(condition: EventCondition | undefined): boolean {
  if (condition === undefined) return false;
  if (condition.kind === "data") return condition.values.some(({ type }) => type === "variable");
  return condition.terms.some(namesThing);
}
