import fc from "fast-check";

/** What ends a string, a comment, an element or a line somewhere, or is replaced somewhere, alone and together. */
export const hostilePieces: readonly string[] = [
  "'",
  '"',
  "''",
  '""',
  "\u2018",
  "\u2019",
  "\u201a",
  "\u201b",
  "\u201c",
  "\u201d",
  "\u201e",
  "$()",
  "$(throw 'x')",
  "$x",
  "$null",
  "${env:Path}",
  "$1",
  "$&",
  "@(",
  ")",
  "`",
  "`n",
  "\n",
  "\n.NOTES\n",
  "\t",
  "\u2028",
  "\u00a0",
  "]]>",
  "<!--",
  "-->",
  "&amp;",
  "<b>",
  "{{",
  "}}",
  "{{{x}}}",
  "<#",
  "#>",
  "##>",
  "# ",
  "\n'@\n",
  '\n"@\n',
  '@"\n',
  "@'\n",
  "%",
  "%TEMP%",
  "%ProgramData%\\",
  "%SystemRoot%",
  "$thing",
  ";",
  "&",
  "|",
  ",",
  "{",
  "}",
  "\\",
  "\\n",
  "//",
  ".SYNOPSIS",
  ".NET is old",
  "-Name",
  "--%",
  "[char]0x41",
  " ",
  "  ",
  "a",
  "Ab c",
  "0",
  "\u00e9",
  "e\u0301",
  "\u00df",
  "\u4e2d\u6587",
  "\ud83d\ude00",
  "\ufeff",
  "\ufffd",
];

/** Line ends and control characters that no rule file holds: the first are read as `\n`, the others refused. */
const unwritablePieces = [
  "\r\n",
  "\r",
  "\0",
  "\u0007",
  "\u001b[31m",
  "\u0085",
  "\u202e",
  "\ufffe",
  "\ud800",
  "\udc00",
];

/** Any text at all, halves of surrogate pairs included; the empty one too. */
export const anyText: fc.Arbitrary<string> = joined(
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...hostilePieces, ...unwritablePieces) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 4 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) },
  ),
);

/** Text as a rule file can hold it between quotes. */
export const ruleText: fc.Arbitrary<string> = joined(fc.constantFrom(...hostilePieces)).filter(isWritable);

/** The same on one line, without what `refused` finds. */
export function ruleLine(refused: RegExp, fallback: string): fc.Arbitrary<string> {
  return joined(fc.constantFrom(...hostilePieces)).map((text) => {
    const line = text.replaceAll("\n", "").replace(refused, "");
    return line === "" || !isWritable(line) ? fallback : line;
  });
}

function joined(piece: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.array(piece, { maxLength: 7 }).map((pieces) => pieces.join(""));
}

/**
 * Not every text can be written: three quotes end a text of several lines, the indentation that all its lines share does
 * not count, and a text that begins with a quote has to be such a one.
 */
function isWritable(text: string): boolean {
  if (!needsBlock(text)) return true;
  const lines = text.split("\n");
  return !text.includes('"""') && lines.some((line) => line.trim() !== "" && !/^[ \t]/.test(line));
}

function needsBlock(text: string): boolean {
  return text.includes("\n") || text.startsWith('"');
}

/** A text as it stands in a rule file. */
export function writtenText(text: string): string {
  return needsBlock(text) ? `"""\n${text}\n"""` : `"${text.replaceAll('"', '""')}"`;
}
