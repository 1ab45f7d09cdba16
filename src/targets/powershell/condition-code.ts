import { asciiText } from "../../encode/ascii.ts";
import { powershellString } from "../../encode/powershell.ts";
import { propertyOf } from "../../kinds/index.ts";
import type { PowerShellCall } from "../../kinds/kind.ts";
import { keyParts, nameParts } from "../../kinds/name-parts.ts";
import type {
  Assertion,
  ComparisonOperator,
  Condition,
  EventCondition,
  EventQuery,
  Fact,
  Slot,
} from "../../model/condition.ts";
import { describeLiteral, type Literal } from "../../model/value.ts";
import {
  type Argument,
  atom,
  block,
  type Call,
  call,
  type Code,
  group,
  groupedList,
  lines,
  list,
  named,
  number,
  table,
  text,
} from "./code.ts";
import type { Definitions } from "./definition-names.ts";

/** A condition as a call that gives its truth and what that rests on. */
export function conditionCode(condition: Condition, definitions: Definitions): Code {
  const { definition } = condition;
  if (definition === undefined) return meaningCode(condition, definitions);
  const known = definitions.get(definition.name);
  if (known === undefined) throw new Error(`no function for the definition ${definition.name}`);
  const called: Call = { ...call(known.name), definition: known };
  return definition.isNegated ? call("Test-Not", group(called)) : called;
}

/** The same of what a definition stands for. */
export function meaningCode(condition: Condition, definitions: Definitions): Code {
  if (condition.kind === "assertion") return assertionCode(condition);
  return joinedCode(condition.kind, condition.terms, definitions);
}

function joinedCode(kind: "all" | "any", terms: readonly Condition[], definitions: Definitions): Code {
  return call(
    kind === "all" ? "Test-All" : "Test-Any",
    lines(terms.map((term) => conditionCode(term, definitions))),
  );
}

function assertionCode(assertion: Assertion): Code {
  const { fact } = assertion;
  const expect = expectation(assertion);
  if (fact.event !== undefined) {
    const query = queryCode(fact.event);
    if (fact.property === "count") return call("Test-EventCount", query, ...expect);
    const isMissing = assertion.values[0]!.type === "missing" && !assertion.negated;
    return call("Test-Event", query, ...(isMissing ? expect : []));
  }
  // ConstrainedLanguage does not tell whether a variable in the data is as it was written.
  const isWritten = propertyOf(fact).holdsVariables === true && assertion.values.some(holdsVariable);
  const read = readCall(fact);
  const reading = isWritten ? { ...read, args: [...read.args, named("AsWritten")] } : read;
  return call("Test-Fact", factName(fact), block(reading), ...expect);
}

function holdsVariable(value: Literal): boolean {
  return value.type === "text" && /%[^%]+%/.test(value.text);
}

/** A fact that is read only to be shown. */
export function reportCode(fact: Fact): Code {
  if (fact.event === undefined) return call("Test-Fact", factName(fact), block(readCall(fact)));
  const query = queryCode(fact.event);
  if (fact.property === "count") return call("Test-EventCount", query);
  return call("Test-Event", query, named("Expect", text("")));
}

/** What a value has to be, as the arguments of a test. */
export function expectation({
  operator,
  values,
  negated,
}: Pick<Assertion, "operator" | "values" | "negated">): Argument[] {
  if (operator === "is" && values[0]!.type === "missing")
    return [named("Expect", text(negated ? "present" : "missing"))];
  const words = operatorWords[operator];
  const expected = [text(negated ? words.not : words.is), ...values.map(literalCode)];
  const shown = asciiText(values.map(describeLiteral).join(", "));
  const isPlain = values.map(shownByScript).join(", ") === shown;
  return [named("Expect", list(expected)), ...(isPlain ? [] : [named("Shown", text(shown))])];
}

const operatorWords: Readonly<Record<ComparisonOperator, { readonly is: string; readonly not: string }>> = {
  is: { is: "is", not: "not" },
  "is-one-of": { is: "one of", not: "none of" },
  less: { is: "<", not: "not <" },
  "less-or-equal": { is: "<=", not: "not <=" },
  greater: { is: ">", not: "not >" },
  "greater-or-equal": { is: ">=", not: "not >=" },
  contains: { is: "text with", not: "text without" },
};

