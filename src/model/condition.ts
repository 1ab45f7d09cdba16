import type { Span } from "../text/source.ts";
import type { Literal } from "./value.ts";

/**
 * A condition in negation normal form: `not` has been pushed to the assertions, definitions have been replaced
 * by what they stand for. Logic is three-valued (Kleene), for which both are allowed.
 */
export type Condition = (AllCondition | AnyCondition | Assertion) & {
  /** The definition that this stands for, or the opposite of, where the rule has its name. */
  readonly definition?: { readonly name: string; readonly isNegated: boolean };
};

export interface AllCondition {
  readonly kind: "all";
  readonly terms: readonly Condition[];
}

export interface AnyCondition {
  readonly kind: "any";
  readonly terms: readonly Condition[];
}

/** A fact, compared with a value. */
export interface Assertion {
  readonly kind: "assertion";
  readonly fact: Fact;
  readonly operator: ComparisonOperator;
  /** One value, or for `is-one-of` at least one. */
  readonly values: readonly Literal[];
  /** Whether the comparison must not hold. An unknown comparison is unknown either way. */
  readonly negated: boolean;
  readonly span: Span;
}

export type ComparisonOperator =
  "is" | "is-one-of" | "less" | "less-or-equal" | "greater" | "greater-or-equal" | "contains";

/** One property of one thing on a device, for example the start type of DiagTrack. */
export interface Fact {
  /** The name of the kind, as in src/kinds. */
  readonly kind: string;
  /** The name of the property in its kind. */
  readonly property: string;
  /** The slots of the property's form, by name: the name of a service, the key and name of a registry value. */
  readonly slots: Readonly<Record<string, Slot>>;
  readonly event: EventQuery | undefined;
  /** What the rulebook calls texts that name the thing, without `$`, by the slot; `provider` and `log` of an event too. */
  readonly names?: Readonly<Record<string, string>>;
  /** How reports name it: as the rule does, `service DiagTrack start`. */
  readonly text: string;
}

/** What names a thing: text that the rule says, or what an event named (`each`). */
export type Slot =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "integer"; readonly value: number }
  | { readonly type: "variable"; readonly name: string };

/** Which events count: newest first, not older than `withinSeconds`, and newer than the newest of `since`. */
export interface EventQuery {
  readonly id: number;
  readonly provider: string;
  readonly log: string;
  readonly level: EventLevel | undefined;
  readonly withinSeconds: number;
  readonly where: EventCondition | undefined;
  /** What happened up to the newest of these events counts no longer; where there is none, all counts. */
  readonly since: EventQuery | undefined;
}

export type EventLevel = "critical" | "error" | "warning" | "information";

/** A condition on the data of one event; data is read by position (from 1) or by name, never from the message. */
export type EventCondition =
  | { readonly kind: "all"; readonly terms: readonly EventCondition[] }
  | { readonly kind: "any"; readonly terms: readonly EventCondition[] }
  | {
      readonly kind: "data";
      readonly key: number | string;
      readonly operator: ComparisonOperator;
      readonly values: readonly Literal[];
      readonly negated: boolean;
    };

/** How many comparisons a condition has once everything is written out, and how deep it goes. A shared part is counted where it is used. */
export interface Extent {
  readonly comparisons: number;
  readonly depth: number;
}

const extents = new WeakMap<Condition, Extent>();

/** The extent of a condition; of a part that is shared it is worked out once. */
export function extentOf(condition: Condition): Extent {
  const known = extents.get(condition);
  if (known !== undefined) return known;
  let comparisons = 1;
  let depth = 1;
  if (condition.kind !== "assertion") {
    comparisons = 0;
    for (const inner of condition.terms.map(extentOf)) {
      comparisons += inner.comparisons;
      depth = Math.max(depth, inner.depth + 1);
    }
  }
  const extent = { comparisons, depth };
  extents.set(condition, extent);
  return extent;
}

/** How far the conditions of a rule may go. */
export const largestExtent: Extent = { comparisons: 1000, depth: 400 };

/** Every assertion of a condition, in the order in which it was written. */
export function assertionsOf(condition: Condition): readonly Assertion[] {
  return condition.kind === "assertion" ? [condition] : condition.terms.flatMap(assertionsOf);
}

const opposites = new WeakMap<Condition, Condition>();

/** The opposite of a condition, in negation normal form too. Parts that are one stay one. */
export function negate(condition: Condition): Condition {
  const known = opposites.get(condition);
  if (known !== undefined) return known;
  const { definition } = condition;
  const opposite: Condition = {
    ...(condition.kind === "assertion"
      ? { ...condition, negated: !condition.negated }
      : { kind: condition.kind === "all" ? "any" : "all", terms: condition.terms.map(negate) }),
    ...(definition === undefined ? {} : { definition: { ...definition, isNegated: !definition.isNegated } }),
  };
  opposites.set(condition, opposite);
  return opposite;
}
