import type { Source, Span } from "../text/source.ts";
import {
  endOfLexeme,
  endOfText,
  lexemeKind,
  type LexemeKind,
  nextBlock,
  typographicQuotes,
} from "./lexeme.ts";
import { limits } from "./limits.ts";
import { appendTo, foreign, stand, standInForNumber, standInForWord } from "./outline.ts";
import type { Flaw, Statement } from "./statement.ts";

/** How a block begins, and nothing else at the left margin. */
const blockStart =
  /(?:document|define|guard|device|rule|application)[ \t]+[A-Za-z0-9_]|define[ \t]+\$|guard[ \t]*:/y;

/** Words that carry a statement on from the line before. */
const carriesOn = new Set("and or where from in within level as aged with since at of source".split(" "));

interface Draft extends Statement {
  readonly span: { -readonly [Key in keyof Span]: Span[Key] };
  body: Draft[] | undefined;
  /** How many words and signs it has, without its body. */
  words: number;
  readonly flaws: Flaw[];
}

interface Scan {
  readonly source: Source;
  readonly text: string;
  block: Draft | undefined;
  /** The statement that is being read; none at the beginning of a body. */
  current: Draft | undefined;
  /** The statements whose braces are open. */
  frames: { readonly owner: Draft; readonly brace: number }[];
  parentheses: number;
  /** The `not` that stand before what is read, inside each other. */
  nots: number;
  /** Those of the statement, which as a rule has one or two. */
  wheres: number;
  /** The end of the last lexeme, and what stands between it and the next one. */
  end: number;
  space: "" | " " | "\n";
  lineStart: number;
  firstOnLine: boolean;
  /** Whether the line ended with a word or sign after which the statement goes on. */
  goesOn: boolean;
  /** A brace that was closed further left than its statement begins: where one is missing, it lacks its own. */
  suspect: number | undefined;
  /** Whether the block has a text that does not end, so that its braces mean nothing. */
  abandoned: boolean;
}

/**
 * Takes a file apart into its statements, block by block: one pass that knows braces, strings, comments and when a line
 * goes on. Each statement is then matched on its own, which bounds the parser's memory and keeps a mistake in one from
 * hiding the next. A line at the left margin that begins like a block begins one, whatever is still open before it:
 * that is where reading goes on after a forgotten brace.
 */
export function* scanStatements(source: Source): Generator<Statement, void> {
  const { text } = source;
  const scan: Scan = {
    source,
    text,
    lineStart: 0,
    firstOnLine: true,
    end: 0,
    space: "",
    goesOn: false,
    ...nothingRead(),
  };
  for (let at = text.charCodeAt(0) === 0xfeff ? 1 : 0; at < text.length;) {
    const kind = lexemeKind(text, at);
    if (kind === "space" || kind === "newline" || kind === "comment") {
      at = skipSpace(scan, at, kind);
      continue;
    }
    if (beginsStatement(scan, at, kind)) {
      if (scan.frames.length === 0 || isAtMargin(scan, at)) {
        const done = finishBlock(scan);
        if (done !== undefined) yield done;
      }
      begin(scan, at);
    }
    at = readLexeme(scan, at, kind);
  }
  const done = finishBlock(scan);
  if (done !== undefined) yield done;
}

function nothingRead() {
  return {
    block: undefined,
    current: undefined,
    frames: [],
    parentheses: 0,
    nots: 0,
    wheres: 0,
    suspect: undefined,
    abandoned: false,
  };
}

function skipSpace(scan: Scan, at: number, kind: "space" | "newline" | "comment"): number {
  const end = endOfLexeme(scan.text, at, kind);
  if (kind === "newline") {
    scan.space = "\n";
    scan.lineStart = end;
    scan.firstOnLine = true;
  } else if (scan.space === "") scan.space = " ";
  return end;
}

function beginsStatement(scan: Scan, at: number, kind: LexemeKind): boolean {
  if (isAtMargin(scan, at)) return true;
  if (kind === "}" && scan.frames.length > 0) return false;
  if (scan.current === undefined) return true;
  if (!scan.firstOnLine || scan.parentheses > 0 || scan.goesOn || kind === "{") return false;
  return kind !== "word" || !carriesOn.has(wordAt(scan.text, at));
}

function isAtMargin({ text, firstOnLine, lineStart }: Scan, at: number): boolean {
  if (!firstOnLine || (at !== lineStart && !(at === 1 && lineStart === 0 && text.charCodeAt(0) === 0xfeff)))
    return false;
  blockStart.lastIndex = at;
  return blockStart.test(text);
}

function begin(scan: Scan, at: number): void {
  const { source, frames } = scan;
  const outline = { text: "", starts: [], ends: [] };
  scan.current = { span: { source, start: at, end: at }, outline, body: undefined, words: 0, flaws: [] };
  const body = frames.at(-1)?.owner.body;
  if (body === undefined) scan.block = scan.current;
  else if (body.length < limits.statements) body.push(scan.current);
  else refuseLength(body.at(-1)!, scan.current.span, `the block has too many statements`, limits.statements);
  scan.parentheses = 0;
  scan.nots = 0;
  scan.wheres = 0;
  scan.space = "";
}

function finishBlock(scan: Scan): Statement | undefined {
  const { source, block, frames, suspect, abandoned } = scan;
  if (block !== undefined && frames.length > 0) {
    const start = suspect ?? frames.at(-1)!.brace;
    if (!abandoned) {
      block.flaws.push({ kind: "unterminated-block", span: { source, start, end: start + 1 } });
    }
    for (const { owner } of frames) {
      appendTo(owner.outline, "}", scan.end, scan.end);
      owner.span.end = scan.end;
    }
  }
  Object.assign(scan, nothingRead());
  return block;
}

