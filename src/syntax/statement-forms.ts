import { tableOf } from "../text/table.ts";

/** How a statement is written, by the word it begins with; conditions are too many for one line. */
const forms: ReadonlyMap<string, string> = tableOf({
  document: "document NAME",
  define: "define NAME: CONDITION` or `define $NAME: VALUE",
  guard: 'guard: CONDITION` or `guard none "TEXT"',
  device: "device NAME {",
  rule: "rule NAME {",
  application: "application NAME {",
  title: 'title "TEXT"',
  note: 'note "TEXT" source "ADDRESS"',
  cause: 'cause "TEXT"',
  covers: "covers UNIT, UNIT",
  severity: "severity error",
  see: "see RULE, RULE",
  reported: 'reported error CODE at NODE` or `reported state "TEXT"',
  report: "report THING, THING",
  applies: "applies when CONDITION",
  guarded: "guarded by NAME",
  each: "each NAME among (VALUE, VALUE) in data 1 of EVENT",
  scenario: 'scenario "TEXT" {',
  set: "set THING to VALUE",
  run: "run onboarding",
  wait: "wait 10 seconds` or `wait until CONDITION within 60 seconds",
  advise: 'advise "TEXT"',
  support: 'support "TEXT"',
  restart: "restart needed",
  powershell: 'powershell """SCRIPT"""',
  given: "given THING VALUE, THING VALUE` or `given device NAME",
  expect: "expect unhealthy then fixed",
  after: "after fix THING VALUE, THING VALUE",
  publisher: 'publisher "TEXT"',
  install: 'install "COMMAND"',
  uninstall: 'uninstall "COMMAND"',
  return: "return code 3010 is soft-reboot",
  requires: 'requires registry "HKLM\\..." NAME is present` or `requires platform "TEXT"',
  show: "show hidden",
  logon: "logon whether-or-not",
  maximum: "maximum time 15 minutes",
});

/** The form of a statement, where one line says it. */
export function formOf(keyword: string, outline: string): string | undefined {
  if (keyword === "fix") {
    const step = /^fix (\w+)/.exec(outline)?.[1];
    if (step === "when" || step === "otherwise") return undefined;
    return step === undefined || !forms.has(step)
      ? "fix set THING to VALUE` or `fix when CONDITION {"
      : `fix ${forms.get(step)!}`;
  }
  return forms.get(keyword);
}

/** What other languages write, and what is written here instead. */
const remedies: ReadonlyMap<string, string> = tableOf({
  "=": "write `is`",
  "==": "write `is`",
  "===": "write `is`",
  "!=": "write `is not`",
  "<>": "write `is not`",
  "!": "write `not`",
  "&": "write `and`",
  "&&": "write `and`",
  "|": "write `or`",
  "||": "write `or`",
  "'": 'text stands in double quotes: "',
  "`": 'text stands in double quotes: "',
  ";": "each statement stands on a line of its own, without a sign at its end",
  "#": "a comment begins with `//`",
  "[": "lists stand in parentheses: (one, two)",
  "\u00a0": "write a plain space",
  "\u202f": "write a plain space",
  "\u3000": "write a plain space",
});

