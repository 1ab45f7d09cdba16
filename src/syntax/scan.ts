import type { Source, Span } from "../text/source.ts";

/** The words that begin a block at the left margin. */
export const blockKeywords = ["document", "define", "rule", "application"] as const;

/** A top-level block as a stretch of the file, found without parsing it. */
export interface BlockSlice {
  readonly span: Span;
  /** What keeps the block from being read at all; the parser does not look at such a block. */
  readonly flaws: readonly Flaw[];
}

export type Flaw =
  | { readonly kind: "unterminated-text"; readonly span: Span }
  | { readonly kind: "unterminated-block"; readonly span: Span }
  | { readonly kind: "typographic-quote"; readonly span: Span; readonly quote: string };

const blockStart = /(?:document|define|rule|application)\b/y;

/**
 * Splits a file into its blocks: one pass that knows braces, strings and comments and nothing else. Each block is
 * then matched on its own, which bounds the parser's memory by the largest block and keeps a mistake in one from
 * hiding the next. A line at the left margin that begins with a block's keyword begins a new block, whatever is
 * still open before it: that is where reading goes on after a forgotten brace.
 */
export function scanBlocks(source: Source): BlockSlice[] {
  const { text } = source;
  const slices: BlockSlice[] = [];
  let start: number | undefined;
  let contentEnd = 0;
  let openBraces: number[] = [];
  let flaws: Flaw[] = [];

  const span = (from: number, to: number): Span => ({ source, start: from, end: to });
  const finish = (): void => {
    if (start === undefined) return;
    const outermost = openBraces[0];
    if (outermost !== undefined && flaws.length === 0) {
      flaws.push({ kind: "unterminated-block", span: span(outermost, outermost + 1) });
    }
    slices.push({ span: span(start, contentEnd), flaws });
    start = undefined;
    openBraces = [];
    flaws = [];
  };

  let lineStart = true;
  for (let at = text.charCodeAt(0) === 0xfeff ? 1 : 0; at < text.length;) {
    if (lineStart) {
      blockStart.lastIndex = at;
      if (blockStart.test(text)) {
        finish();
        start = at;
      }
      lineStart = false;
    }
    const char = text[at]!;
    if (char === "\n") {
      lineStart = true;
      at += 1;
      continue;
    }
    if (char === " " || char === "\t" || char === "\r") {
      at += 1;
      continue;
    }
    if (char === "/" && text[at + 1] === "/") {
      const newline = text.indexOf("\n", at);
      at = newline === -1 ? text.length : newline;
      continue;
    }
    // Anything else outside a block is a block of its own: the parser will say what is wrong with it.
    start ??= at;
    if (char === '"') {
      const end = endOfText(text, at);
      if (end === undefined) {
        const newline = text.indexOf("\n", at);
        const lineEnd = newline === -1 ? text.length : newline;
        flaws.push({ kind: "unterminated-text", span: span(at, lineEnd) });
        at = lineEnd;
      } else {
        at = end;
      }
      contentEnd = at;
      continue;
    }
    if (char === "{") openBraces.push(at);
    if (char === "}") openBraces.pop();
    if (char >= "\u2018" && char <= "\u201e") {
      flaws.push({ kind: "typographic-quote", span: span(at, at + 1), quote: char });
      const newline = text.indexOf("\n", at);
      at = newline === -1 ? text.length : newline;
      contentEnd = at;
      continue;
    }
    at += 1;
    contentEnd = at;
  }
  finish();
  return slices;
}

/** The offset after the text that begins at `at`, or nothing where it does not end. */
export function endOfText(text: string, at: number): number | undefined {
  if (text.startsWith('"""', at)) {
    const end = text.indexOf('"""', at + 3);
    return end === -1 ? undefined : end + 3;
  }
  for (let next = at + 1; next < text.length; next += 1) {
    const char = text[next];
    if (char === "\n") return undefined;
    if (char === '"') {
      if (text[next + 1] === '"') next += 1;
      else return next + 1;
    }
  }
  return undefined;
}
