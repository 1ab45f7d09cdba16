import grammar from "../../grammar/mderule.ohm-bundle.js";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "../text/source.ts";
import { tableOf } from "../text/table.ts";
import { expectations } from "./expectations.ts";
import { type Level, levels } from "./level.ts";
import { foreign } from "./outline.ts";
import type { Flaw, Statement } from "./statement.ts";
import { singleQuotedAt, unquotedAt, unquotedWordsAt } from "./unquoted.ts";
import { formOf, remedyFor, remedyForStep } from "./statement-forms.ts";

export function explainFlaw(flaw: Flaw): Diagnostic {
  switch (flaw.kind) {
    case "unterminated-text":
      return diagnostic("unterminatedText", flaw.span, { quotes: '"' });
    case "unterminated-lines":
      return diagnostic("unterminatedText", flaw.span, { quotes: '"""' });
    case "unterminated-block":
      return diagnostic("unterminatedBlock", flaw.span, {});
    case "typographic-quote":
      return diagnostic("typographicQuote", flaw.span, { quote: flaw.quote });
    case "too-deep":
      return diagnostic("tooDeep", flaw.span, flaw);
    case "too-long":
      return diagnostic("tooLong", flaw.span, flaw);
    default:
      return flaw satisfies never;
  }
}

/** What is wrong with a statement that begins with no word that a statement of its level begins with. */
export function explainBeginning({ span }: Statement, level: Level): Diagnostic {
  const { written, place } = lexemeAt(span, span.start);
  if (written === "}") return diagnostic("strayBrace", place, {});
  if (!/^\w/.test(written)) {
    const expected = [`a statement such as \`${level.keywords[0]!}\``];
    return diagnostic("syntax", place, {
      found: shown(written),
      expected,
      remedy: remedyFor(written, "", expected),
    });
  }
  const homes = [...levels.values()].filter(({ keywords }) => keywords.includes(written));
  if (level.rule === "loneBlock" && homes.length > 0)
    return diagnostic("statementOutside", place, { word: written });
  return diagnostic("unknownStatement", place, {
    word: written,
    where: level.where,
    statements: level.keywords,
    homes: homes.map(({ where }) => where),
    remedy: level.rule === "loneStep" ? remedyForStep(written) : undefined,
  });
}

/** What is wrong with a statement that begins right and that the grammar refuses. */
export function explainFailure(statement: Statement, level: Level): Diagnostic {
  const { span, outline } = statement;
  // With something foreign after it, what is expected at the end is told apart from the space before it.
  const match = grammar.match(`${outline.text} ${foreign}`, level.rule) as unknown as FailedMatch;
  let at = match.getRightmostFailurePosition();
  while (outline.text[at] === " ") at += 1;
  const atEnd = at >= outline.text.length || outline.text[at] === "\n";
  const end = outline.ends[at - 1] ?? span.end;
  const { written, place } = atEnd
    ? { written: "", place: { ...span, start: end, end: end + 1 } }
    : lexemeAt(span, outline.starts[at]!);
  const keyword = /^[a-z]+/.exec(outline.text)![0];
  let expected = expectations(match.getRightmostFailures().map(String), atEnd);
  if (expected[0] === "a space" && !/^[\w"]/.test(written)) {
    // What is missing is not the space, but what comes after it.
    const spaced = `${outline.text.slice(0, at)} ${foreign}`;
    const after = grammar.match(spaced, level.rule) as unknown as FailedMatch;
    expected = expectations(after.getRightmostFailures().map(String), atEnd);
  }
  const quoted = inQuotes(place, expected);
  if (quoted !== undefined) return quoted;
  return diagnostic("syntax", place, {
    found: shown(written),
    expected,
    form: formOf(keyword, outline.text),
    remedy: remedyFor(written, keyword, expected, outline.text.slice(0, at), wordBefore(span, place.start)),
  });
}

/** What stands there without the quotes that it needs, and how it looks with them. */
function inQuotes({ source, start }: Span, expected: readonly string[]): Diagnostic | undefined {
  const { text } = source;
  const single = singleQuotedAt(text, start);
  const words = expected.includes("text in quotes") ? unquotedWordsAt(text, start) : undefined;
  const found = single ?? unquotedAt(text, start) ?? words;
  if (found === undefined) return undefined;
  const written = text.slice(found.start, found.end);
  const meant = single === undefined ? written : written.slice(1, -1);
  const quoted = `\`"${meant}"\``;
  const remedy =
    single === undefined
      ? `put it in quotes: ${quoted}${afterQuotes(meant)}`
      : `text stands in double quotes: ${quoted}`;
  return diagnostic("syntax", { source, ...found }, { found: shown(written), expected, remedy });
}

/** What would be wrong with it in quotes too: whoever quotes it should not find that out afterwards. */
function afterQuotes(written: string): string {
  return /^(?:HKCU|HKEY_CURRENT_USER|HKU|HKEY_USERS):?\\/i.test(written)
    ? "; but scripts run as SYSTEM, which has no hive of the user: a setting for all users stands below HKLM"
    : "";
}

/** Ohm's public types leave these two out; both are part of its documented API. */
interface FailedMatch {
  getRightmostFailurePosition(): number;
  getRightmostFailures(): readonly { toString(): string }[];
}

/** What was written before a place. */
function wordBefore({ source, start }: Span, at: number): string {
  return /(\S*)\s*$/.exec(source.text.slice(start, at))![1]!;
}

const lexeme = /[\w.$/-]+|"(?:[^"\r\n]|"")*"?|[=!<>&|]+|[^]/uy;

function lexemeAt({ source }: Span, start: number): { written: string; place: Span } {
  lexeme.lastIndex = start;
  const written = lexeme.exec(source.text)![0];
  return { written, place: { source, start, end: start + written.length } };
}

const blanks = tableOf({
  "\u00a0": "no-break space",
  "\u202f": "narrow no-break space",
  "\u3000": "ideographic space",
});

function shown(written: string): string {
  if (written === "") return "end of the line";
  if (written.startsWith('"')) return "text";
  const code = `U+${written.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
  const blank = blanks.get(written);
  if (blank !== undefined) return `${blank} (${code})`;
  return /^[ -~]+$/.test(written) ? `\`${written}\`` : `\`${written}\` (${code})`;
}
