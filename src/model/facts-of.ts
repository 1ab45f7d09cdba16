import { assertionsOf, type Condition, type Fact } from "./condition.ts";
import { guardOf } from "./guard.ts";
import type { Rule } from "./rule.ts";
import type { Literal } from "./value.ts";

/** A fact that a rule reads or sets, with everything it is compared with or set to. */
export interface FactUse {
  readonly fact: Fact;
  readonly compared: readonly Literal[];
}

/** The facts of a rule, each once, in the order in which they are written. */
export function factsOf(rule: Rule): FactUse[] {
  const uses = new Map<string, { fact: Fact; compared: Literal[] }>();
  const use = (fact: Fact, values: readonly Literal[]): void => {
    const key = factIdentity(fact);
    const known = uses.get(key) ?? { fact, compared: [] };
    known.compared.push(...values);
    uses.set(key, known);
  };
  for (const condition of conditionsOf(rule)) {
    for (const { fact, values } of assertionsOf(condition)) use(fact, values);
  }
  for (const step of rule.fixes.flatMap(({ steps }) => steps))
    if (step.kind === "set") use(step.fact, [step.value]);
  for (const fact of rule.reports) use(fact, []);
  return [...uses.values()];
}

/** What two facts have in common that are the same: Windows takes no notice of case. */
export function factIdentity({ kind, property, slots, event }: Fact): string {
  return JSON.stringify([kind, property, slots, event]).toLowerCase();
}

/** Every condition of a rule. */
export function conditionsOf(rule: Rule): Condition[] {
  return [
    ...(rule.applies === undefined ? [] : [rule.applies]),
    ...rule.symptoms,
    ...rule.checks,
    ...(guardOf(rule) === undefined ? [] : [guardOf(rule)!.condition]),
    ...rule.fixes.flatMap(({ condition, steps }) => [
      ...(condition === undefined ? [] : [condition]),
      ...steps.flatMap((step) => (step.kind === "wait-until" ? [step.condition] : [])),
    ]),
  ];
}
