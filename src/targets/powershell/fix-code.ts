import { asciiText } from "../../encode/ascii.ts";
import { propertyOf } from "../../kinds/index.ts";
import { isWritable, type Property, type Writing } from "../../kinds/kind.ts";
import type { Fact } from "../../model/condition.ts";
import type { SetStep } from "../../model/step.ts";
import type { Literal } from "../../model/value.ts";
import type { PlannedBranch, PlannedStep } from "../plan.ts";
import {
  type Argument,
  atom,
  block,
  type Call,
  call,
  type Code,
  lines,
  list,
  named,
  number,
  table,
  text,
} from "./code.ts";
import {
  conditionCode,
  expectation,
  factKey,
  factName,
  kindCall,
  literalCode,
  pathCode,
  readCall,
} from "./condition-code.ts";
import type { Definitions } from "./definition-names.ts";

/** What a fix does, statement by statement: each says what it did, would do, or leaves to a person. */
export function fixCode(branches: readonly PlannedBranch[], definitions: Definitions): Code[] {
  const context = { definitions, shared: sharedNames(branches) };
  return chainsOf(branches).flatMap((chain) => {
    const [first] = chain;
    if (first!.branch === "always") return first!.steps.map((step) => stepCode(step, context));
    return call("Select-Branch", lines(chain.map((branch) => branchCode(branch, context))));
  });
}

/** What the steps of a fix need besides themselves. */
interface FixContext {
  readonly definitions: Definitions;
  /** The names that several of its facts have in reports. */
  readonly shared: ReadonlySet<string>;
}

/** Branches that belong together: an `always` alone, or a run of `when` with its `otherwise`. */
function chainsOf(branches: readonly PlannedBranch[]): PlannedBranch[][] {
  const chains: PlannedBranch[][] = [];
  for (const branch of branches) {
    const last = chains.at(-1);
    const goesOn = branch.branch !== "always" && last?.at(-1)?.branch === "when";
    if (goesOn) last.push(branch);
    else chains.push([branch]);
  }
  return chains;
}

function branchCode({ condition, steps }: PlannedBranch, context: FixContext): Code {
  return table({
    When: condition && block(conditionCode(condition, context.definitions)),
    Then: block(...steps.map((step) => stepCode(step, context))),
  });
}

function stepCode(step: PlannedStep, context: FixContext): Code {
  switch (step.kind) {
    case "set":
      return setCode(step, context);
    case "run":
      return call(
        "Invoke-SitePackage",
        text(step.action),
        pathCode(step.path),
        named("TimeoutSeconds", number(step.withinSeconds)),
      );
    case "wait":
      return call("Wait-Time", number(step.seconds));
    case "wait-until":
      return call(
        "Wait-Until",
        number(step.withinSeconds),
        block(conditionCode(step.condition, context.definitions)),
      );
    case "advise":
      return table({ Advice: text(asciiText(step.text.en)) });
    case "support":
      return table({ Advice: text(`Contact Microsoft support: ${asciiText(step.text.en)}`) });
    case "restart":
      return table({ Restart: atom("$true"), Advice: text("Restart the device.") });
    case "powershell":
      return call("Invoke-AuthorStep", block({ kind: "author", script: step.script }));
    default:
      return step satisfies never;
  }
}

function setCode(step: SetStep, { shared }: FixContext): Code {
  const { fact, value } = step;
  const { type, write } = writableProperty(fact);
  const isPresence = value.type === "word" && value.word === "present" && type.type === "presence";
  const expect = expectation(
    isPresence
      ? { operator: "is", values: [{ type: "missing" }], negated: true }
      : { operator: "is", values: [value], negated: false },
  );
  const { save, makes } = write.journal ?? {};
  return call(
    "Repair-Fact",
    factName(fact),
    ...identity(fact, shared),
    named("Read", block(readCall(fact))),
    ...expect,
    // A version is compared by its numbers, and written as it stands.
    ...(value.type === "version" ? [named("After", text(value.text))] : []),
    ...(save === undefined ? [] : [named("Save", block(kindCall(save, fact)))]),
    ...(makes === undefined ? [] : [named("Makes", block(kindCall(makes.list, fact)))]),
    named("Write", block(writeCall(write, step))),
  );
}

