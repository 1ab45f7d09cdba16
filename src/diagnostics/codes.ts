import type { Definition } from "./diagnostic.ts";
import { allOf, alternatives, oneOf, suggest, suggestionHelp } from "./suggest.ts";

/**
 * Every diagnostic there is. Codes are stable: a code is never given a second meaning. 1xxx: files and syntax;
 * 2xxx: names, kinds and types; 3xxx: what a rule says; 4xxx: the configuration; 5xxx: what a target takes;
 * 6xxx: opinions.
 * A message states the problem; `help` names the remedy.
 */
export const codes = {
  // ---- files and syntax ----
  fileNotFound: define<{ path: string }>({
    code: "MDR1001",
    severity: "error",
    message: ({ path }) => `there is no file or folder \`${path}\``,
    help: () =>
      "check the path; `mderules build` without paths builds ./rules, or the rulebook that is shipped",
    explanation: "A path on the command line leads nowhere.",
  }),
  fileUnreadable: define<{ path: string; reason: string }>({
    code: "MDR1002",
    severity: "error",
    message: ({ path, reason }) => `\`${path}\` cannot be read: ${reason}`,
    explanation: "The operating system refused to open or read the file.",
  }),
  folderWithoutRules: define<{ path: string }>({
    code: "MDR1003",
    severity: "error",
    message: ({ path }) => `the folder \`${path}\` holds no \`.mderule\` file`,
    help: () => "name the folder that holds the rules; folders below it are searched too",
    explanation:
      "A build of nothing would remove all output of the last build, so a folder without rules is an error.",
  }),
  notUtf8: define<{ encoding: string }>({
    code: "MDR1004",
    severity: "error",
    message: ({ encoding }) => `the file is not UTF-8 but ${encoding}`,
    help: () => "save it as UTF-8; a byte order mark is allowed and not needed",
    explanation:
      "Rules are UTF-8. A file in another encoding would arrive as other text than its author wrote.",
  }),
  emptyFile: define<object>({
    code: "MDR1005",
    severity: "error",
    message: () => "the file is empty: it holds no rule",
    help: () => "write a `rule`, or delete the file",
    explanation: "An empty file is most often the result of an interrupted save.",
  }),
  invalidLedger: define<{ path: string; problem: string }>({
    code: "MDR1006",
    severity: "error",
    message: ({ path, problem }) =>
      `the ledger of a document${path === "" ? "" : `: \`${path}\``} ${problem}`,
    help: () =>
      'it is JSON: { "document": "NAME", "units": [{ "unit": "NAME" }] }; schemas/ledger.schema.json describes it',
    explanation:
      "A ledger, a JSON file in the folder `documents` beside the rules, names a document and lists its units.",
  }),
  syntax: define<{
    found: string;
    expected: readonly string[];
    form?: string | undefined;
    remedy?: string | undefined;
  }>({
    code: "MDR1010",
    severity: "error",
    message: ({ found }) => `unexpected ${found}`,
    help: ({ expected, form, remedy }) => {
      if (remedy !== undefined) return remedy;
      const wanted = expected.length === 0 ? [] : [`expected ${alternatives(expected)}`];
      return [...wanted, ...(form === undefined ? [] : [`write \`${form}\``])].join("; ") || undefined;
    },
    explanation: "The text does not follow the language: docs/language.md shows every statement.",
  }),
  unknownStatement: define<{
    word: string;
    statements: readonly string[];
    where: string;
    homes: readonly string[];
    remedy?: string | undefined;
  }>({
    code: "MDR1011",
    severity: "error",
    message: ({ word, where }) => `\`${word}\` is not a statement of ${where}`,
    help: ({ word, statements, homes, remedy }) =>
      remedy !== undefined
        ? remedy
        : homes.length > 0
          ? `it belongs in ${homes.join(" or ")}`
          : suggestionHelp(word, statements),
    explanation: "Each line of a block begins with the name of a statement.",
  }),
  unterminatedText: define<{ quotes: '"' | '"""' }>({
    code: "MDR1012",
    severity: "error",
    message: () => "the text that begins here does not end",
    help: ({ quotes }) =>
      quotes === '"'
        ? 'end it with a quote on the same line; text of several lines stands between """ and """'
        : 'end it with """ before the next block begins',
    explanation:
      'Text in plain quotes ends on its line; inside it, a doubled quote "" is one quote. Text of several lines stands between """ and """, and no line of it begins a block at the left margin.',
  }),
  unterminatedBlock: define<object>({
    code: "MDR1013",
    severity: "error",
    message: () => "the block that begins here does not end",
    help: () => "add a `}`",
    explanation: "Every `{` needs its `}`. Reading goes on at the next block that begins at the left margin.",
  }),
  typographicQuote: define<{ quote: string }>({
    code: "MDR1014",
    severity: "error",
    message: ({ quote }) => `the quote ${quote} (U+${hex(quote)}) is typographic`,
    help: () => 'write a plain quote: "',
    explanation:
      "Word processors replace plain quotes. Inside text typographic quotes are welcome; around it they are not quotes.",
  }),
  hiddenCharacter: define<{ character: string }>({
    code: "MDR1015",
    severity: "error",
    message: ({ character }) => `the character U+${hex(character)} does not belong in a rule`,
    help: ({ character }) =>
      character === "\r" ? "end lines with LF or CRLF" : "delete it: it does not show",
    explanation:
      "Control characters, and those that change the direction of writing, could make a rule look like another one.",
  }),
  statementOutside: define<{ word: string }>({
    code: "MDR1016",
    severity: "error",
    message: ({ word }) => `\`${word}\` stands outside a rule or an application`,
    help: () => "a `}` above it closes too early, or a line such as `rule NAME {` is missing",
    explanation:
      "A file holds documents, definitions, rules and applications; everything else stands in their braces.",
  }),
  strayBrace: define<object>({
    code: "MDR1017",
    severity: "error",
    message: () => "the `}` closes nothing",
    help: () => "remove it, or the one above it that closes too early",
    explanation: "Every `}` belongs to a `{`.",
  }),
  tooDeep: define<{ sign: "(" | "{"; limit: number }>({
    code: "MDR1020",
    severity: "error",
    message: ({ sign, limit }) => `more than ${limit} \`${sign}\` are open here`,
    help: ({ sign }) =>
      sign === "(" ? "give a part of the condition a name: `define NAME: CONDITION`" : "remove it",
    explanation:
      "Parentheses, `not` and braces stand inside each other up to a limit. A file that goes beyond is damaged, or was made by a program.",
  }),
  tooLong: define<{ what: string; limit: number }>({
    code: "MDR1021",
    severity: "error",
    message: ({ what, limit }) => `${what}, more than ${limit}`,
    help: () => "divide it",
    explanation:
      "Statements, blocks and files have a limit that no one reaches who writes them by hand; without one a damaged file would take all memory.",
  }),
  tooManyMistakes: define<{ count: number }>({
    code: "MDR1022",
    severity: "error",
    message: ({ count }) => `${count} more mistakes of this file are not shown`,
    help: () => "mend those above first: one mistake often leads to others",
    explanation: "Of one file the first 200 mistakes of its text are shown.",
  }),

  // ---- names, kinds and types ----
  unknownKind: define<{ kind: string; kinds: readonly string[]; remedy?: string | undefined }>({
    code: "MDR2001",
    severity: "error",
    message: ({ kind }) => `there is no kind \`${kind}\``,
    help: ({ kind, kinds, remedy }) => remedy ?? suggestionHelp(kind, kinds),
    explanation: "A check begins with the kind of thing it looks at. docs/kinds.md lists them.",
  }),
  unknownProperty: define<{
    kind: string;
    found: string;
    forms: readonly string[];
    near: string | undefined;
    remedy?: string | undefined;
  }>({
    code: "MDR2002",
    severity: "error",
    message: ({ kind, found }) => `kind \`${kind}\` has nothing of the form \`${found}\``,
    help: ({ near, forms, remedy }) =>
      remedy ?? (near === undefined ? `write ${oneOf(forms)}` : `did you mean \`${near}\`?`),
    explanation: "Each kind says how its things are named and which properties they have.",
  }),
  unknownValue: define<{
    value: string;
    subject: string;
    values: readonly string[];
    remedy?: string | undefined;
  }>({
    code: "MDR2003",
    severity: "error",
    message: ({ value, subject }) => `\`${value}\` is not a value of \`${subject}\``,
    help: ({ value, values, remedy }) => remedy ?? suggestionHelp(value, values),
    explanation: "The property takes one of a fixed set of words, as the kind documents them.",
  }),
  wrongType: define<{ subject: string; expected: string; found: string; remedy?: string | undefined }>({
    code: "MDR2004",
    severity: "error",
    message: ({ subject, expected, found }) => `\`${subject}\` takes ${expected}, not ${found}`,
    help: ({ remedy }) => remedy,
    explanation:
      "Values have the type that the kind documents: a word, a number, a version, text or a duration.",
  }),
  wrongOperator: define<{ subject: string; operator: string; operators: readonly string[] }>({
    code: "MDR2005",
    severity: "error",
    message: ({ subject, operator }) => `\`${subject}\` cannot be compared with \`${operator}\``,
    help: ({ operators }) => `use ${oneOf(operators)}`,
    explanation: "Only numbers and versions have an order; only text contains text.",
  }),
  missingComparison: define<{ subject: string }>({
    code: "MDR2006",
    severity: "error",
    message: ({ subject }) => `\`${subject}\` stands without a comparison`,
    help: ({ subject }) => `say what it should be, for example \`${subject} is ...\``,
    explanation: "Only events may stand alone: an event that stands alone is present.",
  }),
  unknownQualifier: define<{ qualifier: string; kind: string; qualifiers: readonly string[] }>({
    code: "MDR2007",
    severity: "error",
    message: ({ qualifier, kind }) => `\`${qualifier}\` does not belong to \`${kind}\``,
    help: ({ qualifier, qualifiers }) =>
      qualifiers.length === 0 ? "remove it" : suggestionHelp(qualifier, qualifiers),
    explanation: "Qualifiers such as `from`, `in` and `within` belong to the kinds that document them.",
  }),
  missingQualifier: define<{ kind: string; qualifiers: readonly string[] }>({
    code: "MDR2008",
    severity: "error",
    message: ({ kind, qualifiers }) => `\`${kind}\` needs ${allOf(qualifiers)}`,
    help: () => "for example `event 15 from WDATPOnboarding in Application within 7 days`",
    explanation:
      "An event is looked for by provider, log and age; without them the search would be slow, or endless.",
  }),
  unknownName: define<{ name: string; names: readonly string[]; remedy?: string | undefined }>({
    code: "MDR2009",
    severity: "error",
    message: ({ name }) => `nothing is defined as \`${name}\``,
    help: ({ name, names, remedy }) =>
      remedy ?? suggestionHelp(name, names) ?? "define it at the left margin: `define NAME: CONDITION`",
    explanation: "A single word in a condition is the name of a definition.",
  }),
  circularDefinition: define<{ name: string }>({
    code: "MDR2010",
    severity: "error",
    message: ({ name }) => `the definition of \`${name}\` uses itself`,
    help: () => "write out one of them",
    explanation: "Definitions are abbreviations; one that uses itself has no meaning.",
  }),
  unknownUnit: define<{ unit: string; document: string; units: readonly string[] }>({
    code: "MDR2011",
    severity: "error",
    message: ({ unit, document }) => `document \`${document}\` has no unit \`${unit}\``,
    help: ({ unit, units, document }) =>
      suggest(unit, units) === undefined
        ? `${units.length === 0 ? "" : `expected ${oneOf(units)}; `}a unit of its own is a line of documents/${document}.json: { "unit": "${unit}" }`
        : suggestionHelp(unit, units),
    explanation: "A rule covers units of its document; the document's ledger in rules/documents lists them.",
  }),
  unknownDocument: define<{ document: string; documents: readonly string[] }>({
    code: "MDR2012",
    severity: "error",
    message: ({ document }) => `there is no document \`${document}\``,
    help: ({ document, documents }) => {
      const near = suggest(document, documents);
      const file = `documents/${document}.json`;
      const content = `{ "document": "${document}", "units": [{ "unit": "NAME" }] }`;
      return near === undefined
        ? `create ${file} beside the rules: ${content}`
        : `did you mean \`${near}\`? A document of its own is a file, ${file}: ${content}`;
    },
    explanation: "A document is known by its ledger, a JSON file in the folder `documents` beside the rules.",
  }),
  missingDocument: define<{ unit: string }>({
    code: "MDR2013",
    severity: "error",
    message: ({ unit }) => `the file does not say of which document \`${unit}\` is a unit`,
    help: () => "begin the file with `document NAME`, or leave out `covers`",
    explanation:
      "Rules that encode a document lead back to its units. A rule of your own needs neither `document` nor `covers`.",
  }),
  unknownVariable: define<{ name: string; names: readonly string[] }>({
    code: "MDR2014",
    severity: "error",
    message: ({ name }) => `\`${name}\` stands for nothing`,
    help: ({ name, names }) =>
      suggestionHelp(name, names) ??
      `define it at the left margin, \`define ${name}: VALUE\`, or bind it, \`each ${name.slice(1)} in data 1 of event ...\``,
    explanation:
      "A name with a dollar sign stands for a value that `define` gives it, or for what an event names: the statement `each` binds that.",
  }),
  wordExpected: define<{ place: string; word: string; words: readonly string[] }>({
    code: "MDR2015",
    severity: "error",
    message: ({ place, word }) => `\`${word}\` is not ${place}`,
    help: ({ word, words }) => suggestionHelp(word, words),
    explanation: "The statement takes one of a fixed set of words.",
  }),
  invalidSubject: define<{ text: string; expected: string; remedy?: string | undefined }>({
    code: "MDR2016",
    severity: "error",
    message: ({ text, expected }) => `\`${text}\` is not ${expected}`,
    help: ({ text, remedy }) =>
      remedy ?? (/[^\\"]\\\\/.test(text) ? "text is taken as it is: write each backslash once" : undefined),
    explanation:
      "The name of a thing has to have the form that Windows gives it, or no script would ever find it.",
  }),
  outOfRange: define<{ subject: string; bounds: string }>({
    code: "MDR2017",
    severity: "error",
    message: ({ subject, bounds }) => `\`${subject}\` ${bounds}`,
    explanation: "The number can never occur on a device, or is larger than a script may use.",
  }),
  unknownRule: define<{ rule: string; rules: readonly string[] }>({
    code: "MDR2018",
    severity: "error",
    message: ({ rule }) => `there is no rule \`${rule}\``,
    help: ({ rule, rules }) => suggestionHelp(rule, rules),
    explanation: "`see` leads to rules by their id.",
  }),
  unknownGuard: define<{ guard: string; guards: readonly string[] }>({
    code: "MDR2019",
    severity: "error",
    message: ({ guard }) => `the rulebook has no guard \`${guard}\``,
    help: ({ guard, guards }) =>
      suggestionHelp(guard, guards) ?? `declare it at the left margin: \`guard ${guard}: CONDITION\``,
    explanation: "`guarded by` chooses one of the guards that the rulebook declares by name.",
  }),
  unknownDevice: define<{ name: string; names: readonly string[] }>({
    code: "MDR2020",
    severity: "error",
    message: ({ name }) => `there is no device \`${name}\``,
    help: ({ name, names }) =>
      suggestionHelp(name, names) ?? `describe it at the left margin: \`device ${name} { given ... }\``,
    explanation: "`given device` gives what a named device says; such devices hold in every file of a run.",
  }),
  circularDevice: define<{ chain: readonly string[] }>({
    code: "MDR2021",
    severity: "error",
    message: ({ chain }) =>
      `the device \`${chain[0]!}\` builds upon itself${chain.length > 2 ? `: ${chain.join(" -> ")}` : ""}`,
    help: () => "take one of these `given device` lines out",
    explanation: "A device may build upon others, but no device can be there before itself.",
  }),
  definitionTooLarge: define<{ name: string; count: number; limit: number }>({
    code: "MDR2030",
    severity: "error",
    message: ({ name, count, limit }) =>
      `with everything that it uses, \`${name}\` has ${count} comparisons, more than ${limit}`,
    help: () => "use each definition once, or compare less",
    explanation:
      "A definition stands for what it says. Definitions that use each other twice double at each step, and soon no script could hold them.",
  }),
  definitionTooDeep: define<{ name: string; limit: number }>({
    code: "MDR2031",
    severity: "error",
    message: ({ name, limit }) =>
      `\`${name}\` uses definitions that use definitions, more than ${limit} levels`,
    help: () => "write out some of the conditions",
    explanation: "Definitions may use each other up to a limit, beyond which nobody could follow them.",
  }),

  deviceTooLarge: define<{ problem: string }>({
    code: "MDR2032",
    severity: "error",
    message: ({ problem }) => `the device ${problem}`,
    help: () => "describe less, or build upon fewer devices",
    explanation:
      "Devices that build upon each other twice double at each step. Nobody could follow such a device.",
  }),

  // ---- what a rule says ----
  missingTitle: define<{ block: string }>({
    code: "MDR3001",
    severity: "error",
    message: ({ block }) => `${block} has no title`,
    help: ({ block }) =>
      block.startsWith("rule")
        ? 'add `title "..."`: one line that says what is right on a healthy device'
        : 'add `title "..."`: the name that users see',
    explanation: "The title is what an administrator reads in the portal.",
  }),
  missingCovers: define<{ block: string }>({
    code: "MDR3002",
    severity: "error",
    message: ({ block }) => `${block} covers no unit of the document`,
    help: () => "add `covers UNIT`",
    explanation: "Every line that a script prints leads back to the document.",
  }),
  missingSeverity: define<{ block: string }>({
    code: "MDR3003",
    severity: "error",
    message: ({ block }) => `${block} has no severity`,
    help: () => "add `severity error`, `severity warning` or `severity information`",
    explanation: "The severity sorts reports and groups rules into bundles and baselines.",
  }),
  missingCheck: define<{ block: string }>({
    code: "MDR3004",
    severity: "error",
    message: ({ block }) => `${block} neither checks anything nor names a symptom`,
    help: () =>
      "add `check ...` or `symptom ...`; evidence that only a console shows is `reported ...`, and `see RULE` leads on",
    explanation:
      "A rule without a check, a symptom, a reported symptom or a reference could never say anything.",
  }),
  duplicateRule: define<{ name: string }>({
    code: "MDR3005",
    severity: "error",
    message: ({ name }) => `\`${name}\` is already the name of a rule or an application`,
    help: () => "give it another name: names become folders and lines in reports",
    explanation:
      "Names of rules and applications are unique in a run, upper and lower case taken as the same.",
  }),
  duplicateStatement: define<{ statement: string }>({
    code: "MDR3006",
    severity: "error",
    message: ({ statement }) => `\`${statement}\` stands here a second time`,
    help: () => "keep one of them",
    explanation: "The statement may stand once in its block.",
  }),
  duplicateDefinition: define<{ name: string }>({
    code: "MDR3007",
    severity: "error",
    message: ({ name }) => `\`${name}\` is already defined`,
    help: () => "keep one of the definitions",
    explanation: "Definitions and devices hold in all files of a run, so their names are unique.",
  }),
  readOnly: define<{ subject: string; reason: string }>({
    code: "MDR3008",
    severity: "error",
    message: ({ subject, reason }) => `\`${subject}\` cannot be set: ${reason}`,
    // A reason of two parts names what to do instead.
    help: ({ reason }) =>
      reason.includes(";") ? undefined : 'say what a person has to do with `advise "..."`',
    explanation: "Some facts can only be read.",
  }),
  protectedStart: define<{ service: string }>({
    code: "MDR3009",
    severity: "error",
    message: ({ service }) =>
      `the start type of ${service}, and its key in the registry, must not be changed`,
    help: () => 'check it, and say what a person has to do with `advise "..."`',
    explanation:
      "Changing the start of WdBoot, WdFilter, WdNisDrv, WdNisSvc or WinDefend is unsupported and may force a device to be reimaged, so no rule can do it.",
  }),
  fixWithoutCheck: define<{ subject: string }>({
    code: "MDR3010",
    severity: "error",
    message: ({ subject }) => `setting \`${subject}\` makes no check of the rule hold`,
    help: () => "check what the fix sets, or remove the step: a fix is verified by the checks of its rule",
    explanation: "A fix repairs or says that it did not. What no check looks at, nothing verifies.",
  }),
  fixWithoutProblem: define<object>({
    code: "MDR3011",
    severity: "error",
    message: () => "the rule has a fix but nothing on a device that could call for it",
    help: () => "add `check ...` or `symptom ...`",
    explanation: "A script fixes what it has detected. Reported symptoms alone are advice for a person.",
  }),
  otherwiseWithoutWhen: define<object>({
    code: "MDR3012",
    severity: "error",
    message: () => "`otherwise` follows no `fix when`",
    help: () => "write `fix { ... }`, or put a `fix when` before it",
    explanation: "`fix otherwise` is taken where no `fix when` directly before it was.",
  }),
  unboundedWait: define<object>({
    code: "MDR3013",
    severity: "error",
    message: () => "the wait has no bound",
    help: () => "add `within N seconds`",
    explanation: "No script waits without an end.",
  }),
  setWithoutBound: define<{ subject: string }>({
    code: "MDR3014",
    severity: "error",
    message: ({ subject }) => `setting \`${subject}\` takes time and needs a bound`,
    help: () => "add `within 60 seconds`",
    explanation:
      "A service needs time to start and to stop; the script waits for it, but never without an end.",
  }),
  nonAsciiScript: define<{ character: string }>({
    code: "MDR3015",
    severity: "error",
    message: ({ character }) =>
      `the PowerShell text holds ${character} (U+${hex(character)}), which is not ASCII`,
    help: () => "write it as a number: [char]0x...",
    explanation:
      "Windows PowerShell 5.1 reads a file without a byte order mark as ANSI: only ASCII means the same everywhere.",
  }),
  translationWithoutText: define<{ statement: string }>({
    code: "MDR3016",
    severity: "error",
    message: ({ statement }) => `\`${statement} fr\` follows no \`${statement}\``,
    help: ({ statement }) => `write the English \`${statement} "..."\` directly before it`,
    explanation: "English is the language of what scripts print; French goes with it.",
  }),
  uncheckedVariable: define<{ name: string }>({
    code: "MDR3017",
    severity: "error",
    message: ({ name }) =>
      `\`$${name}\` may be any text that an event holds, so nothing that is protected may be set by it`,
    help: () => "list what may be touched: `each NAME among (DiagTrack, ...) in data 1 of event ...`",
    explanation:
      "The effects of a rule are known when it is compiled. A start type can only be set for services that the rule lists.",
  }),
  scenarioWithoutExpectation: define<object>({
    code: "MDR3018",
    severity: "error",
    message: () => "the scenario expects nothing",
    help: () => "add `expect healthy`, `expect unhealthy`, `expect not-applicable` or `expect unknown`",
    explanation: "A scenario says which verdict the described device must get.",
  }),
  applicationIncomplete: define<{ statement: string; example: string }>({
    code: "MDR3019",
    severity: "error",
    message: ({ statement }) => `the application has no \`${statement}\``,
    help: ({ example }) => `add \`${example}\``,
    explanation: "Configuration Manager needs an installation program and a detection method.",
  }),
  detectionNotRegistry: define<{ found: string }>({
    code: "MDR3020",
    severity: "error",
    message: ({ found }) => `an application cannot be detected by ${found}`,
    help: () => 'detect a registry value: `detect registry "HKLM\\..." NAME is 1`',
    explanation: "A detection clause of a deployment type compares one registry value; it is not PowerShell.",
  }),
  requirementNotPresence: define<{ found: string }>({
    code: "MDR3043",
    severity: "error",
    message: ({ found }) => `an application cannot require that ${found}`,
    help: () =>
      'require a registry value to be there, or not: `requires registry "HKLM\\..." NAME is present`',
    explanation:
      "A requirement of a deployment type asks for one registry value, through a global condition of the site; it is not PowerShell. Several statements all have to hold.",
  }),
  duplicateScenario: define<{ name: string }>({
    code: "MDR3021",
    severity: "error",
    message: ({ name }) => `the rule already has a scenario "${name}"`,
    help: () => "say in the name what is particular about the device",
    explanation: "Reports name a scenario by its text.",
  }),
  invalidName: define<{ name: string }>({
    code: "MDR3022",
    severity: "error",
    message: ({ name }) => `\`${name}\` cannot be the name of a rule or an application`,
    help: () => "use lower case letters, digits and single hyphens, 64 characters at most",
    explanation:
      "Names become folders on Windows, registry keys and portal names: no spaces, dots, slashes or underscores, no device names such as `con`, and none of the folders beside them: items, baselines, bundles, import, compliance.",
  }),
  waitNotExpressible: define<{ found: string }>({
    code: "MDR3023",
    severity: "error",
    message: ({ found }) => `an application cannot wait for this of ${found}`,
    help: () =>
      "wait for registry data that `is` or `is one of` numbers or ASCII texts or `is present`, or for the state of a service",
    explanation:
      "The wait is part of the command line of the installation program, which has none of the functions of a script. Keys and names are ASCII without a quote and do not end in a backslash; order, `not` and `contains` cannot be said.",
  }),
  waitTooLong: define<{ minutes: number }>({
    code: "MDR3024",
    severity: "error",
    message: ({ minutes }) => `the wait is not shorter than the maximum time, ${minutes} minutes`,
    help: () => "make the wait shorter, or the `maximum time` longer",
    explanation:
      "Configuration Manager stops the installation program when its maximum time is up, before the wait could say that its own was.",
  }),
  textTooLong: define<{ statement: string; length: number; limit: number }>({
    code: "MDR3025",
    severity: "error",
    message: ({ statement, length, limit }) =>
      `the ${statement} has ${length} characters, more than the ${limit} that Configuration Manager takes`,
    help: () => "shorten it",
    explanation: "Configuration Manager refuses an application with a longer title or publisher.",
  }),
  commandOfSeveralLines: define<{ statement: string }>({
    code: "MDR3026",
    severity: "error",
    message: ({ statement }) => `the command line of \`${statement}\` has more than one line`,
    help: () => "write one line; several commands go into a file",
    explanation: "A program is started by one line. What comes after a line end would be lost.",
  }),
  emptyText: define<{ statement: string }>({
    code: "MDR3027",
    severity: "error",
    message: ({ statement }) => `the text of \`${statement}\` is empty`,
    help: ({ statement }) =>
      ["note", "cause", "advise", "support", "publisher", "uninstall"].includes(statement)
        ? "write what it is to say, or leave the statement out"
        : "write what it is to say",
    explanation:
      "Titles, advice and names are read by people and shown in portals, which refuse empty ones; so does Configuration Manager what an application is to be detected by.",
  }),
  duplicateGuard: define<{ name: string | undefined }>({
    code: "MDR3028",
    severity: "error",
    message: ({ name }) =>
      name === undefined
        ? "the rulebook says its guard twice"
        : `the guard \`${name}\` is declared more than once`,
    help: () => "keep one of them; a guard for some rules has a name: `guard NAME: CONDITION`",
    explanation:
      "A guard holds in every file of a run. Which of two would stand before a fix must not depend on the order of files.",
  }),
  missingGuard: define<{ rule: string; others: number }>({
    code: "MDR3029",
    severity: "warning",
    message: ({ rule, others }) =>
      `the fix of \`${rule}\`${others === 0 ? "" : ` and those of ${others} other rules`} would change any device on which the rule is unhealthy: the rulebook has no guard`,
    help: () =>
      'write `guard: CONDITION` in one of its files, with what has to hold before a fix changes anything, or `guard none "WHY"`',
    explanation:
      "A fix that runs where nobody asked for it, on thousands of devices, does the most harm. A guard is said once for all rules, so that a new rule cannot forget it; where nothing needs to be asked, `guard none` says why.",
  }),
  unusedDevice: define<{ name: string }>({
    code: "MDR3030",
    severity: "warning",
    message: ({ name }) => `no scenario uses the device \`${name}\``,
    help: ({ name }) => `write \`given device ${name}\` in a scenario, or delete the device`,
    explanation:
      "A device that nothing uses is left over, or its name is spelt otherwise where it was to be used.",
  }),
  unusedName: define<{ name: string }>({
    code: "MDR3031",
    severity: "warning",
    message: ({ name }) => `nothing uses \`${name}\``,
    help: () => "use it, or delete its definition",
    explanation:
      "A value that nothing names is left over, or its name is spelt otherwise where it was to be used.",
  }),
  powershellSyntax: define<{ problem: string; remedy: string | undefined }>({
    code: "MDR3041",
    severity: "error",
    message: ({ problem }) => `the PowerShell text cannot be a part of a script: ${problem}`,
    help: ({ remedy }) => remedy ?? "the text of a step stands by itself: what it opens it closes",
    explanation:
      "The text of a step becomes part of a script, together with other rules. What is not whole in itself, what only later versions than Windows PowerShell 5.1 can read, and what reaches beyond the step would break all of them.",
  }),
  powershellRefused: define<{ command: string; reason: string; help: string }>({
    code: "MDR3042",
    severity: "error",
    message: ({ command, reason }) => `no step may use \`${command}\`, which ${reason}`,
    help: ({ help }) => help,
    explanation:
      "A fix never restarts a device, leaves nothing running behind it, and reports what it did in one line; Intune takes anything on the error stream for a failure of the script.",
  }),
  ruleTooLarge: define<{ name: string; count: number; limit: number }>({
    code: "MDR3040",
    severity: "error",
    message: ({ name, count, limit }) =>
      `with the definitions that it uses, \`${name}\` has ${count} comparisons, more than ${limit}`,
    help: () => "divide the rule",
    explanation: "A rule becomes a script, and Intune takes no script beyond 200 KB.",
  }),

  // ---- the configuration ----
  invalidConfiguration: define<{ path: string; problem: string }>({
    code: "MDR4001",
    severity: "error",
    message: ({ path, problem }) => `${path === "" ? "the configuration" : `\`${path}\``} ${problem}`,
    help: () =>
      "schemas/mderules.config.schema.json describes the file; name it in `$schema` and an editor helps",
    explanation:
      "mderules.config.json holds the values of a site. It is checked against its JSON Schema before anything is built.",
  }),
  openPackage: define<{ path: string; problem: string }>({
    code: "MDR4002",
    severity: "error",
    message: ({ path, problem }) => `\`${path}\` ${problem}`,
    help: () =>
      "put the package where only administrators may write, for example %ProgramFiles%\\Contoso\\Onboarding.cmd",
    explanation:
      "Scripts start the package as SYSTEM. Where others may write to the file or its folder, or choose which file it is, they become SYSTEM with it.",
  }),

  // ---- what a target takes ----
  tooManyPackages: define<{ count: number; limit: number }>({
    code: "MDR5002",
    severity: "warning",
    message: ({ count, limit }) =>
      `the rules make ${count} remediation packages, and a tenant of Intune takes ${limit}`,
    help: () => "import bundles in place of single rules, or divide the rulebook",
    explanation:
      "Intune takes 200 script packages a tenant, those of others counted. What is imported last is refused there. A bundle is one package, however many rules it holds.",
  }),
  scriptTooLong: define<{ path: string; bytes: number; product: string; limit: number }>({
    code: "MDR5001",
    severity: "error",
    message: ({ path, bytes, product, limit }) =>
      `the script \`${path}\` has ${bytes} bytes, more than the ${limit} that ${product} takes`,
    help: () =>
      "make several rules of it, or shorten its conditions: a definition is written out wherever it is used",
    explanation:
      "Intune refuses longer scripts. What is wrong is found before anything is written; a signature counts.",
  }),

  // ---- opinions: what is allowed and yet likely not meant ----
  ruleWithoutScenarios: define<{ name: string }>({
    code: "MDR6001",
    severity: "warning",
    message: ({ name }) => `no scenario tries the rule \`${name}\``,
    help: () =>
      'describe a device on which it is healthy and one on which it is not: `scenario "TEXT" { ... }`',
    explanation:
      "A scenario says on which device a rule finds what. Without one nobody has seen that it does; `mderules test --mutate` shows which are missing.",
  }),
  ruleWithoutHelp: define<{ name: string }>({
    code: "MDR6002",
    severity: "warning",
    message: ({ name }) => `where \`${name}\` is unhealthy, nothing says what to do`,
    help: () => 'add a fix, at least `fix advise "TEXT"`, or lead to the rule that helps: `see RULE`',
    explanation: "Whoever reads that a device is unhealthy wants to know what helps.",
  }),
  unusedDefinition: define<{ name: string }>({
    code: "MDR6003",
    severity: "warning",
    message: ({ name }) => `nothing uses the definition \`${name}\``,
    help: () => "use it, or delete it",
    explanation:
      "A definition that nothing uses is left over, or its name is spelt otherwise where it was to be used.",
  }),
  symptomWithoutState: define<{ name: string }>({
    code: "MDR6004",
    severity: "warning",
    message: ({ name }) => `only past events make \`${name}\` unhealthy, so it stays so until they are old`,
    help: () => "add a `check` of what is right now: a registry value, a service, contact after the event",
    explanation:
      "Events stay in the log when the problem is gone. A rule that asks for the present state as well becomes healthy with its repair.",
  }),
  contradictoryChecks: define<{ one: string; other: string }>({
    code: "MDR6005",
    severity: "warning",
    message: ({ one, other }) => `\`${other}\` cannot hold together with \`${one}\``,
    help: () => "write `or` between them, or leave one out",
    explanation:
      "All checks of a rule have to hold, and `applies` before them. Where two exclude each other, no device is ever healthy.",
  }),
  adviceTooLong: define<{ length: number; limit: number }>({
    code: "MDR6006",
    severity: "warning",
    message: ({ length, limit }) =>
      `the advice has ${length} characters; more than ${limit} do not fit in a report`,
    help: () => "say what to do first, and lead to the rest with a `note` and its source",
    explanation:
      "A script prints one line of at most 2,048 characters, which is what Intune keeps. It says what was found, too; what is too long is cut.",
  }),
  frenchMissing: define<{ name: string; statements: readonly string[] }>({
    code: "MDR6007",
    severity: "warning",
    message: ({ name, statements }) => `\`${name}\` has no French for ${allOf(statements)}, other rules have`,
    help: ({ statements }) => `add \`${statements[0]!} fr "TEXT"\` below it`,
    explanation: "Where a rulebook speaks French at all, its readers expect all of it in French.",
  }),
  unitsUncovered: define<{ document: string; units: readonly string[] }>({
    code: "MDR6008",
    severity: "warning",
    message: ({ document, units }) =>
      `no rule covers ${allOf(units.slice(0, 5))}${units.length > 5 ? ` and ${units.length - 5} more` : ""} of \`${document}\``,
    help: () => "write a rule that `covers` them, or say in the ledger why none has to: a `decision`",
    explanation: "`mderules coverage` shows every unit of a document with the rules that cover it.",
  }),
  fixWithoutUndo: define<{ name: string }>({
    code: "MDR6009",
    severity: "warning",
    message: ({ name }) => `what this step of \`${name}\` does cannot be undone`,
    help: () => "use `set` where a kind can write it: its value goes to the journal first",
    explanation: "Undo puts back what the journal holds. What a text of PowerShell changes is not in it.",
  }),
  disabledWithoutReason: define<{ comment: string }>({
    code: "MDR6010",
    severity: "warning",
    message: ({ comment }) => `\`${comment}\` does not say why`,
    help: () => "write the reason behind the code: `// mderules-disable-next-line MDR6004: WHY`",
    explanation: "Whoever reads a rule later has to know whether the warning can be answered by now.",
  }),
  disabledForNothing: define<{ code: string }>({
    code: "MDR6011",
    severity: "warning",
    message: ({ code }) => `there is no warning ${code} here to disable`,
    help: () => "delete the comment; only warnings can be disabled, and only those of the next line",
    explanation: "A comment that disables nothing is left over, or stands in the wrong place.",
  }),
};

function define<Parameters>(definition: Definition<Parameters>): Definition<Parameters> {
  return definition;
}

function hex(character: string): string {
  return character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
}
