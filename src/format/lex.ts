/** A word, text, number, operator or bracket of a block, with the comments around it. */
export interface Token {
  /** As it was written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Comments on lines of their own above it. */
  readonly before: readonly Comment[];
  /** Whether an empty line parts it from what stands above it, be that a comment. */
  readonly blankBefore: boolean;
  /** The comment on the rest of its line. */
  readonly after: string | undefined;
}

export interface Comment {
  /** With its slashes, without space at its end. */
  readonly text: string;
  readonly blankBefore: boolean;
}

const lexeme = /[ \t\r]+|\n|\/\/[^\n]*|"""[^]*?"""|"(?:[^"\n]|"")*"|[(){},:]|(?:[^\s"(){},:/]|\/(?!\/))+/y;

/**
 * The tokens of a block that the grammar accepts, with the comments, which the tree does not have: the grammar takes
 * them for space. Nothing but white space is lost.
 */
export function lex(text: string, start: number, end: number): readonly Token[] {
  const tokens: { -readonly [Key in keyof Token]: Token[Key] }[] = [];
  let before: Comment[] = [];
  let newlines = 0;
  for (let at = start; at < end; at = lexeme.lastIndex) {
    lexeme.lastIndex = at;
    const found = lexeme.exec(text)?.[0];
    if (found === undefined)
      throw new Error(`no token begins with ${JSON.stringify(text.slice(at, at + 20))}`);
    if (found.trim() === "") {
      if (found === "\n") newlines += 1;
      continue;
    }
    const previous = tokens.at(-1);
    const blankBefore = newlines > 1;
    if (!found.startsWith("//")) {
      // A carriage return takes no room; which line ends a file has is decided at the end.
      const written = found.replaceAll("\r\n", "\n");
      tokens.push({ text: written, start: at, end: lexeme.lastIndex, before, blankBefore, after: undefined });
      before = [];
    } else if (newlines === 0 && before.length === 0 && previous !== undefined) {
      previous.after = found.trimEnd();
    } else {
      before.push({ text: found.trimEnd(), blankBefore });
    }
    newlines = 0;
  }
  return tokens;
}
