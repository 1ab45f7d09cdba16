import grammar from "../../grammar/mderule.ohm-bundle.js";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "../text/source.ts";
import { endOfText } from "./scan.ts";

/** The statements of a block, by the word they begin with, and the grammar rule that reads one of them. */
const statementsOf: Readonly<Record<string, { rule: string; where: string; keywords: readonly string[] }>> = {
  rule: {
    rule: "ruleStatement",
    where: "a rule",
    keywords: [
      "title",
      "note",
      "cause",
      "covers",
      "severity",
      "see",
      "reported",
      "applies",
      "each",
      "symptom",
      "check",
      "fix",
      "scenario",
    ],
  },
  application: {
    rule: "applicationStatement",
    where: "an application",
    keywords: [
      "title",
      "note",
      "covers",
      "publisher",
      "install",
      "uninstall",
      "wait",
      "detect",
      "return",
      "requires",
      "show",
      "logon",
      "maximum",
    ],
  },
  scenario: { rule: "scenarioStatement", where: "a scenario", keywords: ["given", "expect", "after"] },
  fix: {
    rule: "step",
    where: "a fix",
    keywords: ["set", "run", "wait", "advise", "support", "restart", "powershell"],
  },
};

/**
 * What is wrong with a block that did not match. Ohm names one place; so the block is taken apart into its
 * statements, each is matched on its own, and each that fails is reported.
 */
export function explainFailure(block: Span, rule: string): Diagnostic[] {
  const { source, start, end } = block;
  const open = findBrace(source.text, start, end);
  const statements = statementsOf[rule];
  if (statements === undefined || open === undefined) return [explainPlace(block, rule)];
  const header = { source, start, end: open };
  const headerFailure = failureOf({ source, start, end: open }, rule, "{}");
  if (headerFailure !== undefined) return [describe(header, headerFailure)];
  const found = explainStatements({ source, start: open + 1, end: end - 1 }, statements);
  return found.length > 0 ? found : [explainPlace(block, rule)];
}

function explainStatements(
  body: Span,
  block: { rule: string; where: string; keywords: readonly string[] },
): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const statement of splitStatements(body, block.keywords)) {
    const { source, start, end } = statement;
    const text = source.text.slice(start, end);
    const keyword = /^[A-Za-z0-9_-]*/.exec(text)![0];
    if (keyword !== "" && !block.keywords.includes(keyword)) {
      const span = { source, start, end: start + keyword.length };
      found.push(
        diagnostic("unknownStatement", span, {
          word: keyword,
          statements: block.keywords,
          where: block.where,
        }),
      );
      continue;
    }
    const failure = failureOf(statement, block.rule);
    if (failure === undefined) continue;
    const open = findBrace(source.text, start, end);
    const inner = statementsOf[keyword];
    if (inner !== undefined && open !== undefined && start + failure.offset > open) {
      const deeper = explainStatements({ source, start: open + 1, end: end - 1 }, inner);
      if (deeper.length > 0) {
        found.push(...deeper);
        continue;
      }
    }
    found.push(describe(statement, failure));
  }
  return found;
}

interface Failure {
  /** From the beginning of the stretch that was matched. */
  readonly offset: number;
  readonly expected: readonly string[];
}

function failureOf(span: Span, rule: string, suffix = ""): Failure | undefined {
  const match = grammar.match(span.source.text.slice(span.start, span.end) + suffix, rule);
  if (match.succeeded()) return undefined;
  // Ohm's public types leave these two out; both are part of its documented API.
  const failed = match as unknown as {
    getRightmostFailurePosition(): number;
    getRightmostFailures(): { toString(): string }[];
  };
  const expected = failed.getRightmostFailures().map((failure) => failure.toString());
  return { offset: failed.getRightmostFailurePosition(), expected: readable(expected) };
}

function explainPlace(span: Span, rule: string): Diagnostic {
  return describe(span, failureOf(span, rule) ?? { offset: 0, expected: [] });
}

