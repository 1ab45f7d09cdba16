import type { ComparisonOperator } from "../model/condition.ts";
import type { Literal, ValueType } from "../model/value.ts";
import type { AssertionNode, Operator } from "../syntax/tree.ts";
import type { Context } from "./context.ts";
import { textOf } from "../text/source.ts";
import { describeValue, toLiteral } from "./literal.ts";

export interface TypedComparison {
  readonly operator: ComparisonOperator;
  readonly values: readonly Literal[];
  readonly negated: boolean;
}

const meanings: Readonly<Record<Operator, { operator: ComparisonOperator; negated: boolean }>> = {
  is: { operator: "is", negated: false },
  "is not": { operator: "is", negated: true },
  "is one of": { operator: "is-one-of", negated: false },
  "is not one of": { operator: "is-one-of", negated: true },
  contains: { operator: "contains", negated: false },
  "<": { operator: "less", negated: false },
  "<=": { operator: "less-or-equal", negated: false },
  ">": { operator: "greater", negated: false },
  ">=": { operator: "greater-or-equal", negated: false },
};

/** The operators that make sense for a type. */
export function operatorsOf(type: ValueType): readonly Operator[] {
  const equality: readonly Operator[] = ["is", "is not", "is one of", "is not one of"];
  const order: readonly Operator[] = ["<", "<=", ">", ">="];
  switch (type.type) {
    case "word":
      return equality;
    case "presence":
      return ["is", "is not"];
    case "integer":
    case "version":
      return [...equality, ...order];
    case "text":
      return [...equality, "contains"];
    case "data":
      return [...equality, ...order, "contains"];
    default:
      return type satisfies never;
  }
}

/** The comparison of an assertion, typed, with `negated` folded in; undefined after a report. */
export function toComparison(
  node: AssertionNode,
  type: ValueType,
  subject: string,
  negated: boolean,
  context: Context,
): TypedComparison | undefined {
  if (node.comparison === undefined) {
    const span = { ...node.span, end: node.terms.at(-1)!.span.end };
    return context.report("missingComparison", span, { subject: textOf(span) });
  }
  const { operator: written, value, span } = node.comparison;
  const operators = operatorsOf(type);
  if (!operators.includes(written)) {
    return context.report("wrongOperator", span, { subject, operator: written, operators });
  }
  const meaning = meanings[written];
  const takesList = meaning.operator === "is-one-of";
  if (takesList !== (value.kind === "list")) {
    return context.report("wrongType", value.span, {
      subject,
      expected: takesList ? "a list in parentheses" : "one value",
      found: describeValue(value),
      remedy: takesList ? "write `is one of (ONE, TWO)`" : "for several values write `is one of (ONE, TWO)`",
    });
  }
  const written_ = value.kind === "list" ? value.items : [value];
  const literals = written_.map((item) => toLiteral(item, type, subject, context));
  if (literals.some((literal) => literal === undefined)) return undefined;
  const present = literals.findIndex((literal) => literal?.type === "present");
  if (present !== -1) {
    if (takesList || meaning.operator !== "is") {
      return context.report("wrongType", written_[present]!.span, {
        subject,
        expected: "a value here",
        found: "`present`",
        remedy: "`present` is anything but `missing`: write `is present` or `is not present`",
      });
    }
    return { operator: "is", values: [{ type: "missing" }], negated: meaning.negated === negated };
  }
  const ordered = ["less", "less-or-equal", "greater", "greater-or-equal"].includes(meaning.operator);
  const first = literals[0]!;
  if (ordered && first.type !== "integer" && first.type !== "version") {
    return context.report("wrongType", value.span, {
      subject,
      expected: "a number or a version",
      found: describeValue(value),
    });
  }
  if (meaning.operator === "contains" && first.type !== "text" && first.type !== "integer") {
    return context.report("wrongType", value.span, {
      subject,
      expected: "text or a number",
      found: describeValue(value),
    });
  }
  return { operator: meaning.operator, values: literals as Literal[], negated: meaning.negated !== negated };
}
