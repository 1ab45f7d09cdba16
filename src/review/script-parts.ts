/** A script, taken apart at the line between its rule and its library. */
export interface ScriptParts {
  /** Everything before the library: the help, the rule and its definitions. */
  readonly block: string;
  /** How many functions the heading of the library promises. */
  readonly promised: number;
  /** The functions of the library, each with its comment. */
  readonly functions: readonly string[];
  /** What comes after them: the call that begins it all, and perhaps a signature. */
  readonly rest: string;
}

/** The parts of the text of a script, or of library.ps1, lines ended by LF; undefined where it has no library. */
export function scriptParts(text: string): ScriptParts | undefined {
  const plain = text.replaceAll("\r\n", "\n");
  const heading = /^# ---- mderules library .*: ([0-9]+) functions, .* ----\n\n/m.exec(plain);
  if (heading === null) return undefined;
  // No function has an empty line: one stands behind each of them.
  const paragraphs = plain.slice(heading.index + heading[0].length).split("\n\n");
  const end = paragraphs.findIndex((paragraph) => functionName(paragraph) === undefined);
  return {
    block: plain.slice(0, heading.index),
    promised: Number(heading[1]),
    functions: paragraphs.slice(0, end),
    rest: paragraphs.slice(end).join("\n\n"),
  };
}

/** The name of a function whose text is a comment and the function, as in the library. */
export function functionName(text: string): string | undefined {
  return /^(?:#.*\n)+function ([A-Za-z]+-\w+) \{\n/.exec(text)?.[1];
}