/** What to do about a lexeme that does not belong where it is; undefined where what was expected says it better. */
export function remedyFor(
  written: string,
  keyword: string,
  expected: readonly string[],
  before = "",
  wordBefore = "",
): string | undefined {
  if (/^define[ \n]\$/.test(before) && expected.includes("the end of the line"))
    return "a name with a dollar sign stands for one value, one without for a condition: `define NAME: CONDITION`";
  if (/^(?:fix|set|run)\b/.test(before) && /\brun[ \n]$/.test(before) && written.startsWith('"'))
    return "`run` runs a package of the site: `run onboarding` or `run offboarding`; a `powershell` step starts other programs";
  if (keyword === "fix" && written === "else") return "write `otherwise`";
  if (keyword === "fix" && written === "if") return "write `when`";
  if (keyword === "fix" && /^fix[ \n]$/.test(before)) return remedyForStep(written);
  const isAssigned = /^=+$/.test(written) || written === "is";
  if (isAssigned && (keyword === "given" || keyword === "after"))
    return `leave it out: \`${keyword === "given" ? "given" : "after fix"} THING VALUE\``;
  if (isAssigned && (keyword === "set" || keyword === "fix") && /\bset\b/.test(before)) return "write `to`";
  if (written === "," && expected.includes("`and`")) return "write `and`, or a line of its own for each";
  if (written === "," && !expected.includes("`,`")) return remedies.get("[");
  return (
    remedies.get(written) ??
    remedyForQuantity(written, wordBefore, expected, keyword === "maximum" ? "minutes" : "seconds") ??
    remedyForName(written, expected)
  );
}

/** What other languages call a step, and how it is written here. */
const steps: ReadonlyMap<string, string> = tableOf({
  start: "set service NAME state to running within 60 seconds",
  stop: "set service NAME state to stopped within 60 seconds",
  enable: "set service NAME start to automatic",
  disable: "set service NAME start to disabled",
  delete: "set registry KEY NAME to missing",
  remove: "set registry KEY NAME to missing",
  create: "set registry KEY to present",
  add: "set registry KEY to present",
  write: "set THING to VALUE",
  change: "set THING to VALUE",
  reboot: "restart needed",
  sleep: "wait 10 seconds",
  execute: 'powershell """SCRIPT"""',
  exec: 'powershell """SCRIPT"""',
  invoke: 'powershell """SCRIPT"""',
  install: 'powershell """SCRIPT"""',
  tell: 'advise "TEXT"',
  say: 'advise "TEXT"',
  print: 'advise "TEXT"',
});

/** What to write for a word that is no step here. */
export function remedyForStep(word: string): string | undefined {
  const step = steps.get(word.toLowerCase());
  return step === undefined ? undefined : `write \`${step}\``;
}

const units: ReadonlyMap<string, readonly [factor: number, unit: string]> = new Map(
  (
    [
      ["s sec secs second seconds", 1, "second"],
      ["m min mins minute minutes", 1, "minute"],
      ["h hr hrs hour hours", 1, "hour"],
      ["d day days", 1, "day"],
      ["w week weeks", 7, "day"],
      ["month months", 30, "day"],
      ["y year years", 365, "day"],
    ] as const
  ).flatMap(([words, factor, unit]) => words.split(" ").map((word) => [word, [factor, unit]] as const)),
);

/** A number and its unit, written together, with a unit that there is not, or without one. */
function remedyForQuantity(
  written: string,
  before: string,
  expected: readonly string[],
  unitOfPlace: string,
): string | undefined {
  const [, digits, word] = /^(\d*)([A-Za-z%]*)$/.exec(written) ?? [];
  if (word === undefined) return undefined;
  const number = digits !== "" ? digits : /^an?$/.test(before) ? "1" : /^\d+$/.exec(before)?.[0];
  if (number === undefined) return undefined;
  if (word === "" && digits !== "" && expected.includes("a duration"))
    return `write its unit: \`${number} ${unitOfPlace}\``;
  const [factor, unit] = units.get(word.toLowerCase()) ?? [];
  if (factor !== undefined && word !== "") {
    const count = Number(number) * factor;
    return `write \`${count} ${unit}${count === 1 ? "" : "s"}\``;
  }
  if (digits === "" && /^(?:[kmgt]i?b|bytes?|percent|ms|milliseconds?|%)$/i.test(word))
    return "a number stands without a unit: write it in the unit that the fact has";
  return undefined;
}

function remedyForName(written: string, expected: readonly string[]): string | undefined {
  const isPlain = /^"[A-Za-z_][\w./-]*"$/.test(written);
  return isPlain && expected.length === 1 && expected[0] === "a name" ? "leave out the quotes" : undefined;
}
