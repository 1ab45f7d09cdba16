/** A value as JSON that can stand in a `script` element of HTML, whatever its texts hold: ASCII, and no `<` at all. */
export function inlineJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Text in HTML, between tags or in an attribute, in ASCII: what a shell redirects may change its encoding. */
export function asciiMarkup(text: string): string {
  return text.replace(
    /[&<>"'\u0000-\u001f]|[^\u0000-\u007f]/gu,
    (character) => `&#${character.codePointAt(0)};`,
  );
}
