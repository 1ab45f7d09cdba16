import { powershellNumber, powershellString } from "../../encode/powershell.ts";
import { asciiText } from "../../encode/ascii.ts";
import { propertyOf } from "../../kinds/index.ts";
import type { PowerShellCall, SlotSignature } from "../../kinds/kind.ts";
import { keyParts, nameParts } from "../../kinds/name-parts.ts";
import type { Assertion, Condition, EventCondition, EventQuery, Fact, Slot } from "../../model/condition.ts";
import { describeExpectation } from "../../model/describe.ts";
import type { Literal } from "../../model/value.ts";
import { comparisonExpression } from "./comparison.ts";

/** What the expressions of one script share: the functions they call, and which events are history. */
export interface ScriptContext {
  readonly called: Set<string>;
  /** Calls that give the times before which events no longer count, for example `(Get-LastFix)`. */
  readonly notBefore: readonly string[];
}

/** Columns that a line of a script may take where there is a choice. */
export const lineLimit = 120;

/** A condition as a PowerShell expression with a Truth and a Text, over several lines where it is long. */
export function conditionExpression(condition: Condition, indent: string, context: ScriptContext): string {
  if (condition.kind === "assertion") return assertionExpression(condition, indent, context);
  return joinExpressions(condition.kind, condition.terms, indent, context);
}

/** Several conditions that must all hold. */
export function allExpression(
  conditions: readonly Condition[],
  indent: string,
  context: ScriptContext,
): string {
  return conditions.length === 1
    ? conditionExpression(conditions[0]!, indent, context)
    : joinExpressions("all", conditions, indent, context);
}

function joinExpressions(
  kind: "all" | "any",
  terms: readonly Condition[],
  indent: string,
  context: ScriptContext,
): string {
  const function_ = kind === "all" ? "Test-All" : "Test-Any";
  context.called.add(function_);
  const inner = `${indent}    `;
  const lines = terms.map((term) => `${inner}(${conditionExpression(term, inner, context)})`);
  return `${function_} -Tests @(\n${lines.join("\n")}\n${indent})`;
}

function assertionExpression(assertion: Assertion, indent: string, context: ScriptContext): string {
  const { fact } = assertion;
  const { type, holdsVariables } = propertyOf(fact);
  const name = factName(fact);
  const read = readExpression(fact, `${indent}    `, context);
  const comparison = comparisonExpression(assertion, type, "$found");
  const holds =
    holdsVariables && assertion.values.some(isWithVariable) ? `${asWritten}; ${comparison}` : comparison;
  const expected = powershellString(asciiText(describeExpectation(assertion)));
  context.called.add("Test-Fact");
  const oneLine = `Test-Fact -Name ${name} -Expected ${expected} -Read { ${read} } -Holds { ${holds} }`;
  if (!read.includes("\n") && indent.length + oneLine.length <= lineLimit) return oneLine;
  return `Test-Fact -Name ${name} -Expected ${expected} -Read {\n${indent}    ${read}\n${indent}} -Holds { ${holds} }`;
}

const asWritten =
  "if ($null -ne $found -and $ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') { throw 'needs FullLanguage' }";

function isWithVariable(value: Literal): boolean {
  return value.type === "text" && /%[^%]+%/.test(value.text);
}

/**
 * The name of a fact, as an expression: reports show what a variable stands for. What is printed is made ASCII in the
 * end.
 */
export function factName(fact: Fact): string {
  return partsExpression(nameParts(fact));
}

/** The name under which the journal keeps a fact, as an expression. No two facts have the same. */
export function factKey(fact: Fact): string {
  return partsExpression(keyParts(fact));
}

function partsExpression(parts: readonly string[]): string {
  if (parts.length === 1) return powershellString(parts[0]!);
  const terms = parts.flatMap((part, index) => [
    ...(index === 0 ? [] : ["$Each"]),
    ...(part === "" ? [] : [powershellString(part)]),
  ]);
  return `(${terms.join(" + ")})`;
}

/** The expression that reads a fact: its value, nothing where the thing is missing, an error where it cannot tell. */
export function readExpression(fact: Fact, indent: string, context: ScriptContext): string {
  if (fact.event !== undefined) {
    const { filter, events } = eventsExpression(fact.event, indent, context);
    const value = fact.property === "count" ? `@(${events}).Count` : `if (${events}) { 'present' }`;
    return `${filter}\n${indent}${value}`;
  }
  return callExpression(propertyOf(fact).read, fact, context);
}

