import type { Literal, ValueType } from "../../model/value.ts";

/** Another value of the same property, near where there is a near one; none where there is no other. */
export function otherLiterals(literal: Literal, type: ValueType): Literal[] {
  switch (literal.type) {
    case "integer":
      return [literal.value + 1, literal.value - 1]
        .filter(
          (value) =>
            value >= 0 && (type.type !== "integer" || (value >= type.minimum && value <= type.maximum)),
        )
        .map((value) => ({ type: "integer", value }));
    case "version": {
      const parts = literal.text.split(".").map(Number);
      return [{ type: "version", text: [...parts.slice(0, -1), parts.at(-1)! + 1].join(".") }];
    }
    case "word": {
      const words = type.type === "word" ? type.words : [];
      const other = words.find((word) => word !== literal.word);
      return other === undefined ? [] : [{ type: "word", word: other }];
    }
    case "text":
      return [{ type: "text", text: `${literal.text}x` }];
    case "missing":
    case "variable":
      return [];
    default:
      return literal satisfies never;
  }
}
