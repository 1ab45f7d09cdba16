import { oneOf, suggest } from "../diagnostics/suggest.ts";
import { tableOf } from "../text/table.ts";

const optionsOf = tableOf({
  build: ["out-dir", "target", "force", "config", "json", "quiet", "help", "version"],
  check: ["config", "format", "sarif", "max-warnings", "fix", "explain", "json", "quiet", "help", "version"],
  test: [
    "config",
    "engine",
    "language-mode",
    "culture",
    "filter",
    "reporter",
    "tap",
    "mutate",
    "watch",
    "json",
    "quiet",
    "help",
    "version",
  ],
  init: ["help", "version"],
  new: ["title", "severity", "file", "help", "version"],
  list: ["severity", "ends", "target", "kind", "unit", "lang", "config", "json", "help", "version"],
  coverage: ["rules", "document", "format", "json", "help", "version"],
  explain: ["stdin", "rules", "config", "lang", "json", "help", "version"],
  fmt: ["check", "stdin-filepath", "json", "quiet", "help", "version"],
  collect: ["config", "json", "quiet", "help", "version"],
  simulate: ["config", "device", "json", "quiet", "help", "version"],
  report: ["since", "device", "format", "output", "rules", "config", "lang", "json", "help", "version"],
  import: ["plan", "out-dir", "kind", "json", "help", "version"],
  verify: ["config", "rule", "limit", "certificates", "out-dir", "json", "quiet", "help", "version"],
});
/** Options that are called like what they name. */
const things = new Set(["target", "kind", "severity", "engine", "reporter"]);
export const commands = [...optionsOf.keys()];

/** What yargs says about a command line, in this program's words and with the name that was probably meant. */
export function usageProblem(message: string, commandLine: readonly string[]): string {
  const unknown = /^Unknown (?:argument|command)s?: (.*)$/.exec(message);
  if (unknown !== null) return unknownWord(unknown[1]!.split(", ")[0]!, commandLine);
  const missing = /^Not enough arguments following: (.*)$/.exec(message);
  if (missing !== null) return `--${missing[1]!} needs a value`;
  const choice = /Argument: ([\w-]+), Given: "(.*?)", Choices: (.*)$/m.exec(message);
  if (choice !== null) {
    const [, option, given, choices] = choice as unknown as [string, string, string, string];
    const values = [...choices.matchAll(/"(.*?)"/g)].map(([, value]) => value!);
    const problem = things.has(option)
      ? `there is no ${option} \`${given}\``
      : `--${option} cannot be \`${given}\``;
    return problem + expected(given, values);
  }
  return message.charAt(0).toLowerCase() + message.slice(1).replaceAll(/\s*\n\s*/g, "; ");
}

function unknownWord(name: string, commandLine: readonly string[]): string {
  const option = commandLine.find(
    (word) => /^--?[^-]/.test(word) && word.replace(/^--?/, "").startsWith(name),
  );
  const command = commandLine.find((word) => commands.includes(word));
  if (option === undefined) return `there is no command \`${name}\`${expected(name, commands)}`;
  const dashes = option.startsWith("--") ? "--" : "-";
  const known = command === undefined ? ["help", "version"] : optionsOf.get(command)!;
  const near = suggest(name, known);
  return (
    `${command === undefined ? "mderules" : `\`${command}\``} has no option \`${dashes}${name}\`` +
    (near === undefined ? "" : `; did you mean \`--${near}\`?`)
  );
}

function expected(written: string, names: readonly string[]): string {
  const near = suggest(written, names);
  return near === undefined ? `; there is ${oneOf(names)}` : `; did you mean \`${near}\`?`;
}
