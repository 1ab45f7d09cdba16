import { isHidden } from "./hidden-characters.ts";

/** What a character begins, as the grammar reads it. */
export type LexemeKind =
  | "space"
  | "newline"
  | "comment"
  | "word"
  | "number"
  | "text"
  | "typographic-quote"
  | "{"
  | "}"
  | "("
  | ")"
  | ","
  | ":"
  | "other";

/** The kinds of the ASCII characters, by their code, where one character decides. */
const kinds: readonly LexemeKind[] = Array.from({ length: 128 }, (_, code): LexemeKind => {
  const character = String.fromCharCode(code);
  if (/[A-Za-z_]/.test(character)) return "word";
  if (/[0-9]/.test(character)) return "number";
  // What is hidden has been reported, and means nothing.
  if (character === " " || character === "\t" || isHidden(character)) return "space";
  if (character === "\n") return "newline";
  if (character === '"') return "text";
  return /[{}(),:]/.test(character) ? (character as LexemeKind) : "other";
});

/** The kind of what begins at an offset. A text may turn out not to end: `endOfText`. */
export function lexemeKind(text: string, at: number): LexemeKind {
  const code = text.charCodeAt(at);
  if (code >= kinds.length) {
    if (isHidden(text[at]!)) return "space";
    return typographicQuotes.includes(text[at]!) ? "typographic-quote" : "other";
  }
  const kind = kinds[code]!;
  if (kind !== "other") return kind;
  const next = text[at + 1];
  if (text[at] === "/" && next === "/") return "comment";
  if (text[at] === "\r") return next === "\n" ? "newline" : "space";
  return text[at] === "-" && next !== undefined && /[0-9]/.test(next) ? "number" : "other";
}

/** Characters that word processors put in the place of a plain quote. */
export const typographicQuotes = "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a";

const patterns: Readonly<Partial<Record<LexemeKind, RegExp>>> = {
  space: /[ \t]+|[^]/y,
  newline: /\r?\n/y,
  comment: /\/\/[^\n]*/y,
  word: /[A-Za-z_][\w.-]*(?:\/[\w.-]+)*/y,
  number: /-?[\w.-]+/y,
};

/** The end of a lexeme of any kind but text; a character beyond U+FFFF is not taken apart. */
export function endOfLexeme(text: string, at: number, kind: Exclude<LexemeKind, "text">): number {
  const pattern = patterns[kind];
  if (pattern === undefined) return at + (text.codePointAt(at)! > 0xffff ? 2 : 1);
  pattern.lastIndex = at;
  pattern.test(text);
  return pattern.lastIndex;
}

/** The offset after the text that begins at `at`, or nothing where it does not end. */
export function endOfText(text: string, at: number): number | undefined {
  if (text.startsWith('"""', at)) {
    const end = text.indexOf('"""', at + 3);
    const block = nextBlock(text, at, end === -1 ? text.length : end);
    return end === -1 || block !== undefined ? undefined : end + 3;
  }
  for (let next = at + 1; next < text.length; next += 1) {
    const char = text[next];
    if (char === "\n") return undefined;
    if (char !== '"') continue;
    if (text[next + 1] !== '"') return next + 1;
    next += 1;
  }
  return undefined;
}

/** The first line in a stretch that begins a block at the left margin, whatever stands around it. */
export function nextBlock(text: string, from: number, to: number): number | undefined {
  // Many texts are short: what stands behind them is not looked through for each.
  if (to < text.length && !text.slice(from, to).includes("\n")) return undefined;
  for (let at = text.indexOf("\n", from); at !== -1 && at < to; at = text.indexOf("\n", at + 1)) {
    blockStart.lastIndex = at + 1;
    if (blockStart.test(text)) return at + 1;
  }
  return undefined;
}

const blockStart =
  /(?:(?:device|rule|application)[ \t]+[A-Za-z0-9_][\w./-]*[ \t]*\{|define[ \t]+\$?[A-Za-z0-9_][\w./-]*[ \t]*:|document[ \t]+[A-Za-z0-9_][\w./-]*[ \t]*\r?\n)/y;
