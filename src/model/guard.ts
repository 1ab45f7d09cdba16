import type { Condition } from "./condition.ts";
import type { Rule } from "./rule.ts";
import { changesDevice } from "./step.ts";

/** What a rulebook demands before a fix writes, starts or runs anything: a condition, or nothing, with the reason. */
export type Guard = ConditionGuard | { readonly kind: "none"; readonly reason: string };

export interface ConditionGuard {
  readonly kind: "condition";
  /** The name by which rules choose it; undefined for the one of all rules that choose none. */
  readonly name: string | undefined;
  readonly condition: Condition;
}

/** What has to hold on a device before the fix of a planned rule changes it; undefined where advice is all it gives. */
export function guardOf({ guard, fixes }: Pick<Rule, "guard" | "fixes">): ConditionGuard | undefined {
  if (guard?.kind !== "condition") return undefined;
  return fixes.some(({ steps }) => steps.some(changesDevice)) ? guard : undefined;
}

/** How reports name a guard: as the rulebook calls what it demands. */
export function guardLabel({ name, condition }: ConditionGuard): string {
  const { definition } = condition;
  if (definition === undefined) return name ?? "the guard of the rulebook";
  return `${definition.isNegated ? "not " : ""}${definition.name}`;
}
