import type { ComparisonOperator } from "../../model/condition.ts";
import type { Literal } from "../../model/value.ts";

/** What the data of a registry value, as text, has to be. */
export type DataTest =
  | { readonly kind: "present" }
  | { readonly kind: "is"; readonly text: string }
  | { readonly kind: "contains"; readonly text: string }
  /** As a whole number, below a bound or not below it. */
  | { readonly kind: "below" | "not-below"; readonly bound: number };

export const isPresent: DataTest = { kind: "present" };

export function is(value: string | number): DataTest {
  return { kind: "is", text: String(value) };
}

/** The test of data that a comparison with one literal is; undefined where data as text does not tell. */
export function dataTest(operator: ComparisonOperator, literal: Literal): DataTest | undefined {
  const bound = literal.type === "integer" && literal.value >= 0 ? literal.value : undefined;
  switch (operator) {
    case "is":
    case "is-one-of":
      if (literal.type === "integer") return is(literal.value);
      // Engines show what a variable stands for, rules mean what is written.
      return literal.type === "text" && !literal.text.includes("%") ? is(literal.text) : undefined;
    case "contains":
      return literal.type === "text" ? { kind: "contains", text: literal.text } : undefined;
    case "less":
      return bound === undefined ? undefined : { kind: "below", bound };
    case "less-or-equal":
      return bound === undefined ? undefined : { kind: "below", bound: bound + 1 };
    case "greater":
      return bound === undefined ? undefined : { kind: "not-below", bound: bound + 1 };
    case "greater-or-equal":
      return bound === undefined ? undefined : { kind: "not-below", bound };
    default:
      return operator satisfies never;
  }
}
