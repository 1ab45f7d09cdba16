import { type Assertion, assertionsOf, type Condition, type EventCondition } from "../model/condition.ts";
import type { Rule } from "../model/rule.ts";
import { conditionHoldsOf } from "../simulate/compare.ts";
import type { EventInHand, FactInHand } from "./in-hand/in-hand.ts";
import type { EventUse } from "./subject.ts";

/** Whether an event in hand may be the one that a rule looks for: nothing that is known of it says otherwise. */
export function eventIsMeant(event: EventInHand, { level, where }: EventUse): boolean {
  if (level !== undefined && event.level !== undefined && level !== event.level) return false;
  return where === undefined || whereHolds(where, event) !== false;
}

/** What a fact alone says of a rule: a check fails, or the rule is about devices where it is so; undefined for neither. */
export function factMeaning(fact: FactInHand, { applies, checks }: Rule): "fails" | "concerns" | undefined {
  if (applies !== undefined && conditionHolds(applies, fact) === false) return undefined;
  if (checks.some((check) => conditionHolds(check, fact) === false)) return "fails";
  const conditions = applies === undefined ? [] : assertionsOf(applies);
  return conditions.some((each) => conditionHolds(each, fact) === true) ? "concerns" : undefined;
}

function conditionHolds(condition: Condition, fact: FactInHand): boolean | undefined {
  if (condition.kind !== "assertion")
    return joined(
      condition.kind,
      condition.terms.map((term) => conditionHolds(term, fact)),
    );
  return isAbout(condition, fact) ? conditionHoldsOf(fact.value, condition) : undefined;
}

function isAbout({ fact, values }: Assertion, { thing, property, name }: FactInHand): boolean {
  if (fact.kind !== thing || fact.property !== property) return false;
  if (values.some(({ type }) => type === "variable")) return false;
  const slot = fact.slots["name"];
  return name === undefined || (slot?.type === "text" && slot.text.toLowerCase() === name.toLowerCase());
}

function whereHolds(where: EventCondition, event: EventInHand): boolean | undefined {
  if (where.kind !== "data")
    return joined(
      where.kind,
      where.terms.map((term) => whereHolds(term, event)),
    );
  const datum = typeof where.key === "number" ? event.data?.[where.key - 1] : undefined;
  // What a script logs has one datum: its text. Where only the message of an event is known, it holds the data.
  const isInText = event.data === undefined && where.operator === "contains";
  const text = datum ?? (isInText ? event.text : undefined);
  if (text === undefined || text === "" || where.values.some(({ type }) => type === "variable"))
    return undefined;
  return conditionHoldsOf(text, where);
}

/** Kleene's logic. */
function joined(kind: "all" | "any", terms: readonly (boolean | undefined)[]): boolean | undefined {
  const decisive = kind === "any";
  if (terms.includes(decisive)) return decisive;
  return terms.includes(undefined) ? undefined : !decisive;
}
