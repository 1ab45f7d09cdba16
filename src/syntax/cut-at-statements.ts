import type { Level } from "./level.ts";
import { shapeOf } from "./shape.ts";
import type { Statement } from "./statement.ts";

/**
 * A statement cut before each line in it that begins like a statement: `and` or a comma at the end of the line before, or
 * a parenthesis that is not closed, has drawn that in. Where the statement can be read as it is, such a line has to be
 * a statement indeed, and not a condition of that name.
 */
export function cutAtStatements(
  statement: Statement,
  { rule, keywords }: Level,
): readonly [Statement, ...Statement[]] {
  const { text } = statement.outline;
  if (!text.includes("\n")) return [statement];
  let cuts = [...text.matchAll(/\n([a-z]+)(?=[ \n]|$)/g)]
    .filter(([, word]) => keywords.includes(word!))
    .map(({ index }) => index);
  if (shapeOf(rule, text) !== undefined) {
    cuts = cuts.filter((cut, index) => shapeOf(rule, text.slice(cut + 1, cuts[index + 1])) !== undefined);
  }
  const starts = [0, ...cuts.map((cut) => cut + 1)];
  const [first, ...rest] = starts.map((start, index) => part(statement, start, cuts[index] ?? text.length));
  return [first!, ...rest];
}

function part({ span, outline, body, flaws }: Statement, from: number, to: number): Statement {
  const text = outline.text.slice(from, to);
  const starts = outline.starts.slice(from, to);
  const ends = outline.ends.slice(from, to);
  return {
    span: { source: span.source, start: starts[0]!, end: ends.at(-1)! },
    outline: { text, starts, ends },
    body: text.includes("{") ? body : undefined,
    flaws,
  };
}
