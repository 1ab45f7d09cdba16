import type { Doc } from "prettier";
import { builders } from "prettier/doc";
import { freeTokens, qualifierNames } from "./free-tokens.ts";
import type { Token } from "./lex.ts";
import { between, joined, type Piece, piece, tokenDoc } from "./token-doc.ts";

const { align, fill, group, line } = builders;

type Tokens = readonly Token[];

/**
 * A condition. Where it is too long for a line, each `and` or `or` of the outermost kind begins one, and what is
 * inside a term stands `hang` columns further right.
 */
export function conditionDoc(tokens: Tokens, hang = 2): Doc {
  const terms = splitBefore(tokens, "or");
  return junctionDoc(terms.length > 1 ? terms : splitBefore(tokens, "and"), hang);
}

function junctionDoc(terms: readonly Tokens[], hang: number): Doc {
  const pieces = terms.map((tokens, index) =>
    piece(tokens, ([first, ...rest]) => {
      if (index === 0) return align(hang, termDoc([first!, ...rest]));
      return [tokenDoc(first!), align(hang, [between(first!, rest[0]!, " "), piece(rest, termDoc).doc])];
    }),
  );
  return group(joined(pieces, line));
}

function termDoc(tokens: Tokens): Doc {
  const [first, ...rest] = tokens as [Token, ...Token[]];
  if (splitBefore(tokens, "and").length > 1) return conditionDoc(tokens);
  if (first.text === "not") return [tokenDoc(first), between(first, rest[0]!, " "), termDoc(rest)];
  if (first.text !== "(") return clauseDoc(tokens);
  // Only the bound of a wait stands after brackets.
  const end = afterBracket(tokens, 0);
  const bound = tokens.slice(end);
  const brackets = bracketsDoc(tokens.slice(0, end), conditionDoc);
  if (bound.length === 0) return brackets;
  return [brackets, between(tokens[end - 1]!, bound[0]!, " "), clauseDoc(bound)];
}

/** Cuts before the tokens that begin a part of a clause. */
export type StartsPart = (token: Token, index: number) => boolean;

const startsQualifier: StartsPart = ({ text }) => qualifierNames.has(text);
/** A line that begins with qualifiers and is no longer than this is better than two that are cut wherever they end. */
const wholeLine = 100;

/**
 * Terms, qualifiers and a comparison. Where they are too long for a line, `where`, `with` and `since` begin the next one; where
 * that is not enough, all qualifiers stand on a line of their own, or else as many on a line as it holds.
 */
export function clauseDoc(tokens: Tokens, starts: StartsPart = startsQualifier): Doc {
  const [head, ...qualifiers] = partsOf(tokens, starts);
  const tail = qualifiers.findIndex(({ tokens: [first] }) =>
    ["where", "with", "since"].includes(first!.text),
  );
  const middle = tail === -1 ? qualifiers : qualifiers.slice(0, tail);
  const above = group(joined([head!, ...filled(middle)], line));
  const short = tokensOf(middle).reduce((width, { text }) => width + text.length + 1, 0) <= wholeLine;
  const first = {
    tokens: tokensOf([head!, ...middle]),
    doc: short ? above : fill(joined([head!, ...middle], line)),
  };
  return group(joined([first, ...filled(qualifiers.slice(middle.length))], line));
}

/** Facts between commas, as many on a line as it holds; what of one begins a line of its own stands further right. */
export function factsDoc(tokens: Tokens): Doc {
  const facts = splitWhere(tokens, (_, index) => tokens[index - 1]!.text === ",");
  const pieces = facts.map((fact) =>
    piece(fact, (own) => align(2, fill(joined(partsOf(own, startsQualifier), line)))),
  );
  return fill(joined(pieces, line));
}

function partsOf(tokens: Tokens, starts: StartsPart): Piece[] {
  return splitWhere(tokens, starts).map((part, index) =>
    piece(part, (own) => align(index === 0 ? 0 : 2, commasDoc(own))),
  );
}

function filled(pieces: readonly Piece[]): Piece[] {
  return pieces.length === 0 ? [] : [{ tokens: tokensOf(pieces), doc: fill(joined(pieces, line)) }];
}

function tokensOf(pieces: readonly Piece[]): Token[] {
  return pieces.flatMap(({ tokens }) => tokens);
}

/** Words beside each other, with lists and the conditions of `where`. */
function wordsDoc(tokens: Tokens): Doc {
  const pieces: Piece[] = [];
  for (let index = 0; index < tokens.length;) {
    const token = tokens[index]!;
    const end = token.text === "(" ? afterBracket(tokens, index) : index + 1;
    const taken = tokens.slice(index, end);
    const inside = tokens[index - 1]?.text === "where" ? conditionDoc : commasDoc;
    pieces.push({ tokens: taken, doc: token.text === "(" ? bracketsDoc(taken, inside) : tokenDoc(token) });
    index = end;
  }
  return joined(pieces, " ");
}

/** `one, two, three`, as many on a line as it holds. */
export function commasDoc(tokens: Tokens): Doc {
  const pieces = splitWhere(tokens, (_, index) => tokens[index - 1]!.text === ",").map((item): Piece => {
    const comma = item.at(-1)!;
    if (comma.text !== ",") return { tokens: item, doc: wordsDoc(item) };
    const words = item.slice(0, -1);
    return { tokens: item, doc: [wordsDoc(words), between(words.at(-1)!, comma, ""), tokenDoc(comma)] };
  });
  return fill(joined(pieces, line));
}

function bracketsDoc(tokens: Tokens, inside: (tokens: Tokens) => Doc): Doc {
  const inner = tokens.slice(1, -1);
  const [open, close] = [tokens[0]!, tokens.at(-1)!];
  return [
    tokenDoc(open),
    between(open, inner[0]!, ""),
    inside(inner),
    between(inner.at(-1)!, close, ""),
    tokenDoc(close),
  ];
}

function afterBracket(tokens: Tokens, open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index += 1) {
    const { text } = tokens[index]!;
    if (text === "(") depth += 1;
    if (text === ")") depth -= 1;
    if (depth === 0) return index + 1;
  }
  throw new Error("a bracket is not closed");
}

/** The operands of an operator, each but the first with the operator before it. */
function splitBefore(tokens: Tokens, operator: "and" | "or"): Tokens[] {
  return splitWhere(tokens, ({ text }) => text === operator);
}

/** Cuts before the free tokens that `starts` picks. */
function splitWhere(tokens: Tokens, starts: StartsPart): Tokens[] {
  const free = freeTokens(tokens);
  const parts: Token[][] = [[]];
  for (const [index, token] of tokens.entries()) {
    if (index > 0 && free[index] === true && starts(token, index)) parts.push([]);
    parts.at(-1)!.push(token);
  }
  return parts;
}
