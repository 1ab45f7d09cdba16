/** A piece of PowerShell as far as it has to be told apart: what is code, and what is text or comment. */
export interface PowerShellToken {
  readonly kind: "word" | "text" | "operator" | "newline";
  /** As it was written; of a text what stands between its quotes. */
  readonly text: string;
  readonly at: number;
  /** Whether a command may begin here. */
  readonly first: boolean;
}

export interface PowerShellProblem {
  readonly problem: string;
  readonly at: number;
}

const closers: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["@(", ")"],
  ["$(", ")"],
  ["[", "]"],
  ["{", "}"],
  ["@{", "}"],
]);

const piece = new RegExp(
  [
    String.raw`(?<space>[ \t]+|${"`"}\r?\n)`,
    String.raw`(?<newline>\r?\n|;)`,
    String.raw`(?<comment><#[^]*?#>|(?<![\w$:./\\-])#[^\n]*)`,
    String.raw`(?<here>@(?<quote>['"])[ \t]*\r?\n[^]*?\n\k<quote>@|@'[ \t]*\r?\n'@|@"[ \t]*\r?\n"@)`,
    String.raw`(?<single>'(?:[^']|'')*')`,
    String.raw`(?<variable>\$\{[^}]*\}|\$(?:\w+:)?\w+|\$[$?^])`,
    String.raw`(?<open>@\(|\$\(|@\{|[([{])`,
    String.raw`(?<close>[)\]}])`,
    String.raw`(?<operator>&&|\|\||\?\?=?|[|&=,+!<>*%])`,
    String.raw`(?<word>(?:[^\s'"(){}[\];|&,=${"`"}$@#]|${"`"}[^\r\n]|#)+)`,
    String.raw`(?<other>[^])`,
  ].join("|"),
  "y",
);

/**
 * The tokens of a script and what keeps it from being one: a bracket or a text that does not end, a bracket that closes nothing.
 * It knows how texts, comments and brackets of Windows PowerShell begin and end, and not its whole grammar; it is synchronous and
 * needs nothing but this file, so that every rule is looked at wherever it is compiled.
 */
export function powershellTokens(script: string): {
  readonly tokens: readonly PowerShellToken[];
  readonly problems: readonly PowerShellProblem[];
} {
  const tokens: PowerShellToken[] = [];
  const problems: PowerShellProblem[] = [];
  const open: { readonly sign: string; readonly at: number }[] = [];
  let first = true;
  const add = (kind: PowerShellToken["kind"], text: string, at: number, next: boolean): void => {
    tokens.push({ kind, text, at, first });
    first = next;
  };
  let at = 0;
  while (at < script.length && problems.length === 0) {
    if (script[at] === '"') {
      const end = endOfDouble(script, at);
      if (end === undefined) problems.push({ problem: "the text that begins here does not end", at });
      else add("text", script.slice(at + 1, end - 1), at, false);
      at = end ?? script.length;
      continue;
    }
    piece.lastIndex = at;
    const found = piece.exec(script)!.groups as Readonly<Record<string, string | undefined>>;
    const text = script.slice(at, piece.lastIndex);
    if (found["newline"] !== undefined) add("newline", text, at, true);
    else if (found["here"] !== undefined) add("text", text.slice(2, -2), at, false);
    else if (found["single"] !== undefined) add("text", text.slice(1, -1), at, false);
    else if (found["open"] !== undefined) {
      open.push({ sign: text, at });
      add("operator", text, at, true);
    } else if (found["close"] !== undefined) {
      const last = open.pop();
      if (last === undefined) problems.push({ problem: `\`${text}\` closes nothing`, at });
      else if (closers.get(last.sign) !== text)
        problems.push({ problem: `\`${text}\` does not close \`${last.sign}\``, at });
      add("operator", text, at, text === "}");
    } else if (found["operator"] !== undefined) add("operator", text, at, /^[|&=]/.test(text));
    else if (found["word"] !== undefined) add("word", text.replaceAll(/`(.)/g, "$1"), at, false);
    else if (found["variable"] !== undefined) first = false;
    else if (text === "'") problems.push({ problem: "the text that begins here does not end", at });
    else if (found["comment"] === undefined && script.startsWith("<#", at))
      problems.push({ problem: "the comment does not end", at });
    at = piece.lastIndex;
  }
  const [last] = open.slice(-1);
  if (problems.length === 0 && last !== undefined)
    problems.push({ problem: `\`${last.sign}\` is not closed`, at: last.at });
  return { tokens, problems };
}

/** Where a text in double quotes ends: what `$( )` holds may have quotes of its own. */
function endOfDouble(script: string, start: number): number | undefined {
  for (let at = start + 1; at < script.length; at += 1) {
    if (script[at] === "`") at += 1;
    else if (script.startsWith("$(", at)) {
      const end = endOfSubexpression(script, at + 2);
      if (end === undefined) return undefined;
      at = end;
    } else if (script[at] === '"') {
      if (script[at + 1] !== '"') return at + 1;
      at += 1;
    }
  }
  return undefined;
}

/** The place of the parenthesis that closes a `$(`. */
function endOfSubexpression(script: string, start: number): number | undefined {
  let depth = 1;
  for (let at = start; at < script.length; at += 1) {
    const sign = script[at];
    if (sign === "`") at += 1;
    else if (sign === '"') {
      const end: number | undefined = depth > 50 ? undefined : endOfDouble(script, at);
      if (end === undefined) return undefined;
      at = end - 1;
    } else if (sign === "'") {
      const end = script.indexOf("'", at + 1);
      if (end === -1) return undefined;
      at = end;
    } else if (sign === "(") depth += 1;
    else if (sign === ")") {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return undefined;
}
