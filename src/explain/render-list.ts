import type { Match } from "./find-matches.ts";
import type { Language } from "./language.ts";
import { reasonText } from "./reason-text.ts";
import { words } from "./words.ts";
import { wrap } from "./wrap.ts";

/** Rules that only touch on what was asked: a name, a title and why, each. */
export function renderList(matches: readonly Match[], language: Language, width: number): string {
  const column = Math.max(...matches.map(({ subject }) => subject.id.length)) + 4;
  const lines = matches.flatMap(({ subject, reasons }) => {
    const title = (language === "fr" ? subject.title.fr : undefined) ?? subject.title.en;
    const why = reasons
      .filter(({ kind }) => kind !== "word")
      .map((reason) => reasonText(reason, words[language]));
    const text = wrap(why.length === 0 ? title : `${title} (${why.join(", ")})`, width - column);
    return text.map(
      (line, index) => (index === 0 ? `  ${subject.id}`.padEnd(column) : " ".repeat(column)) + line,
    );
  });
  return `${lines.join("\n")}\n`;
}
