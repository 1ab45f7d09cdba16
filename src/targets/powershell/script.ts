import { powershellComment } from "../../encode/powershell.ts";
import { windowsText } from "../../encode/windows-text.ts";
import type { EventQuery } from "../../model/condition.ts";
import type { PlannedRule } from "../plan.ts";
import type { Program } from "../target.ts";
import { render } from "../templates.ts";
import {
  atom,
  type Call,
  type Code,
  type Definition,
  everyCode,
  lines,
  list,
  named,
  number,
  table,
  text,
} from "./code.ts";
import { meaningCode } from "./condition-code.ts";
import { type Definitions, definitionsIn } from "./definition-names.ts";
import { type HeaderFact, wrap } from "./header-facts.ts";
import { layout } from "./layout.ts";
import { ruleCode } from "./rule-code.ts";
import { functionsNeeded, libraryHeading } from "./library.ts";

/** A script before it is printed: whoever asks what is in it asks this, and never its text. */
export interface Script {
  readonly header: Header;
  readonly parameters: Parameters;
  /** What is evaluated: a name for each, and its value. */
  readonly variables: readonly { readonly name: string; readonly value: Code }[];
  readonly definitions: Definitions;
  /** The last line: the call of the function that does all. */
  readonly main: Call;
  /** What the last line is, with the call in it. */
  readonly mainLine?: (call: string) => string;
  readonly version: string;
}

/** What the help at the beginning of a script says; every value is safe in a comment. */
export interface Header {
  readonly synopsis: string;
  readonly purpose: string;
  readonly facts: readonly HeaderFact[];
  /** What the script prints and how it ends. */
  readonly output: readonly string[];
}

/**
 * What a script can be called with. `arguments`, and `undo-arguments`: it declares none, and looks for -WhatIf and
 * -Force among what it was given.
 */
export type Parameters = "none" | "what-if" | "undo" | "arguments" | "undo-arguments" | "triage";

/** A script, its text with the line ends of Windows, and what stands in it. */
export interface PrintedScript {
  readonly text: string;
  /** Names of the functions of the library that it holds. */
  readonly functions: readonly string[];
  readonly definitions: readonly PrintedDefinition[];
}

/** A definition of the rulebook as the function that scripts hold. */
export interface PrintedDefinition {
  /** The function's. */
  readonly name: string;
  readonly text: string;
}

/** The script as text: the rule first, the library last, and then the call that begins it all. */
export function printScript(script: Script): PrintedScript {
  const { header, parameters, variables, main, mainLine, version } = script;
  const values = variables.map(({ value }) => value);
  const definitions = definitionsOf(values, script.definitions);
  const codes = [...values, ...definitions.map(({ code }) => code)];
  const queries = queriesOf(codes);
  const functions = functionsNeeded([main.name, ...codes.flatMap(callsOf)]);
  const printed = definitions.map(({ definition, code }) => printDefinition(definition, code));
  const begin =
    queries === undefined ? main : { ...main, args: [...main.args, named("Events", atom("$events"))] };
  const line = layout(begin);
  const view = {
    ...header,
    synopsis: wrap(header.synopsis, 4),
    purpose: wrap(header.purpose, 4),
    // What is indented shows a line of output as it is.
    output: header.output.map((line) => (line.startsWith(" ") ? line : wrap(line, 4))),
    whatIf: parameters === "what-if",
    undo: parameters === "undo",
    undoArguments: parameters === "undo-arguments",
    canWhatIf: parameters === "what-if" || parameters === "undo" || parameters === "triage",
    arguments: parameters === "arguments",
    triage: parameters === "triage",
    definitions: printed.map((definition) => definition.text),
    variables: [
      ...(queries === undefined ? [] : [assignment("events", queries)]),
      ...variables.map(({ name, value }) => assignment(name, value)),
    ],
    libraryHeading: libraryHeading(powershellComment(version), functions.length),
    functions: functions.map((one) => one.text),
    main: mainLine === undefined ? line : mainLine(line),
  };
  return {
    text: windowsText(render("powershell/script", view)),
    functions: functions.map(({ name }) => name),
    definitions: printed,
  };
}

function assignment(name: string, value: Code): string {
  return `$${name} = ${layout(value, "", name.length + 4)}`;
}

/** A definition as scripts hold it. */
export function definitionText(
  definition: Definition,
  program: Pick<Program, "rules" | "configuration">,
): string {
  return printDefinition(definition, meaningCode(definition.condition, definitionsIn(program))).text;
}

/** A rule with all that scripts may have of it, as they have it. */
export function ruleText(rule: PlannedRule, program: Pick<Program, "rules" | "configuration">): string {
  return layout(ruleCode(rule, definitionsIn(program), { detects: true, repairs: true, undoes: true }));
}

function printDefinition({ name }: Definition, code: Code): PrintedDefinition {
  return { name, text: `function ${name} {\n    ${layout(code, "    ")}\n}` };
}

const meanings = new WeakMap<Definition, Code>();

/** The definitions that codes ask for, and those that these ask for, each once, in the order in which they are needed. */
function definitionsOf(
  codes: readonly Code[],
  definitions: Definitions,
): { readonly definition: Definition; readonly code: Code }[] {
  const found = new Map<Definition, Code>();
  const visit = (code: Code): void => {
    for (const part of everyCode(code)) {
      if (part.kind !== "call" || part.definition === undefined || found.has(part.definition)) continue;
      const { definition } = part;
      const meaning = meanings.get(definition) ?? meaningCode(definition.condition, definitions);
      meanings.set(definition, meaning);
      found.set(definition, meaning);
      visit(meaning);
    }
  };
  codes.forEach(visit);
  return [...found].map(([definition, code]) => ({ definition, code }));
}

/** The names of the library's functions that code calls. */
function callsOf(code: Code): string[] {
  const names: string[] = [];
  for (const part of everyCode(code))
    if (part.kind === "call" && part.definition === undefined) names.push(part.name);
  return names;
}

/**
 * Windows takes no longer expressions in a filter: documented are 20 for what is not written as XML, of which
 * Get-WinEvent needs some for the provider and the time, and 22 or 23 ids were found to work.
 * https://learn.microsoft.com/windows/win32/api/winevt/nf-winevt-evtquery, PowerShell/PowerShell#12303, elastic/beats#1491
 */
const idsInOneFilter = 20;

/** Which events a script looks at: those of one log and provider are asked for together, as far back as any of them counts. */
function queriesOf(codes: readonly Code[]): Code | undefined {
  const groups = new Map<string, { readonly query: EventQuery; readonly ids: Set<number>; within: number }>();
  for (const code of codes) {
    for (const part of everyCode(code)) {
      if (part.kind !== "table" || part.query === undefined) continue;
      const { query } = part;
      const key = JSON.stringify([query.log, query.provider]).toLowerCase();
      const known = groups.get(key) ?? { query, ids: new Set(), within: 0 };
      known.ids.add(query.id);
      known.within = Math.max(known.within, query.withinSeconds);
      groups.set(key, known);
    }
  }
  const tables = [...groups.values()].flatMap(({ query, ids, within }) =>
    chunks(
      [...ids].sort((one, other) => one - other),
      idsInOneFilter,
    ).map((some) =>
      table({
        Id: list(some.map(number)),
        From: text(query.provider),
        In: text(query.log),
        Within: number(within),
      }),
    ),
  );
  return tables.length === 0 ? undefined : lines(tables);
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, place) => items.slice(place * size, (place + 1) * size));
}
