/**
 * A query as a value, for every engine that speaks a form of the Kusto query language. It becomes text last
 * (kql-text.ts), so nothing that was generated is ever searched again.
 */
export interface KqlProgram {
  readonly lets: readonly { readonly name: string; readonly value: Query | Expression }[];
  readonly query: Query;
}

export interface Query {
  readonly kind: "query";
  readonly table: string;
  /** Of a table that is a function: the key of `Registry`, the log of `WinEvent`. */
  readonly arguments?: readonly Expression[];
  readonly stages: readonly Stage[];
}

export type Stage =
  | { readonly stage: "where"; readonly condition: Expression }
  | { readonly stage: "extend" | "project"; readonly columns: readonly Column[] }
  | { readonly stage: "summarize"; readonly columns: readonly Column[]; readonly by: readonly string[] }
  | { readonly stage: "distinct"; readonly columns: readonly string[] }
  | {
      readonly stage: "join";
      readonly join: "leftouter" | "inner";
      readonly query: Query;
      readonly on: readonly string[];
    }
  | { readonly stage: "count" };

/** A column, new where it has a value of its own; without a name where the value names its columns itself. */
export interface Column {
  readonly name: string;
  readonly value?: Expression;
}

export type Expression =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "time"; readonly seconds: number }
  | { readonly kind: "call"; readonly function: string; readonly arguments: readonly Expression[] }
  | Compare
  | { readonly kind: "all" | "any"; readonly terms: readonly Expression[] }
  | { readonly kind: "member"; readonly of: Expression; readonly key: string | number }
  | { readonly kind: "scalar"; readonly query: Query }
  | Measure;

export interface Compare {
  readonly kind: "compare";
  readonly operator: CompareOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export type CompareOperator = keyof typeof opposites;

/**
 * A number of a device that comes from the rows of another table: `aggregate` over the rows of `source`. A device
 * without a row has none (null). The rule's query joins each source once (layout.ts).
 */
export interface Measure {
  readonly kind: "measure";
  readonly source: Query;
  readonly aggregate: Expression;
  /** Whether it is one of a thing of `each`, not of the device. */
  readonly ofThing?: true;
}

const opposites = {
  "==": "!=",
  "!=": "==",
  "<": ">=",
  ">=": "<",
  ">": "<=",
  "<=": ">",
  "=~": "!~",
  "!~": "=~",
  contains: "!contains",
  "!contains": "contains",
  startswith: "!startswith",
  "!startswith": "startswith",
  endswith: "!endswith",
  "!endswith": "endswith",
} as const;

export const always: Expression = { kind: "boolean", value: true };
export const never: Expression = { kind: "boolean", value: false };

export const column = (name: string): Expression => ({ kind: "name", name });
export const text = (value: string): Expression => ({ kind: "text", text: value });
export const number = (value: number): Expression => ({ kind: "number", value });

export function call(name: string, ...values: readonly Expression[]): Expression {
  return { kind: "call", function: name, arguments: values };
}

export function compare(left: Expression, operator: CompareOperator, right: Expression): Expression {
  return { kind: "compare", operator, left, right };
}

export function isConstant(expression: Expression, value: boolean): boolean {
  return expression.kind === "boolean" && expression.value === value;
}

export function all(terms: readonly Expression[]): Expression {
  return joined("all", terms);
}

export function any(terms: readonly Expression[]): Expression {
  return joined("any", terms);
}

/** What two expressions have in common where they are the same. It is asked for often, of the same values. */
export function keyOf(expression: Expression): string {
  const known = keys.get(expression) ?? JSON.stringify(expression);
  keys.set(expression, known);
  return known;
}

const keys = new WeakMap<Expression, string>();

/** Terms joined by `and` or `or`, without those that change nothing, each once. */
function joined(kind: "all" | "any", terms: readonly Expression[]): Expression {
  const flat = terms.flatMap((term) => (term.kind === kind ? term.terms : [term]));
  if (flat.some((term) => isConstant(term, kind === "any"))) return kind === "any" ? always : never;
  const kept = new Map(flat.filter(({ kind: one }) => one !== "boolean").map((term) => [keyOf(term), term]));
  const [first, ...rest] = kept.values();
  if (first === undefined) return kind === "any" ? never : always;
  return rest.length === 0 ? first : { kind, terms: [first, ...rest] };
}

/** The opposite of a condition on columns that are never null. Engines that are small have no `not`. */
export function opposite(condition: Expression): Expression {
  switch (condition.kind) {
    case "boolean":
      return condition.value ? never : always;
    case "all":
      return any(condition.terms.map(opposite));
    case "any":
      return all(condition.terms.map(opposite));
    case "compare":
      return { ...condition, operator: opposites[condition.operator] };
    default:
      return call("not", condition);
  }
}
