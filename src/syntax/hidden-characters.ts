import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { limits } from "./limits.ts";
import type { Source } from "../text/source.ts";

/** Control characters, and those that change the direction of writing; the grammar's rule `visible` leaves them out. */
const hidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
/** Half of a character beyond U+FFFF. */
const lone = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const hiddenOrLoneReturn = new RegExp(`${hidden.source}|${lone.source}|\\r(?!\\n)`, "g");

export function isHidden(character: string): boolean {
  return hidden.test(character);
}

export function hasHiddenCharacters(text: string): boolean {
  return hidden.test(text) || lone.test(text);
}

/** Characters that could hide what a rule says, the first of each line. */
export function hiddenCharacters(source: Source): Diagnostic[] {
  const { text } = source;
  const found: Diagnostic[] = [];
  let lineEnd = -1;
  for (const { 0: character, index } of text.matchAll(hiddenOrLoneReturn)) {
    if (index <= lineEnd) continue;
    found.push(diagnostic("hiddenCharacter", { source, start: index, end: index + 1 }, { character }));
    lineEnd = text.indexOf("\n", index);
    if (lineEnd === -1 || found.length > limits.mistakes) break;
  }
  return found;
}
