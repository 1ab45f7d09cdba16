/**
 * How much a file may hold. Nobody writes this much by hand; without a bound a damaged or hostile file would end in a crash, or
 * take all memory, in place of a message with a place.
 */
export const limits = {
  /** `(`, `not` and `where` inside each other; Ohm and what follows need some stack for each, which suffices for 250 and more. */
  parentheses: 200,
  /** `{` inside each other; the language itself has three levels. */
  braces: 16,
  /** Names, texts, numbers and signs of one statement, without what stands in its braces. */
  words: 5000,
  /** Statements between two braces. */
  statements: 5000,
  /** Documents, definitions, rules and applications of a file. */
  blocks: 100_000,
  /** What is said of one file. */
  mistakes: 200,
} as const;