/** A call of a function of a kind, the fact's slots as arguments. */
export function callExpression(call: PowerShellCall, fact: Fact, context: ScriptContext): string {
  context.called.add(call.name);
  const signatures = propertyOf(fact).slots;
  const args = Object.entries(call.parameters).map(
    ([parameter, slot]) => ` -${parameter} ${slotExpression(fact.slots[slot]!, signatures[slot])}`,
  );
  return call.name + args.join("");
}

function slotExpression(slot: Slot, signature: SlotSignature | undefined): string {
  switch (slot.type) {
    case "text":
      return signature?.isPath === true ? pathExpression(slot.text) : powershellString(slot.text);
    case "integer":
      return powershellNumber(slot.value);
    case "variable":
      return "$Each";
    default:
      return slot satisfies never;
  }
}

/** A path; a variable at its beginning is looked up on the device. */
export function pathExpression(text: string): string {
  const [, variable, rest] = /^%(\w+)%(\\.*)$/s.exec(text) ?? [];
  if (variable === undefined) return powershellString(text);
  return `($env:${variable} + ${powershellString(rest!)})`;
}

/** The events of a query: the filter as a statement, and the expression that finds them. */
export function eventsExpression(
  query: EventQuery,
  indent: string,
  context: ScriptContext,
): { filter: string; events: string } {
  context.called.add("Get-LoggedEvent");
  const notBefore = context.notBefore.length === 0 ? "" : ` -NotBefore ${context.notBefore.join(", ")}`;
  const { since } = query;
  const last = since && `$last = @(${searchExpression(since, filterTable(since), "", indent, context)})[0]`;
  const after = since === undefined ? "" : " -After $last";
  return {
    filter: [`$filter = ${filterTable(query)}`, ...(last === undefined ? [] : [last])].join(`\n${indent}`),
    events: searchExpression(query, "$filter", `${notBefore}${after}`, indent, context),
  };
}

function searchExpression(
  { withinSeconds, where }: EventQuery,
  filter: string,
  limits: string,
  indent: string,
  context: ScriptContext,
): string {
  const block = where === undefined ? "" : ` -Where ${whereBlock(where, indent, context)}`;
  return `Get-LoggedEvent -Filter ${filter} -WithinSeconds ${powershellNumber(withinSeconds)}${limits}${block}`;
}

function filterTable({ log, provider, id, level }: EventQuery): string {
  const entries = [
    `LogName = ${powershellString(log)}`,
    `ProviderName = ${powershellString(provider)}`,
    `Id = ${powershellNumber(id)}`,
    ...(level === undefined ? [] : [`Level = ${levelNumbers[level]}`]),
  ];
  return `@{ ${entries.join("; ")} }`;
}

const levelNumbers = { critical: 1, error: 2, warning: 3, information: 4 } as const;

function whereBlock(condition: EventCondition, indent: string, context: ScriptContext): string {
  context.called.add("Get-EventData");
  const variables = new Map<number | string, string>();
  const expression = dataExpression(condition, variables);
  const inner = `${indent}    `;
  const lines = [...variables].map(
    ([key, variable]) => `${inner}${variable} = Get-EventData -Entry $entry -Key ${keyExpression(key)}`,
  );
  return `{\n${inner}param($entry)\n${lines.join("\n")}\n${inner}${expression}\n${indent}}`;
}

/** The key of an event's datum: a position or a name. */
export function keyExpression(key: number | string): string {
  return typeof key === "number" ? powershellNumber(key) : powershellString(key);
}

function dataExpression(condition: EventCondition, variables: Map<number | string, string>): string {
  if (condition.kind === "data") {
    const known = variables.get(condition.key);
    const variable =
      known ?? (typeof condition.key === "number" ? `$data${condition.key}` : `$named${variables.size + 1}`);
    variables.set(condition.key, variable);
    return comparisonExpression(condition, { type: "data" }, variable);
  }
  const operator = condition.kind === "all" ? " -and " : " -or ";
  return condition.terms.map((term) => `(${dataExpression(term, variables)})`).join(operator);
}
