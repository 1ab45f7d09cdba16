import type { Statement } from "./scan.ts";

/**
 * A statement that could not be read, cut before each line in it that begins like a statement: a comma at the end of the
 * line, or a parenthesis that is not closed, has drawn those in.
 */
export function cutAtStatements(statement: Statement, keywords: readonly string[]): readonly Statement[] {
  const { text } = statement.outline;
  const cuts = [...text.matchAll(/\n([a-z]+)(?= )/g)]
    .filter(([, word]) => keywords.includes(word!))
    .map(({ index }) => index);
  if (cuts.length === 0) return [statement];
  const starts = [0, ...cuts.map((cut) => cut + 1)];
  return starts.map((start, index) => part(statement, start, cuts[index] ?? text.length));
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
