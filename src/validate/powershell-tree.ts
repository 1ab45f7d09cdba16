import type { Node } from "web-tree-sitter";
import { bridgeGaps } from "./powershell-gaps.ts";
import type { PowerShellProblem } from "./powershell-tokens.ts";

/**
 * Parses a script with the grammar of `tree-sitter-powershell` and shows the root of its tree to a function. The grammar has to be
 * loaded first, which takes a while: only rulebooks with `powershell` steps need it.
 */
export type ParsePowerShell = <Result>(script: string, look: (root: Node) => Result) => Result;

export interface TreeProblem extends PowerShellProblem {
  readonly remedy?: string;
}

/** What keeps the text of a step from being a part of a script for Windows PowerShell 5.1, as far as its tree shows. */
export function treeProblems(script: string, parse: ParsePowerShell): TreeProblem[] {
  // At the end of a text the grammar misses what a line end would close.
  const first = parse(`${script}\n`, look);
  if (first.error === undefined) return first.problems;
  // A second reading, in which what the grammar does not know of valid scripts is written otherwise, at the same places.
  const second = parse(`${bridgeGaps(script)}\n`, look);
  return second.error === undefined ? second.problems : [explained(second.error, script)];
}

/** What is usually meant where the grammar understands nothing: the text from there to the end of its line, and what to say of it. */
const usual: readonly (readonly [text: RegExp, problem: string, remedy: string])[] = [
  [
    /^(?:if|elseif|while|switch|for|foreach|until)[ \t]+[^(\s-]/i,
    "the condition lacks its parentheses",
    "write `if (...) { ... }`",
  ],
  [
    /[^|\s][ \t]+\?[ \t]+[^{\s]/,
    "Windows PowerShell 5.1 does not know `? :`",
    "write `if (...) { ... } else { ... }`",
  ],
  [/\?[.[]/, "Windows PowerShell 5.1 does not know `?.`", "write `if ($null -ne ...) { ... }`"],
  [/[^&]&[ \t]*$/, "Windows PowerShell 5.1 does not know `&` behind a command", "do it here, and wait"],
];

function explained(error: TreeProblem, script: string): TreeProblem {
  const line = script.slice(error.at).split("\n", 1)[0]!;
  const known = usual.find(([text]) => text.test(line));
  return known === undefined ? error : { at: error.at, problem: known[1], remedy: known[2] };
}

interface Looked {
  readonly error: TreeProblem | undefined;
  readonly problems: TreeProblem[];
}

function look(root: Node): Looked {
  // Nothing but comments is a script, which the grammar does not know.
  const empty = root.children.every(({ type, text }) => type === "comment" || text.trim() === "");
  const problems = [...laterThanFive(root), ...leavesStep(root), ...incomplete(root)];
  return { error: empty ? undefined : errorIn(root), problems };
}

/** The first place where the text is no PowerShell, as small as the grammar shows it. */
function errorIn(node: Node): TreeProblem | undefined {
  const at = node.startIndex;
  if (node.isMissing) {
    const what = /^\W+$/.test(node.type.trim()) ? `\`${node.type}\`` : "something";
    return { problem: `${what} is missing`, at };
  }
  if (!node.hasError) return undefined;
  for (const child of node.children) {
    const error = errorIn(child);
    if (error !== undefined) return error;
  }
  const [line = ""] = node.text.trim().split("\n");
  return { problem: `\`${line.slice(0, 40)}\` is not complete, or stands in a wrong place`, at };
}

/** What the grammar takes although it is not whole. */
function incomplete(root: Node): TreeProblem[] {
  return root
    .descendantsOfType("try_statement")
    .filter(({ children }) => !children.some(({ type }) => /^(?:catch|finally)_clauses?$/.test(type)))
    .map(({ startIndex }) => ({ problem: "`try` has neither `catch` nor `finally`", at: startIndex }));
}

/** What only later versions do, although it looks like what 5.1 reads. */
function laterThanFive(root: Node): TreeProblem[] {
  return root.descendantsOfType(["command", "foreach_parameter"]).flatMap((node) => {
    const name = node.childForFieldName("command_name")?.text ?? "";
    if (node.type === "command" && !/^(?:foreach(?:-object)?|%)$/i.test(name)) return [];
    const parameters = node.type === "command" ? node.descendantsOfType("command_parameter") : [node];
    return parameters
      .filter(({ text }) => /^-par?(?:a(?:l(?:l(?:el?)?)?)?)?:?$/i.test(text))
      .map(({ text, startIndex }) => ({
        problem: `Windows PowerShell 5.1 does not know \`${text}\` here`,
        at: startIndex,
        remedy: "do one after the other",
      }));
  });
}

const loops: ReadonlySet<string> = new Set([
  "while_statement",
  "for_statement",
  "foreach_statement",
  "do_statement",
  "switch_statement",
  "trap_statement",
]);

/** What holds for the whole script, or ends loops of it, wherever it stands. */
function leavesStep(root: Node): TreeProblem[] {
  const problems: TreeProblem[] = [];
  for (const node of root.descendantsOfType(["comment", "command", "flow_control_statement"])) {
    const at = node.startIndex;
    const [word = ""] = /^[\w#]+/.exec(node.text) ?? [];
    if (node.type === "comment" && /^#requires$/i.test(word))
      problems.push({ problem: `\`${word}\` would hold for the whole script`, at, remedy: "remove it" });
    else if (node.type === "command" && /^using$/i.test(word))
      problems.push({
        problem: "`using` can only stand first in a script",
        at,
        remedy: "write names in full",
      });
    else if (/^(?:break|continue)$/i.test(word) && node.type !== "comment" && !isInLoop(node))
      problems.push({
        problem: `\`${word}\` stands in no loop, so it would end one of the script that holds the step`,
        at,
        remedy: "`return` ends the step",
      });
  }
  return problems;
}

function isInLoop(node: Node): boolean {
  for (let above = node.parent; above !== null; above = above.parent) if (loops.has(above.type)) return true;
  return false;
}
