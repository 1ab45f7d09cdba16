import type { Literal, ValueType } from "../../model/value.ts";

/** A value that a described device may have, and for the registry its type where it is not what the value suggests. */
export interface InterestingValue {
  readonly literal: Literal;
  readonly valueType?: string;
}

/** How many words a property may have for all of them to be tried; of more, those that the rule names and one other. */
const manyWords = 10;

/**
 * The values of a property that a rule can tell apart: on, just below and just above each boundary, each word, text
 * that is equal, equal but for case, around and other. `compared`: what the rule compares the property with.
 */
export function interestingLiterals(type: ValueType, compared: readonly Literal[]): InterestingValue[] {
  const found = new Map<string, InterestingValue>();
  const add = (literal: Literal, valueType?: string): void => {
    found.set(
      JSON.stringify([literal, valueType]),
      valueType === undefined ? { literal } : { literal, valueType },
    );
  };
  const integers = compared.flatMap((literal) => (literal.type === "integer" ? [literal.value] : []));
  const texts = compared.flatMap((literal) => (literal.type === "text" ? [literal.text] : []));
  switch (type.type) {
    case "word": {
      const named = compared.flatMap((literal) => (literal.type === "word" ? [literal.word] : []));
      const other = type.words.find((word) => !named.includes(word));
      const tried =
        type.words.length <= manyWords ? type.words : [...named, ...(other === undefined ? [] : [other])];
      for (const word of tried) add({ type: "word", word });
      break;
    }
    case "integer":
      for (const value of integers.length > 0 ? integers.flatMap(around) : [type.minimum]) {
        if (value >= type.minimum && value <= type.maximum) add({ type: "integer", value });
      }
      break;
    case "version":
      for (const literal of compared) {
        if (literal.type === "version")
          for (const text of versionsAround(literal.text)) add({ type: "version", text });
      }
      if (found.size === 0) add({ type: "version", text: "1.2.3.4" });
      break;
    case "text":
      for (const text of textsAround(texts)) add({ type: "text", text });
      break;
    case "data":
      for (const value of integers.flatMap(around)) if (value >= 0) add({ type: "integer", value });
      for (const value of integers) add({ type: "text", text: String(value) });
      for (const text of textsAround(texts)) add({ type: "text", text });
      add({ type: "integer", value: 4_294_967_295 });
      add({ type: "text", text: "" });
      break;
    case "presence":
      add({ type: "word", word: "present" });
      break;
    default:
      return type satisfies never;
  }
  add({ type: "missing" });
  return [...found.values()];
}

function around(value: number): number[] {
  return [value - 1, value, value + 1];
}

/** Just below, equal, just above, and one that is newer as a version but older as text. */
function versionsAround(text: string): string[] {
  const parts = [...text.split(".").map(Number), 0, 0, 0].slice(0, 4);
  const above = [...parts.slice(0, 3), parts[3]! + 1];
  const place = parts.findLastIndex((part) => part > 0);
  const below = parts.map((part, index) =>
    index === place ? part - 1 : index > place && place >= 0 ? 9 : part,
  );
  const longer = parts.map((part, index) => (index === 2 ? part * 10 + 10_000 : part));
  return [below, parts, above, longer].map((version) => version.join("."));
}

/** Each text as it is, in other case, with something around it, and one that is none of them. */
export function textsAround(texts: readonly string[]): string[] {
  const varied = texts.flatMap((text) => {
    const upper = text.toUpperCase();
    return [text, upper === text ? text.toLowerCase() : upper, `before ${text} after`];
  });
  return [...new Set([...varied, "other"])];
}