function describe(span: Span, { offset, expected }: Failure): Diagnostic {
  const { source } = span;
  const at = Math.min(span.start + offset, source.text.length);
  const rest = source.text.slice(at, Math.max(at, span.end));
  const token = /^(?:[A-Za-z0-9_.$/-]+|"[^"\r\n]*"?|[^\s])/u.exec(rest)?.[0];
  const found =
    token === undefined
      ? rest === ""
        ? "end"
        : "end of the line"
      : token.startsWith('"')
        ? "text"
        : `\`${token}\``;
  return diagnostic(
    "syntax",
    { source, start: at, end: at + Math.max(token?.length ?? 0, 1) },
    { found, expected },
  );
}

/** Ohm's expectations in the words of someone who writes rules; characters that may always follow are left out. */
function readable(expected: readonly string[]): string[] {
  const phrases: Readonly<Record<string, string>> = {
    '"\\""': "text in quotes",
    '"\\"\\"\\""': "text in quotes",
    '"("': "`(`",
    '"{"': "`{`",
    '"}"': "`}`",
    '","': "`,`",
    '":"': "`:`",
    '"$"': "a variable",
    '"0x"': "a number",
    '"-"': "a number",
    "a digit": "a number",
    '"a".."z"': "a name",
    '"A".."Z"': "a name",
    '"_"': "a name",
  };
  const noise = new Set([
    '" "',
    '"\\t"',
    '"\\r\\n"',
    '"\\n"',
    '"//"',
    '"."',
    '"/"',
    '"0".."9"',
    "a hexadecimal digit",
  ]);
  const words = expected
    .filter(
      (phrase) =>
        (!noise.has(phrase) && !phrase.startsWith("not ") && !phrase.includes('".."')) || phrase in phrases,
    )
    .map((phrase) => phrases[phrase] ?? phrase.replace(/^"(.*)"$/, "`$1`"));
  const unique = [...new Set(words)].sort();
  return unique.length > 8 ? [...unique.slice(0, 8), "..."] : unique;
}

/** The stretches of a block's body that begin like a statement: at the start of a line, outside inner braces. */
function splitStatements(body: Span, keywords: readonly string[]): Span[] {
  const { source, end } = body;
  const { text } = source;
  const starts: number[] = [];
  let depth = 0;
  let lineStart = true;
  let lastContent = body.start;
  const ends: number[] = [];
  for (let at = body.start; at < end;) {
    const char = text[at]!;
    if (char === "\n") {
      lineStart = true;
      at += 1;
    } else if (/\s/.test(char)) {
      at += 1;
    } else if (text.startsWith("//", at)) {
      const newline = text.indexOf("\n", at);
      at = newline === -1 ? end : Math.min(newline, end);
    } else {
      const word =
        lineStart && depth === 0 ? /^[A-Za-z0-9_-]+/.exec(text.slice(at, at + 40))?.[0] : undefined;
      const goesOn = word !== undefined && !keywords.includes(word) && continuations.has(word);
      if (lineStart && depth === 0 && char !== "}" && char !== ")" && !goesOn) {
        if (starts.length > 0) ends.push(lastContent);
        starts.push(at);
      }
      lineStart = false;
      if (char === "{" || char === "(") depth += 1;
      if ((char === "}" || char === ")") && depth > 0) depth -= 1;
      at = char === '"' ? (endOfText(text, at) ?? end) : at + 1;
      lastContent = at;
    }
  }
  ends.push(lastContent);
  return starts.map((start, index) => ({ source, start, end: ends[index]! }));
}

/** Words that carry a statement on from the line before. */
const continuations = new Set([
  "and",
  "or",
  "where",
  "from",
  "in",
  "within",
  "level",
  "as",
  "aged",
  "with",
  "at",
  "source",
]);

function findBrace(text: string, start: number, end: number): number | undefined {
  for (let at = start; at < end;) {
    if (text[at] === "{") return at;
    if (text.startsWith("//", at)) {
      const newline = text.indexOf("\n", at);
      at = newline === -1 ? end : newline;
    } else at = text[at] === '"' ? (endOfText(text, at) ?? end) : at + 1;
  }
  return undefined;
}