/** A value as the library's Get-Expectation shows it. */
function shownByScript(value: Literal): string | undefined {
  switch (value.type) {
    case "word":
      return value.word;
    case "integer":
      return String(value.value);
    case "text":
      return value.text;
    case "version":
      return fourPart(value.text);
    case "missing":
      return "missing";
    case "variable":
      return undefined;
    default:
      return value satisfies never;
  }
}

/** A value as it is compared. */
export function literalCode(value: Literal): Code {
  switch (value.type) {
    case "word":
      return text(value.word);
    case "integer":
      return number(value.value);
    case "version":
      return atom(`([version]${powershellString(fourPart(value.text))})`);
    case "text":
      return text(value.text);
    case "missing":
      return atom("$null");
    case "variable":
      return atom("$Each");
    default:
      return value satisfies never;
  }
}

/** .NET takes 4.18 for older than 4.18.0.0; a rule means the same by both. */
function fourPart(version: string): string {
  return [...version.split("."), "0", "0"].slice(0, 4).join(".");
}

/** The name of a fact: reports show what a variable stands for. What is printed is made ASCII in the end. */
export function factName(fact: Fact): Code {
  return partsCode(nameParts(fact));
}

/** The name under which the journal keeps a fact. No two facts have the same. */
export function factKey(fact: Fact): Code {
  return partsCode(keyParts(fact));
}

/** Parts between which the thing stands that an event named: PowerShell puts a space between the items of a list. */
function partsCode(parts: readonly string[]): Code {
  if (parts.length === 1) return text(parts[0]!);
  const items = parts.flatMap((part, place) => {
    const plain = part.slice(place === 0 ? 0 : 1, place === parts.length - 1 ? part.length : -1);
    return [...(place === 0 ? [] : [atom("$Each")]), ...(plain === "" ? [] : [text(plain)])];
  });
  return groupedList(items);
}

/** The call that reads a fact: its value, nothing where the thing is missing, an error where it cannot tell. */
export function readCall(fact: Fact): Call {
  return kindCall(propertyOf(fact).read, fact);
}

/** A call of a function of a kind, the fact's slots as arguments: one or two in their order, more by name. */
export function kindCall({ name, parameters }: PowerShellCall, fact: Fact): Call {
  const signatures = propertyOf(fact).slots;
  const args = Object.entries(parameters).map(([parameter, slot]) => ({
    parameter,
    value: slotCode(fact.slots[slot]!, signatures[slot]?.isPath === true),
  }));
  return call(name, ...args.map((arg) => (args.length > 2 ? arg : { value: arg.value })));
}

function slotCode(slot: Slot, isPath: boolean): Code {
  switch (slot.type) {
    case "text":
      return isPath ? pathCode(slot.text) : text(slot.text);
    case "integer":
      return number(slot.value);
    case "variable":
      return atom("$Each");
    default:
      return slot satisfies never;
  }
}

/** A path; a variable at its beginning is looked up on the device. */
export function pathCode(path: string): Code {
  const [, variable, rest] = /^%(\w+)%(\\.*)$/s.exec(path) ?? [];
  return variable === undefined ? text(path) : atom(`($env:${variable} + ${powershellString(rest!)})`);
}

/** A query of events as data. */
export function queryCode(query: EventQuery): Code {
  return table(
    {
      Id: number(query.id),
      From: text(query.provider),
      In: text(query.log),
      Within: number(query.withinSeconds),
      Level: query.level === undefined ? undefined : text(query.level),
      Where: query.where === undefined ? undefined : block(dataCode(query.where)),
      Since: query.since && queryCode(query.since),
    },
    query,
  );
}

function dataCode(condition: EventCondition): Code {
  if (condition.kind === "data")
    return call("Test-EventData", atom("$_"), keyCode(condition.key), expectation(condition)[0]!);
  return {
    kind: "logic",
    operator: condition.kind === "all" ? "-and" : "-or",
    terms: condition.terms.map((term) => group(dataCode(term))),
  };
}

/** The key of an event's datum: a position or a name. */
export function keyCode(key: number | string): Code {
  return typeof key === "number" ? number(key) : text(key);
}
