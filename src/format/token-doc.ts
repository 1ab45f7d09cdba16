import type { Doc } from "prettier";
import { builders } from "prettier/doc";
import type { Token } from "./lex.ts";

const { breakParent, hardline, lineSuffix } = builders;

/** A token with its comments. */
export function tokenDoc({ before, text, after }: Token): Doc {
  const comments = before.map((comment): Doc => [comment.text, hardline]);
  return [...comments, text, after === undefined ? "" : [lineSuffix(` ${after}`), breakParent]];
}

/** What stands between two neighbours: `otherwise`, or the line end that a comment asks for. */
export function between(previous: Token, next: Token, otherwise: Doc): Doc {
  return previous.after === undefined && next.before.length === 0 ? otherwise : hardline;
}

/** A stretch of tokens, and how it is laid out. */
export interface Piece {
  readonly tokens: readonly Token[];
  readonly doc: Doc;
}

/** Tokens laid out by `layOut`, below the comments above the first one: those are not indented with what follows. */
export function piece(tokens: readonly Token[], layOut: (tokens: readonly Token[]) => Doc): Piece {
  const [first, ...rest] = tokens as [Token, ...Token[]];
  const comments = first.before.map((comment): Doc => [comment.text, hardline]);
  return { tokens, doc: [comments, layOut([{ ...first, before: [] }, ...rest])] };
}

/** Pieces one after the other, with what stands between two of them: docs and separators in turn, as `fill` takes them. */
export function joined(pieces: readonly Piece[], separator: Doc): Doc[] {
  return pieces.flatMap(({ tokens, doc }, index) => {
    const previous = pieces[index - 1]?.tokens.at(-1);
    return previous === undefined ? [doc] : [between(previous, tokens[0]!, separator), doc];
  });
}
