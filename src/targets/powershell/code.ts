import { powershellNumber, powershellString } from "../../encode/powershell.ts";
import type { Condition, EventQuery } from "../../model/condition.ts";

/**
 * PowerShell as a value: what the blocks of rules are made of. There is no way to say more than literals, tables of them,
 * calls of functions and, marked as such, what an author wrote. `layout.ts` prints it.
 */
export type Code = Atom | Text | Call | Table | Block | Lines | Group | List | Logic | Author;

/** A number or a variable, whole and safe. */
export interface Atom {
  readonly kind: "atom";
  readonly text: string;
}

/** Text, whatever it holds. */
export interface Text {
  readonly kind: "text";
  readonly text: string;
}

export interface Call {
  readonly kind: "call";
  readonly name: string;
  readonly args: readonly Argument[];
  /** The definition whose function is called, where it is not one of the library. */
  readonly definition?: Definition;
}

/** A definition of the rulebook: a function of its own in every script that asks for it. */
export interface Definition {
  /** The function's. */
  readonly name: string;
  readonly condition: Condition;
}

export interface Argument {
  /** The parameter, where it is named; one without a value is a switch. */
  readonly parameter?: string;
  readonly value?: Code;
}

/** A hash table. One that says which events are asked for carries the query. */
export interface Table {
  readonly kind: "table";
  readonly entries: readonly (readonly [key: string, value: Code])[];
  /** Whether each entry has a line of its own, however short. */
  readonly isTall: boolean;
  readonly query?: EventQuery;
}

/** A block of statements, run when it is asked for. */
export interface Block {
  readonly kind: "block";
  readonly statements: readonly Code[];
}

/** The values of several statements. */
export interface Lines {
  readonly kind: "lines";
  readonly statements: readonly Code[];
}

/** A call whose value is an argument. */
export interface Group {
  readonly kind: "group";
  readonly inner: Code;
}

/** Several values, with commas between; in parentheses where it is the first argument of a call. */
export interface List {
  readonly kind: "list";
  readonly items: readonly Code[];
  readonly isGrouped: boolean;
}

/** Calls, of which all or one must be true. */
export interface Logic {
  readonly kind: "logic";
  readonly operator: "-and" | "-or";
  readonly terms: readonly Code[];
}

/** PowerShell of a rule's author, as it was written. */
export interface Author {
  readonly kind: "author";
  readonly script: string;
}

export const atom = (text: string): Code => ({ kind: "atom", text });
export const text = (value: string): Code => ({ kind: "text", text: value });
/** A number as an argument; what begins with a dash would be taken for a parameter. */
export const number = (value: number): Code => {
  const digits = powershellNumber(value);
  return atom(value < 0 ? `(${digits})` : digits);
};
export const call = (name: string, ...args: readonly (Argument | Code)[]): Call => ({
  kind: "call",
  name,
  args: args.map((arg) => ("kind" in arg ? { value: arg } : arg)),
});
/** An argument by the name of its parameter. */
export const named = (parameter: string, value?: Code): Argument => ({
  parameter,
  ...(value === undefined ? {} : { value }),
});
/** A table whose entries share lines; what is undefined is left out. */
export const table = (entries: Readonly<Record<string, Code | undefined>>, query?: EventQuery): Table => ({
  kind: "table",
  entries: presentIn(entries),
  isTall: false,
  ...(query === undefined ? {} : { query }),
});
/** A table with a line an entry; what is undefined is left out. */
export const tallTable = (entries: Readonly<Record<string, Code | undefined>>): Table => ({
  kind: "table",
  entries: presentIn(entries),
  isTall: true,
});
export const block = (...statements: readonly Code[]): Code => ({ kind: "block", statements });
export const lines = (statements: readonly Code[]): Code => ({ kind: "lines", statements });
export const group = (inner: Code): Code => ({ kind: "group", inner });
export const list = (items: readonly Code[]): Code =>
  items.length === 1 ? items[0]! : { kind: "list", items, isGrouped: false };
export const groupedList = (items: readonly Code[]): Code => ({ kind: "list", items, isGrouped: true });

function presentIn(entries: Readonly<Record<string, Code | undefined>>): [string, Code][] {
  return Object.entries(entries).filter((entry): entry is [string, Code] => entry[1] !== undefined);
}

/** What stands directly inside a piece of code. */
function childrenOf(code: Code): readonly Code[] {
  switch (code.kind) {
    case "atom":
    case "text":
    case "author":
      return [];
    case "call":
      return code.args.flatMap(({ value }) => value ?? []);
    case "table":
      return code.entries.map(([, value]) => value);
    case "block":
    case "lines":
      return code.statements;
    case "group":
      return [code.inner];
    case "list":
      return code.items;
    case "logic":
      return code.terms;
    default:
      return code satisfies never;
  }
}

/** The code itself and everything inside it. */
export function* everyCode(code: Code): Iterable<Code> {
  yield code;
  for (const child of childrenOf(code)) yield* everyCode(child);
}

/** Text as PowerShell writes it, on one line. */
export function textLiteral({ text: value }: Text): string {
  return powershellString(value);
}
