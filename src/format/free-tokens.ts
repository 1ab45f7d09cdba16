import type { Token } from "./lex.ts";

const operators = new Set(["contains", "<", "<=", ">", ">=", "to"]);
/** The words that begin a qualifier; a condition in brackets follows `where`, a value the others. */
export const qualifierNames = new Set(["from", "in", "within", "level", "as", "aged", "with", "where"]);

/**
 * For each token whether the grammar reads it as a word of its own: it is not inside brackets, and it is no value,
 * which may be called like anything, `and` included.
 */
export function freeTokens(tokens: readonly Token[]): readonly boolean[] {
  const free: boolean[] = [];
  let depth = 0;
  let valueNext = false;
  for (let index = 0; index < tokens.length; index += 1) {
    const { text } = tokens[index]!;
    free[index] = depth === 0 && !valueNext;
    if (text === "(") depth += 1;
    if (text === ")") depth -= 1;
    if (valueNext || depth > 0 || text === ")") {
      valueNext = false;
      continue;
    }
    if (text === "is") {
      for (let rest = operatorWords(tokens, index + 1); rest > 0; rest -= 1) free[(index += 1)] = false;
    }
    valueNext = text === "is" || operators.has(text) || qualifierNames.has(text);
  }
  return free;
}

/** How many words after `is` belong to the operator: `not`, `one of`, `not one of`. */
function operatorWords(tokens: readonly Token[], from: number): number {
  const words = tokens.slice(from, from + 3).map(({ text }) => text);
  const not = words[0] === "not" ? 1 : 0;
  return words[not] === "one" && words[not + 1] === "of" ? not + 2 : not;
}
