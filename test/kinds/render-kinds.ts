import { library } from "../../generated/library.js";
import { kinds } from "../../src/kinds/index.ts";
import { isWritable, type Kind, type Property } from "../../src/kinds/kind.ts";
import type { ValueType } from "../../src/model/value.ts";
import { functionsNeeded } from "../../src/targets/powershell/library.ts";
import { operatorsOf } from "../../src/validate/comparison.ts";
import { allOf } from "../../src/diagnostics/suggest.ts";
import { exampleOf } from "./rulebook-examples.ts";

/** Every function of the library by its name: what a script does to read a fact stands there. */
const functions = new Map(library.map((one) => [one.name, one]));

/** `docs/kinds.md`: every kind with its forms, values, what can be set and how scripts read it. */
export function renderKinds(): string {
  const contents = kinds.map(({ name, summary }) => `- [\`${name}\`](#${name}): ${summary}`);
  return [...introduction, ...contents, ...kinds.flatMap((kind) => ["", ...renderKind(kind)]), ""].join("\n");
}

const introduction = [
  "# Kinds",
  "",
  "The vocabulary of rules: every sort of thing that a rule can ask a device about. A fact is written as the name of its",
  "kind and a form, words that stand as they are and places for names: `service <name> start` is written",
  '`service DiagTrack start`. A name that is no plain word stands in quotes: `service "Print Spooler" start`.',
  "",
  "A thing that is not there is `missing`, which is an answer like any other; `present` is anything but `missing`. What",
  "cannot be read, because access is denied, a component does not answer or the language mode of PowerShell forbids it, is",
  "unknown: that never leads to a fix, and the reason is reported.",
  "",
  "This page is made from `src/kinds` and the library of scripts; a test compares them.",
  "",
];

function renderKind(kind: Kind): string[] {
  return [
    `## ${kind.name}`,
    "",
    kind.summary,
    ...kind.properties.flatMap((property) => renderProperty(kind, property)),
  ];
}

function renderProperty(kind: Kind, property: Property): string[] {
  const { slots, summary, type, window } = property;
  const example = exampleOf(kind.name, property.name);
  const lines = [
    ...Object.entries(slots).map(([name, { description }]) => `- \`<${name}>\`: ${description}`),
    ...(kind.name === "event" ? [eventQualifiers] : []),
    ...(window === undefined
      ? []
      : [`- Looks back \`within ${window / 86_400} days\`, unless the rule says otherwise.`]),
    `- Values: ${describeValues(type)}.`,
    `- Comparisons: ${kind.name === "event" && type.type === "presence" ? "none: an event that stands alone is present, and `not` turns it round" : allOf(operatorsOf(type))}.`,
    `- ${describeWriting(property)}`,
    `- ${describeReading(property)}`,
    ...(example === undefined ? [] : [`- In the rulebook: \`${example}\``]),
  ];
  return ["", `### \`${kind.name} ${property.form}\``, "", summary, "", ...lines];
}

const eventQualifiers =
  '- Needs `from PROVIDER in LOG within DURATION`; may have `level critical`, `error`, `warning` or `information`, and conditions on its data: `where (data 1 contains 577 or data "name" is "text")`.';

function describeValues(type: ValueType): string {
  switch (type.type) {
    case "word":
      return `${type.words.map((word) => `\`${word}\``).join(", ")}, or \`missing\``;
    case "integer":
      return `a number from ${type.minimum} to ${type.maximum}, or \`missing\``;
    case "version":
      return "a version of two to four numbers such as `4.18.2007.8`, or `missing`";
    case "text":
      return "text, or `missing`";
    case "data":
      return "a number, text in quotes or a version, or `missing`; text is compared without regard to case";
    case "presence":
      return "`present` or `missing`";
    default:
      return type satisfies never;
  }
}

function describeWriting(property: Property): string {
  if (!isWritable(property)) {
    return `Cannot be set: ${(property.write as { readonly reason: string }).reason}.`;
  }
  const { values, needsBound } = property.write;
  const to =
    property.type.type === "data"
      ? "a number, text in quotes or `missing`; `as` says the type: `dword`, `qword`, `string` or `expand-string`"
      : allOf(values ?? ["present", "missing"]).replace(/ and (?=[^ ]*$)/, " or ");
  const bound = needsBound ? ", with a bound: `within 60 seconds`" : "";
  const protection =
    property.write.protected === undefined
      ? ""
      : " Services of Microsoft Defender Antivirus are protected: a rule that would change their start type or their key is refused.";
  return `Can be set to ${to}${bound}.${protection}`;
}

/** The cmdlets and programs that the function uses, with those of the functions that it calls. */
function describeReading({ read }: Property): string {
  const bodies = bodiesOf(read.name);
  const text = bodies.join("\n");
  const cmdlets = [...text.matchAll(/(?<![\w$-])[A-Z][a-z]+-[A-Z]\w+/g)].map(([name]) => name);
  const foreign = [...new Set(cmdlets)]
    .filter((name) => !functions.has(name) && !plumbing.includes(name))
    .sort();
  const programs = [...new Set([...text.matchAll(/\b(\w+\.exe)\b/g)].map(([, name]) => name!))].sort();
  const how = [...foreign, ...programs];
  const mode = /LanguageMode -ne 'FullLanguage'\) \{ throw/.test(text)
    ? " In ConstrainedLanguage it is unknown."
    : "";
  return `Read${how.length === 0 ? " without a cmdlet" : ` with ${allOf(how)}`}.${mode}`;
}

/** Cmdlets that pass objects on and read nothing. */
const plumbing = [
  "Where-Object",
  "ForEach-Object",
  "Select-Object",
  "Sort-Object",
  "Group-Object",
  "Out-Null",
  "Write-Output",
  "Split-Path",
  "Join-Path",
];

function bodiesOf(name: string): string[] {
  return functionsNeeded([name]).map(({ text }) => text.replace(/^#.*$/gm, ""));
}
