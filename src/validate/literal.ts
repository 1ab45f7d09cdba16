import type { Literal, ValueType } from "../model/value.ts";
import type { Value } from "../syntax/tree.ts";
import type { Context } from "./context.ts";

/** `present` means "not missing", so it is no literal of its own. */
export type LiteralOrPresent = Literal | { readonly type: "present" };

/** The value as one of the type, or undefined after a report. */
export function toLiteral(
  value: Value,
  type: ValueType,
  subject: string,
  context: Context,
): LiteralOrPresent | undefined {
  if (value.kind === "word" && value.text === "missing") return { type: "missing" };
  if (value.kind === "word" && value.text === "present") return { type: "present" };
  if (value.kind === "variable") {
    if (context.variable?.name !== value.name) {
      const names = context.variable === undefined ? [] : [context.variable.name];
      return context.report("unknownVariable", value.span, { name: value.name, names });
    }
    if (type.type === "text" || type.type === "data") return { type: "variable", name: value.name };
  }
  const wrong = (): undefined =>
    context.report("wrongType", value.span, {
      subject,
      expected: describeType(type),
      found: describeValue(value),
    });
  switch (type.type) {
    case "word": {
      if (value.kind !== "word" && value.kind !== "text") return wrong();
      const word = type.words.find((known) => known.toLowerCase() === value.text.toLowerCase());
      if (word !== undefined) return { type: "word", word };
      const values = [...type.words, "missing", "present"];
      return context.report("unknownValue", value.span, { value: value.text, subject, values });
    }
    case "integer":
      if (value.kind !== "number") return wrong();
      if (value.value < type.minimum || value.value > type.maximum) {
        const { minimum, maximum } = type;
        return context.report("outOfRange", value.span, { subject, minimum, maximum });
      }
      return { type: "integer", value: value.value };
    case "version":
      return value.kind === "version" && value.text.split(".").length <= 4
        ? { type: "version", text: value.text }
        : wrong();
    case "text":
      return value.kind === "text" || value.kind === "word" ? { type: "text", text: value.text } : wrong();
    case "data":
      if (value.kind === "number") return { type: "integer", value: value.value };
      if (value.kind === "version") return { type: "version", text: value.text };
      return value.kind === "text" ? { type: "text", text: value.text } : wrong();
    case "presence":
      return wrong();
    default:
      return type satisfies never;
  }
}

export function describeType(type: ValueType): string {
  switch (type.type) {
    case "word":
      return `one of ${type.words.map((word) => `\`${word}\``).join(", ")}`;
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
