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
  report: "report THING",
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
  given: "given THING VALUE` or `given device NAME",
  expect: "expect unhealthy then fixed",
  after: "after fix THING VALUE",
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
  outline = "",
): string | undefined {
  if (/^define[ \n]\$/.test(outline) && expected.includes("the end of the line"))
    return "a name with a dollar sign stands for one value, one without for a condition: `define NAME: CONDITION`";
  if (keyword === "fix" && written === "else") return "write `otherwise`";
  if (keyword === "fix" && written === "if") return "write `when`";
  if (written === "," && !expected.includes("`,`")) return remedies.get("[");
  if (written === "is" && (keyword === "given" || keyword === "after"))
    return `leave it out: \`${keyword === "given" ? "given" : "after fix"} THING VALUE\``;
  if (written === "is" && (keyword === "set" || keyword === "fix")) return "write `to`";
  return remedies.get(written);
}
