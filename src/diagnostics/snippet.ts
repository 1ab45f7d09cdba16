import stringWidth from "fast-string-width";
import { locate, type Span } from "../text/source.ts";
import { printable } from "./printable.ts";

/** A line of a source and, as wide as it looks, what underlines a place in it. */
export interface Snippet {
  readonly line: string;
  readonly underline: string;
}

const cut = "...";
/** How much of a long line is shown before the place, where what follows would fit as well. */
const columnsBefore = 24;

/**
 * The line on which a span begins, cut to about `width` columns around it. Tabs stay tabs in both lines, so that
 * they match however wide a terminal shows a tab; of a span over several lines the first is underlined.
 */
export function snippetOf(span: Span, width: number): Snippet {
  const { lineText } = locate(span.source, span.start);
  const lineStart = span.source.text.lastIndexOf("\n", span.start - 1) + 1;
  const start = Math.min(span.start - lineStart, lineText.length);
  const end = Math.min(Math.max(span.end - lineStart, start), lineText.length);

  const from =
    lineText.length <= width ? 0 : Math.max(0, Math.min(start - columnsBefore, lineText.length - width));
  const to = Math.min(lineText.length, from + width);
  const [first, last] = [wholeCharacter(lineText, from), wholeCharacter(lineText, to)];
  const before = printable(lineText.slice(first, start));
  const marked = printable(lineText.slice(start, Math.min(end, last)));
  const after = printable(lineText.slice(Math.min(end, last), last));
  const lead = first > 0 ? cut : "";
  const blank = [...before].map((character) =>
    character === "\t" ? "\t" : " ".repeat(stringWidth(character)),
  );
  return {
    line: `${lead}${before}${marked}${after}${last < lineText.length ? cut : ""}`,
    underline: `${" ".repeat(lead.length)}${blank.join("")}${"^".repeat(Math.max(1, stringWidth(marked)))}`,
  };
}

/** An index that does not part the two halves of a character beyond U+FFFF. */
function wholeCharacter(text: string, index: number): number {
  return /[\ud800-\udbff]/.test(text.charAt(index - 1)) && /[\udc00-\udfff]/.test(text.charAt(index))
    ? index - 1
    : index;
}
