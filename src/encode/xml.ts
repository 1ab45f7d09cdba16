/**
 * Everything that XML 1.0 has no way to write, not even as a reference: control characters other than tab and line
 * ends, halves of a surrogate pair, U+FFFE and U+FFFF.
 */
const forbidden = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** The characters of a text that XML 1.0 cannot carry, each once, as `U+0007`; `xmlText` writes U+FFFD for them. */
export function charactersNotInXml(text: string): readonly string[] {
  const found = text.match(forbidden) ?? [];
  return [...new Set(found)].map(
    (character) => `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`,
  );
}

/**
 * Text as the content of an element. Line ends that a parser would make a line feed are written as references: the
 * carriage return, and those that only XML 1.1 and some parsers of 1.0 count.
 */
export function xmlText(text: string): string {
  return carried(text).replace(/[&<>\r\u0085\u2028\u2029]/g, reference);
}

/** Text as the value of an attribute, without its quotes: right between double and between single ones. */
export function xmlAttribute(text: string): string {
  return carried(text).replace(/[&<>"'\t\n\r\u0085\u2028\u2029]/g, reference);
}

function carried(text: string): string {
  return text.replace(forbidden, "\uFFFD");
}

function reference(character: string): string {
  switch (character) {
    case "&":
      return "&amp;";
    case "<":
      return "&lt;";
    case ">":
      // In text only `]]>` needs it; always writing it is simpler than looking back.
      return "&gt;";
    case '"':
      return "&quot;";
    default:
      return `&#${character.codePointAt(0)};`;
  }
}
