import type { Condition } from "../model/condition.ts";
import { describeByName } from "../model/describe.ts";
import { guardLabel, guardOf } from "../model/guard.ts";
import type { Rule } from "../model/rule.ts";
import { changesDevice } from "../model/step.ts";

/** When the fix of a rule changes a device on which it is unhealthy. */
export type RepairsWhen =
  | { readonly kind: "guarded"; readonly label: string; readonly condition: Condition }
  /** Without a guard; `reason`: what the rulebook says to that. */
  | { readonly kind: "always"; readonly reason: string | undefined };

/** Undefined where no script changes anything. */
export function repairsWhen(rule: Rule): RepairsWhen | undefined {
  const guard = guardOf(rule);
  if (guard !== undefined) return { kind: "guarded", label: guardLabel(guard), condition: guard.condition };
  if (!rule.fixes.some(({ steps }) => steps.some(changesDevice))) return undefined;
  return { kind: "always", reason: rule.guard?.kind === "none" ? rule.guard.reason : undefined };
}

/** The same in the words of the language, for headers and manifests: what is demanded reads by its name. */
export function describeRepairsWhen(rule: Rule): string | undefined {
  const when = repairsWhen(rule);
  if (when === undefined) return undefined;
  if (when.kind === "guarded")
    return when.condition.definition === undefined
      ? `${when.label}: ${describeByName(when.condition)}`
      : when.label;
  return when.reason === undefined ? "always" : `always: ${when.reason}`;
}
