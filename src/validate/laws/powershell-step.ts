import type { Text } from "../../syntax/tree.ts";
import type { Span } from "../../text/source.ts";
import type { Context } from "../context.ts";
import { powershellTokens, type PowerShellToken } from "../powershell-tokens.ts";
import { treeProblems } from "../powershell-tree.ts";

/** Signs that only later versions than Windows PowerShell 5.1 read, and what is written there. */
const later: ReadonlyMap<string, string> = new Map([
  ["&&", "write `if ($?) { ... }`"],
  ["||", "write `if (-not $?) { ... }`"],
  ["??", "write `if ($null -eq ...) { ... }`"],
  ["??=", "write `if ($null -eq ...) { ... }`"],
]);

const restarts = {
  reason: "restarts the device",
  help: "write the step `restart needed`: it is reported, never done",
};
const background = {
  reason: "goes on after the script has ended",
  help: "do it here, and wait with a bound",
};
const errors = {
  reason: "writes to the error stream",
  help: "`throw` says that the step failed; what is written to the error stream counts as a failure of the whole script",
};
const ends = {
  reason: "ends the script, and the rules after this one",
  help: "`return` ends the step, `throw` says that it failed",
};

const unseen = {
  reason: "runs text that nobody can look at before",
  help: "write the commands themselves",
};

/** What no step may do, by the command that does it. */
const refused: ReadonlyMap<string, { readonly reason: string; readonly help: string }> = new Map([
  ...[
    "restart-computer",
    "stop-computer",
    "shutdown",
    "shutdown.exe",
    "logoff",
    "logoff.exe",
    "psshutdown",
  ].map((name) => [name, restarts] as const),
  ...["start-job", "sajb", "start-threadjob", "register-scheduledjob"].map(
    (name) => [name, background] as const,
  ),
  ...["invoke-expression", "iex"].map((name) => [name, unseen] as const),
  ["write-error", errors],
  ["exit", ends],
]);

/** Commands that start what follows them. */
const starters = new Set([
  ".",
  "cmd",
  "cmd.exe",
  "start-process",
  "saps",
  "start",
  "/c",
  "/k",
  "-filepath",
  "powershell",
  "powershell.exe",
]);

/** A `powershell` step by itself: a mistake in it would break every rule of its bundle. */
export function checkPowerShell(script: Text, { report, parsePowerShell }: Context): boolean {
  const { tokens, problems } = powershellTokens(script.text);
  for (const { problem, at } of problems)
    report("powershellSyntax", placeIn(script, at), { problem, remedy: undefined });
  let sound = problems.length === 0;
  for (const [index, token] of tokens.entries()) {
    const remedy = token.kind === "operator" ? later.get(token.text) : undefined;
    if (remedy !== undefined) {
      const problem = `Windows PowerShell 5.1 does not know \`${token.text}\``;
      report("powershellSyntax", placeIn(script, token.at), { problem, remedy });
      sound = false;
    }
    const wrong = refusal(token, tokens[index - 1], tokens[index - 2]);
    if (wrong === undefined) continue;
    report("powershellRefused", placeIn(script, token.at), { command: token.text, ...wrong });
    sound = false;
  }
  if (!sound || parsePowerShell === undefined) return sound;
  const found = treeProblems(script.text, parsePowerShell);
  for (const { problem, at, remedy } of found)
    report("powershellSyntax", placeIn(script, at), { problem, remedy });
  return found.length === 0;
}

/** What a method of WMI stands behind: of Invoke-CimMethod, and of wmic. */
const calls = /^(?:-m(?:ethod(?:name)?)?|call)$/i;

function refusal(
  { kind, text, first }: PowerShellToken,
  before: PowerShellToken | undefined,
  further: PowerShellToken | undefined,
): { readonly reason: string; readonly help: string } | undefined {
  const word = text.toLowerCase();
  const isStatic = before?.text === "]";
  if (kind === "word" && /^-asjob(?::|$)/.test(word)) return background;
  if (
    kind === "word" &&
    /^\/forcerestart$|^\.?win32shutdown(?:tracker)?$|\.reboot$|exitwindowsex$/.test(word)
  )
    return restarts;
  if (/^(?:reboot|shutdown|win32shutdown)$/.test(word) && calls.test(before?.text ?? "")) return restarts;
  if (kind === "word" && word.endsWith(".writeerrorline")) return errors;
  if (
    kind === "word" &&
    /^::(?:exit|failfast)$/.test(word) &&
    isStatic &&
    /(?:^|\.)environment$/i.test(further?.text ?? "")
  )
    return ends;
  if (kind === "word" && /^::error\b/.test(word) && isStatic && /(?:^|\.)console$/i.test(further?.text ?? ""))
    return errors;
  const starts = first || (before !== undefined && starters.has(before.text.toLowerCase()));
  if (!starts || (kind !== "word" && kind !== "text")) return undefined;
  // A text is a command only after the call operator, or where another command starts it.
  if (kind === "text" && before?.text !== "&" && !starters.has(before?.text.toLowerCase() ?? ""))
    return undefined;
  return refused.get(word.replace(/^.*[\\/](?=.)/, ""));
}

/** The place in the file of an offset in the text of a step. */
function placeIn({ span, text }: Text, at: number): Span {
  const { source } = span;
  const written = source.text.slice(span.start, span.end);
  const line = text.slice(0, at).split("\n").length - 1;
  const column = at - (text.lastIndexOf("\n", at - 1) + 1);
  if (!written.startsWith('"""')) {
    // Each quote of a text on one line is written twice.
    const quotes = text.slice(0, at).split('"').length - 1;
    const start = Math.min(span.start + 1 + at + quotes, span.end - 1);
    return { source, start, end: start + 1 };
  }
  const lines = written.slice(3, -3).split("\n");
  const skipped = lines.length > 1 && lines[0]!.trim() === "" ? 1 : 0;
  const before = lines.slice(0, line + skipped).reduce((sum, each) => sum + each.length + 1, 0);
  const own = (lines[line + skipped] ?? "").replace(/\r$/, "");
  const indent = own.length - (text.split("\n")[line] ?? "").length;
  const start = Math.min(span.start + 3 + before + indent + column, span.end - 1);
  return { source, start, end: start + 1 };
}
