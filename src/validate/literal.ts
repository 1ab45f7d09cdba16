import { oneOf } from "../diagnostics/suggest.ts";
import type { Literal, ValueType } from "../model/value.ts";
import type { Value } from "../syntax/tree.ts";
import type { Context } from "./context.ts";

/** `present` means "not missing", so it is no literal of its own. */
export type LiteralOrPresent = Literal | { readonly type: "present" };

/** The value as one of the type, or undefined after a report; `others`: words that may stand there besides its values. */
export function toLiteral(
  value: Value,
  type: ValueType,
  subject: string,
  context: Context,
  others: readonly string[] = ["missing", "present"],
): LiteralOrPresent | undefined {
  const literal = typed(value, type, subject, context, others);
  const named = value.kind === "variable" ? undefined : value.named;
  if (literal === undefined || named === undefined || !mayHaveName(literal)) return literal;
  return { ...literal, named };
}

function mayHaveName(
  literal: LiteralOrPresent,
): literal is Extract<LiteralOrPresent, { type: "word" | "integer" | "version" | "text" }> {
  return ["word", "integer", "version", "text"].includes(literal.type);
}

function typed(
  value: Value,
  type: ValueType,
  subject: string,
  context: Context,
  others: readonly string[],
): LiteralOrPresent | undefined {
  if (value.kind === "word" && value.text === "missing") return { type: "missing" };
  if (value.kind === "word" && value.text === "present") return { type: "present" };
  if (value.kind === "variable") {
    if (context.variable?.name !== value.name) {
      const names = context.variable === undefined ? [] : [`$${context.variable.name}`];
      return context.report("unknownVariable", value.span, { name: `$${value.name}`, names });
    }
    if (type.type === "text" || type.type === "data") return { type: "variable", name: value.name };
  }
  const wrong = (): undefined =>
    context.report("wrongType", value.span, {
      subject,
      expected: describeType(type),
      found: describeValue(value),
      remedy: remedyFor(value, type),
    });
  const inRange = (number: number, minimum: number, maximum: number): Literal | undefined =>
    number >= minimum && number <= maximum
      ? { type: "integer", value: number }
      : context.report("outOfRange", value.span, {
          subject,
          bounds: `lies between ${minimum} and ${maximum}`,
        });
  // No version of Windows or of .NET holds larger numbers.
  const version = (text: string): Literal | undefined =>
    text.split(".").every((number) => Number(number) <= 0x7fff_ffff)
      ? { type: "version", text }
      : context.report("outOfRange", value.span, { subject, bounds: "has numbers up to 2147483647" });
  switch (type.type) {
    case "word": {
      if (value.kind !== "word" && value.kind !== "text") return wrong();
      const word = type.words.find((known) => known.toLowerCase() === value.text.toLowerCase());
      if (word !== undefined) return { type: "word", word };
      const values = [...type.words, ...others];
      const remedy = value.kind === "word" ? remedyForWord(value.text, type) : undefined;
      return context.report("unknownValue", value.span, { value: value.text, subject, values, remedy });
    }
    case "integer":
      return value.kind === "number" ? inRange(value.value, type.minimum, type.maximum) : wrong();
    case "version":
      return value.kind === "version" && value.text.split(".").length <= 4 ? version(value.text) : wrong();
    case "text":
      return value.kind === "text" || value.kind === "word" ? { type: "text", text: value.text } : wrong();
    case "data":
      if (value.kind === "number")
        return inRange(value.value, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
      if (value.kind === "version") return version(value.text);
      return value.kind === "text" ? { type: "text", text: value.text } : wrong();
    case "presence":
      return wrong();
    default:
      return type satisfies never;
  }
}

/** How a value of another type is written as one of this type, where that is likely what was meant. */
function remedyFor(value: Value, type: ValueType): string | undefined {
  switch (value.kind) {
    case "text":
      if (type.type === "integer" && /^-?\d+$/.test(value.text)) return "leave out the quotes";
      return type.type === "version" && /^\d+(?:\.\d+)+$/.test(value.text)
        ? "leave out the quotes"
        : undefined;
    case "number":
      return type.type === "version" && value.value >= 0 ? `write \`${value.value}.0\`` : undefined;
    case "word":
      return remedyForWord(value.text, type);
    case "version": {
      const [, , third] = value.text.split(".");
      if (type.type === "integer" && third !== undefined) return `write the one number: \`${third}\``;
      return type.type === "version" ? "a version has at most four numbers" : undefined;
    }
    case "duration":
      return type.type === "integer" || type.type === "data" ? "write the number alone" : undefined;
    default:
      return undefined;
  }
}

const absent = /^(?:null|nil|none|nothing|absent|empty|undefined|deleted|gone|unset)$/i;
const there = /^(?:exists?|existing|there|available|set|defined)$/i;

function remedyForWord(text: string, type: ValueType): string | undefined {
  if (absent.test(text)) return "a thing that is not there is `missing`";
  if (there.test(text)) return "a thing that is there, whatever its value, is `present`";
  if (type.type !== "data") return undefined;
  if (/^(?:true|yes|on|enabled)$/i.test(text))
    return `the registry holds numbers and text: write \`1\`, or \`"${text}"\` where it is that text`;
  if (/^(?:false|no|off|disabled)$/i.test(text))
    return `the registry holds numbers and text: write \`0\`, or \`"${text}"\` where it is that text`;
  return `put it in quotes: \`"${text}"\``;
}

export function describeType(type: ValueType): string {
  switch (type.type) {
    case "word":
      return oneOf(type.words);
    case "integer":
      return "a number";
    case "version":
      return "a version such as 4.18.2007.8";
    case "text":
      return "text";
    case "data":
      return "a number or text in quotes";
    case "presence":
      return "`present` or `missing`";
    default:
      return type satisfies never;
  }
}

export function describeValue(value: Value): string {
  switch (value.kind) {
    case "word":
      return `the word \`${value.text}\``;
    case "text":
      return "text";
    case "number":
      return `the number ${value.value}`;
    case "version":
      return `the version ${value.text}`;
    case "duration":
      return "a duration";
    case "variable":
      return `the variable \`$${value.name}\``;
    case "list":
      return "a list";
    default:
      return value satisfies never;
  }
}