function readLexeme(
  scan: Scan,
  at: number,
  kind: Exclude<LexemeKind, "space" | "newline" | "comment">,
): number {
  const { text } = scan;
  if (kind === "text") return readText(scan, at);
  if (kind === "typographic-quote") return readTypographicQuote(scan, at);
  if (kind === "}" && scan.frames.length > 0) closeBody(scan, at);
  const end = endOfLexeme(text, at, kind);
  const written = text.slice(at, end);
  take(
    scan,
    kind === "word" ? standInForWord(written) : kind === "number" ? standInForNumber(written) : written,
    at,
    end,
  );
  scan.goesOn = kind === "," || kind === ":" || written === "and" || written === "or";
  if (kind === "(") scan.parentheses += 1;
  if (written === "not") scan.nots += 1;
  else if (kind === "word") scan.nots = 0;
  if (written === "where") scan.wheres += 1;
  if (scan.parentheses + scan.nots + scan.wheres > limits.parentheses) refuseDepth(scan, at, "(");
  if (kind === ")" && scan.parentheses > 0) scan.parentheses -= 1;
  if (kind === "{" && scan.frames.length >= limits.braces) {
    refuseDepth(scan, at, "{");
    return abandon(scan, at);
  }
  if (kind === "{") {
    const owner = scan.current!;
    owner.body ??= [];
    scan.frames.push({ owner, brace: at });
    scan.current = undefined;
    scan.parentheses = 0;
  }
  return end;
}

function closeBody(scan: Scan, at: number): void {
  const { owner, brace } = scan.frames.pop()!;
  const column = owner.span.start - (scan.text.lastIndexOf("\n", owner.span.start - 1) + 1);
  if (scan.firstOnLine && at - scan.lineStart < column) scan.suspect ??= brace;
  scan.current = owner;
  scan.parentheses = 0;
  scan.space = "";
}

function readText(scan: Scan, at: number): number {
  const { source, text, current } = scan;
  const end = endOfText(text, at);
  if (end !== undefined) {
    const touchesText = scan.space === "" && current!.outline.text.endsWith('"');
    take(scan, touchesText ? foreign : stand.text, at, end);
    return end;
  }
  const lineEnd = endOfLine(text, at);
  if (text.startsWith('"""', at)) {
    current!.flaws.push({ kind: "unterminated-lines", span: { source, start: at, end: lineEnd } });
    take(scan, stand.text, at, lineEnd);
    return abandon(scan, at);
  }
  const written = text.slice(at, lineEnd).replace(/[ \t{]+$/, "");
  const quote = closingQuote(written);
  if (quote !== undefined) return readTypographicQuote(scan, at, at + quote);
  current!.flaws.push({ kind: "unterminated-text", span: { source, start: at, end: at + written.length } });
  return skipLine(scan, at);
}

/** What is left of a block means nothing: reading goes on at the next one. */
function abandon(scan: Scan, at: number): number {
  const { text } = scan;
  scan.abandoned = true;
  const next = nextBlock(text, at, text.length) ?? text.length;
  Object.assign(scan, { space: "\n", lineStart: next, firstOnLine: true });
  return next;
}

function refuseDepth({ source, current }: Scan, at: number, sign: "(" | "{"): void {
  const { flaws } = current!;
  if (flaws.some(({ kind }) => kind === "too-deep")) return;
  const limit = sign === "(" ? limits.parentheses : limits.braces;
  flaws.push({ kind: "too-deep", span: { source, start: at, end: at + 1 }, sign, limit });
}

function refuseLength({ flaws }: Draft, span: Span, what: string, limit: number): void {
  if (!flaws.some(({ kind }) => kind === "too-long")) flaws.push({ kind: "too-long", span, what, limit });
}

function readTypographicQuote(scan: Scan, at: number, quoteAt = at): number {
  const { source, text, current } = scan;
  const span = { source, start: quoteAt, end: quoteAt + 1 };
  current!.flaws.push({ kind: "typographic-quote", span, quote: text[quoteAt]! });
  return skipLine(scan, at);
}

/** The typographic quote that was meant to end a text: the last character, or one that closes what none opened. */
function closingQuote(written: string): number | undefined {
  if (written.length > 1 && typographicQuotes.includes(written.at(-1)!)) return written.length - 1;
  const closing = written.indexOf("\u201d");
  const opening = written.search(/[\u201c\u201e]/);
  return closing !== -1 && (opening === -1 || opening > closing) ? closing : undefined;
}

/** The rest of a line means nothing, but for a brace at its end: what it opens is closed further down. */
function skipLine(scan: Scan, at: number): number {
  const lineEnd = endOfLine(scan.text, at);
  const opens = scan.text.slice(at, lineEnd).trimEnd().endsWith("{");
  const end = opens ? scan.text.lastIndexOf("{", lineEnd) : lineEnd;
  take(scan, stand.text, at, end);
  return end;
}

function take(scan: Scan, piece: string, start: number, end: number): void {
  const { outline, span } = scan.current!;
  scan.current!.words += 1;
  if (scan.current!.words <= limits.words) {
    if (scan.space !== "") appendTo(outline, scan.space, span.end, start);
    appendTo(outline, piece, start, end);
  } else {
    const place = { source: scan.source, start, end };
    refuseLength(scan.current!, place, "the statement has too many words", limits.words);
  }
  span.end = end;
  scan.end = end;
  scan.space = "";
  scan.firstOnLine = false;
  scan.goesOn = false;
}

function endOfLine(text: string, at: number): number {
  const newline = text.indexOf("\n", at);
  const end = newline === -1 ? text.length : newline;
  return text[end - 1] === "\r" ? end - 1 : end;
}

function wordAt(text: string, at: number): string {
  return text.slice(at, endOfLexeme(text, at, "word"));
}
