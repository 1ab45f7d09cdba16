/** A value that a rule writes down, of the type that its property documents. */
export type Literal =
  | ({ readonly type: "word"; readonly word: string } & Nameable)
  | ({ readonly type: "integer"; readonly value: number } & Nameable)
  | ({ readonly type: "version"; readonly text: string } & Nameable)
  | ({ readonly type: "text"; readonly text: string } & Nameable)
  /** A thing that is not there. `present` is written as "not missing". */
  | { readonly type: "missing" }
  /** What an event named, while a rule with `each` is evaluated. */
  | { readonly type: "variable"; readonly name: string };

/** What the rulebook calls the value, without `$`, where the rule wrote it so (`define $NAME: VALUE`). */
export interface Nameable {
  readonly named?: string;
}

/** A value that a device has. Words and versions are text here; a missing thing is `undefined`. */
export type FactValue = string | number | undefined;

/** What reading a fact gave: a value (perhaps that the thing is missing), or why it cannot be known. */
export type Reading =
  { readonly known: true; readonly value: FactValue } | { readonly known: false; readonly reason: string };

/** What values a property has. It decides which operators make sense and how values are written. */
export type ValueType =
  | { readonly type: "word"; readonly words: readonly string[] }
  | { readonly type: "integer"; readonly minimum: number; readonly maximum: number }
  | { readonly type: "version" }
  | { readonly type: "text" }
  /** The data of a registry value: a number or text. */
  | { readonly type: "data" }
  /** Only whether the thing is there. */
  | { readonly type: "presence" };

/** A value as rules and reports write it. */
export function describeLiteral(literal: Literal): string {
  switch (literal.type) {
    case "word":
      return literal.word;
    case "integer":
      return String(literal.value);
    case "version":
    case "text":
      return literal.text;
    case "missing":
      return "missing";
    case "variable":
      return `$${literal.name}`;
    default:
      return literal satisfies never;
  }
}

/** A literal as a value that a device has; `missing` is undefined. A variable has to be resolved before. */
export function literalValue(literal: Literal): FactValue {
  switch (literal.type) {
    case "word":
      return literal.word;
    case "integer":
      return literal.value;
    case "version":
    case "text":
      return literal.text;
    case "missing":
      return undefined;
    case "variable":
      throw new Error("a variable was not resolved");
    default:
      return literal satisfies never;
  }
}
