import { powershellTokens } from "./powershell-tokens.ts";

/**
 * A script of the same length in which valid PowerShell that `tree-sitter-powershell` 0.26 does not know is written otherwise: its
 * trees say nothing of what scripts do, only whether they are whole, so another word will do in the same place.
 */
export function bridgeGaps(script: string): string {
  let text = masked(script);
  for (const [gap, bridge] of gaps) text = text.replace(gap, bridge);
  return lineAfterParameters(text);
}

type Bridge = (found: string, ...groups: string[]) => string;

const inPlaceOf =
  (sign: string): Bridge =>
  (found) =>
    sign.repeat(found.length);

const gaps: readonly (readonly [gap: RegExp, bridge: Bridge])[] = [
  // Labels of loops.
  [
    /(?<![\w$-])(break|continue)([ \t]+)(\w+)/gi,
    (_, word, space, label) => word + space + " ".repeat(label.length),
  ],
  // Methods with the names of keywords, and commands that begin with one.
  [/(?<=\.|::)(foreach|if|switch|while|for|do|return|exit|throw|try|trap)(?=\()/gi, inPlaceOf("x")],
  [/(?<![\w$.-])foreach(?=-object\b)/gi, inPlaceOf("x")],
  // Lists and paths of words without quotes.
  [/(?<=[\w*?.\\/:-])[ \t]*,[ \t]*(?=[\w*?.\\/])/g, inPlaceOf("_")],
  [/(?<=\$(?:\w+:)?\w+|\$\{[^}]*\})[\\/][^\s;|(){},]*/g, inPlaceOf("_")],
  // Branches of a switch on one line; blocks of a function; attributes.
  [/(?<=\})[ \t](?=[ \t]*(?:default\b|\{))/gi, inPlaceOf("\n")],
  [/(?<![\w$.-])(?:begin|process|end)(?=\s*\{)/gi, (word) => `;&${" ".repeat(word.length - 2)}`],
  [/\[\w+\([^()\]]*\)\](?=\s*(?:\[|\$|param\b))/gi, inPlaceOf(" ")],
  // Types inside types.
  [/(?<=\[[\w.]+)\+(?=[\w.+]+\])/g, inPlaceOf("_")],
];

/** What follows `param( )` on its line stands on the next one. */
function lineAfterParameters(text: string): string {
  let result = text;
  for (const { 0: word, index } of text.matchAll(/(?<![\w$.-])param\s*\(/gi)) {
    let depth = 1;
    let at = index + word.length;
    for (; at < text.length && depth > 0; at += 1) depth += text[at] === "(" ? 1 : text[at] === ")" ? -1 : 0;
    if (text[at] === " ") result = `${result.slice(0, at)}\n${result.slice(at + 1)}`;
  }
  return result;
}

/** Texts hold letters alone, so that nothing in them is taken for code. */
function masked(script: string): string {
  let text = script;
  for (const token of powershellTokens(script).tokens) {
    if (token.kind !== "text" || token.text.includes("$(")) continue;
    const quote = script[token.at] === "@" ? 2 : 1;
    const start = token.at + quote;
    text =
      text.slice(0, start) + token.text.replaceAll(/[^\n\w$]/g, "x") + text.slice(start + token.text.length);
  }
  return text;
}
