import type { Source } from "../text/source.ts";
import type { Diagnostic } from "./diagnostic.ts";

/** The text without what diagnostics call left over, and without the lines that nothing remains of; undefined where it stays. */
export function withoutLeftOver(source: Source, diagnostics: readonly Diagnostic[]): string | undefined {
  const spans = diagnostics
    .flatMap(({ leftOver }) => (leftOver?.source === source ? [leftOver] : []))
    .sort((one, other) => other.start - one.start);
  if (spans.length === 0) return undefined;
  return spans.reduce((text, { start, end }) => without(text, start, end), source.text);
}

function without(text: string, from: number, to: number): string {
  const lineStart = text.lastIndexOf("\n", from - 1) + 1;
  const lineEnd = text.indexOf("\n", to);
  const isAlone =
    text.slice(lineStart, from).trim() === "" &&
    text.slice(to, lineEnd === -1 ? undefined : lineEnd).trim() === "";
  if (!isAlone) return text.slice(0, from) + text.slice(to);
  const before = text.slice(0, lineStart);
  const after = lineEnd === -1 ? "" : text.slice(lineEnd + 1);
  // Two empty lines that meet are one.
  return /(?:^|\n)\r?\n$/.test(before) || before === ""
    ? before + after.replace(/^(?:[ \t]*\r?\n)+/, "")
    : before + after;
}