function writeCall(write: Writing, step: SetStep): Code {
  const { fact, value, withinSeconds } = step;
  const called = kindCall(write.call, fact);
  const type = fact.kind === "registry" && fact.property === "data" ? registryType(step) : undefined;
  return {
    ...called,
    args: [
      ...called.args,
      named("Value", valueCode(value)),
      ...(type === undefined ? [] : [named("Type", text(type))]),
      ...(write.needsBound ? [named("TimeoutSeconds", number(withinSeconds!))] : []),
    ],
  };
}

const registryTypeNames: Readonly<Record<string, string>> = {
  dword: "DWord",
  qword: "QWord",
  string: "String",
  "expand-string": "ExpandString",
};

function registryType({ value, valueType }: SetStep): string | undefined {
  if (value.type === "missing") return undefined;
  return registryTypeNames[valueType ?? (value.type === "integer" ? "dword" : "string")];
}

/** A value as it is written: where that differs from how it is compared. */
function valueCode(value: Literal): Code {
  switch (value.type) {
    case "integer":
      // The registry provider takes a DWORD as a signed number.
      return number(
        value.value > 0x7fffffff && value.value <= 0xffffffff ? value.value - 2 ** 32 : value.value,
      );
    case "version":
      return text(value.text);
    default:
      return literalCode(value);
  }
}

/** Everything a repair may have written, last first, as the undo script puts it back. */
export function undoCode(branches: readonly PlannedBranch[]): Code[] {
  const shared = sharedNames(branches);
  const byKey = new Map<string, SetStep[]>();
  for (const step of setSteps(branches)) {
    const key = nameOf(factKey(step.fact));
    byKey.set(key, [...(byKey.get(key) ?? []), step]);
  }
  return [...byKey.values()].reverse().map((steps) => restoreCode(steps, shared));
}

/** What puts one fact back that these steps set. */
function restoreCode(steps: readonly SetStep[], shared: ReadonlySet<string>): Code {
  const step = steps.at(-1)!;
  const { fact } = step;
  const { write } = writableProperty(fact);
  const { restore = write.call, readLeft, makes } = write.journal ?? {};
  const left = new Map(steps.map(({ value }) => [JSON.stringify(value), leftCode(value)]));
  const bound = write.needsBound ? [named("TimeoutSeconds", number(step.withinSeconds!))] : [];
  return call(
    "Undo-Fact",
    factName(fact),
    ...identity(fact, shared),
    named("After", list([...left.values()])),
    named("Read", block(readCall(fact))),
    ...(readLeft === undefined ? [] : [named("ReadLeft", block(kindCall(readLeft, fact)))]),
    named(
      "Restore",
      block(withArguments(kindCall(restore, fact), named("Value", atom("$before")), ...bound)),
    ),
    ...(makes === undefined
      ? []
      : [named("Tidy", block(withArguments(kindCall(makes.remove, fact), named("Made", atom("$made")))))]),
  );
}

function withArguments(called: Call, ...more: readonly Argument[]): Call {
  return { ...called, args: [...called.args, ...more] };
}

/** How the journal names a fact. Entries of mderules 0.1.0 stand under the name in reports, which facts may share. */
function identity(fact: Fact, shared: ReadonlySet<string>): Argument[] {
  return [named("Key", factKey(fact)), ...(shared.has(nameOf(factName(fact))) ? [named("Shared")] : [])];
}

/** The names that several facts of a rule have in reports. */
function sharedNames(branches: readonly PlannedBranch[]): ReadonlySet<string> {
  const keys = new Map<string, Set<string>>();
  for (const { fact } of setSteps(branches)) {
    const name = nameOf(factName(fact));
    keys.set(name, (keys.get(name) ?? new Set()).add(nameOf(factKey(fact))));
  }
  return new Set([...keys].filter(([, { size }]) => size > 1).map(([name]) => name));
}

/** A name as something to compare: Windows takes no notice of case. */
function nameOf(code: Code): string {
  return JSON.stringify(code).toLowerCase();
}

function setSteps(branches: readonly PlannedBranch[]): SetStep[] {
  return branches.flatMap(({ steps }) => steps).filter((step) => step.kind === "set");
}

/** What reading a fact gives once it was set to a value. */
function leftCode(value: Literal): Code {
  return value.type === "integer" ? number(value.value) : valueCode(value);
}

function writableProperty(fact: Fact): Property & { readonly write: Writing } {
  const property = propertyOf(fact);
  if (!isWritable(property)) throw new Error(`${fact.text} is read-only`);
  return property;
}
