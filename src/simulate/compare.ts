import type { ComparisonOperator } from "../model/condition.ts";
import type { FactValue, Literal } from "../model/value.ts";

/** A comparison of a known value; the emitted PowerShell does the same (src/targets/powershell/comparison.ts). */
export interface Comparison {
  readonly operator: ComparisonOperator;
  readonly values: readonly Literal[];
  readonly negated: boolean;
}

/**
 * Whether a known value stands in the relation. A missing thing equals only `missing` and stands in no order.
 * Text is compared without regard to case, by code unit (ordinal), as Windows compares names.
 */
export function conditionHoldsOf(value: FactValue, comparison: Comparison): boolean {
  return holds(value, comparison) !== comparison.negated;
}

function holds(value: FactValue, { operator, values }: Comparison): boolean {
  switch (operator) {
    case "is":
    case "is-one-of":
      return values.some((expected) => equals(value, expected));
    case "less":
      return order(value, values[0]!) < 0;
    case "less-or-equal":
      return order(value, values[0]!) <= 0;
    case "greater":
      return order(value, values[0]!) > 0;
    case "greater-or-equal":
      return order(value, values[0]!) >= 0;
    case "contains":
      return contains(value, values[0]!);
    default:
      return operator satisfies never;
  }
}

function equals(value: FactValue, expected: Literal): boolean {
  switch (expected.type) {
    case "missing":
      return value === undefined;
    case "integer":
      return value === expected.value;
    case "version":
      return typeof value === "string" && compareVersions(value, expected.text) === 0;
    case "word":
      return typeof value === "string" && sameText(value, expected.word);
    case "text":
      return typeof value === "string" && sameText(value, expected.text);
    case "variable":
      throw new Error("a variable was not resolved");
    default:
      return expected satisfies never;
  }
}

/** Negative, zero or positive; NaN, which is in no order, where the two cannot be compared. */
function order(value: FactValue, expected: Literal): number {
  if (expected.type === "integer" && typeof value === "number") return value - expected.value;
  if (expected.type === "version" && typeof value === "string") return compareVersions(value, expected.text);
  return NaN;
}

/** Text contains text; it contains a number where the number stands in it with no digit beside it. */
function contains(value: FactValue, expected: Literal): boolean {
  if (typeof value !== "string") return false;
  if (expected.type === "integer") return new RegExp(`(?<![0-9])${expected.value}(?![0-9])`).test(value);
  if (expected.type === "text") return foldCase(value).includes(foldCase(expected.text));
  return false;
}

export function sameText(one: string, other: string): boolean {
  return foldCase(one) === foldCase(other);
}

/** Upper case character by character, as .NET's OrdinalIgnoreCase: no character becomes two. */
function foldCase(text: string): string {
  return text.replace(/[^]/g, (unit) => {
    const upper = unit.toUpperCase();
    return upper.length === 1 ? upper : unit;
  });
}

/** Versions of up to four numbers; absent ones count as 0. NaN where a text is no version. */
export function compareVersions(one: string, other: string): number {
  const left = one.split(".").map(Number);
  const right = other.split(".").map(Number);
  for (let index = 0; index < 4; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
