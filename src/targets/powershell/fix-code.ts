import { asciiText } from "../../encode/ascii.ts";
import { propertyOf } from "../../kinds/index.ts";
import { isWritable, type PowerShellCall, type Property, type Writing } from "../../kinds/kind.ts";
import type { Fact } from "../../model/condition.ts";
import type { SetStep } from "../../model/step.ts";
import type { Literal } from "../../model/value.ts";
import type { PlannedBranch, PlannedStep } from "../plan.ts";
import { atom, block, call, type Code, lines, named, number, table, text } from "./code.ts";
import { conditionCode, expectation, factName, kindCall, readCall } from "./condition-code.ts";
import type { Definitions } from "./definition-names.ts";

/** What a fix does, statement by statement: each says what it did, would do, or leaves to a person. */
export function fixCode(branches: readonly PlannedBranch[], definitions: Definitions): Code[] {
  return chainsOf(branches).flatMap((chain) => {
    const [first] = chain;
    if (first!.branch === "always") return first!.steps.map((step) => stepCode(step, definitions));
    return call("Select-Branch", lines(chain.map((branch) => branchCode(branch, definitions))));
  });
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

function branchCode({ condition, steps }: PlannedBranch, definitions: Definitions): Code {
  return table({
    When: condition && block(conditionCode(condition, definitions)),
    Then: block(...steps.map((step) => stepCode(step, definitions))),
  });
}

function stepCode(step: PlannedStep, definitions: Definitions): Code {
  switch (step.kind) {
    case "set":
      return setCode(step);
    case "run":
      return call(
        "Invoke-SitePackage",
        text(step.action),
        text(step.path),
        named("TimeoutSeconds", number(step.withinSeconds)),
      );
    case "wait":
      return call("Wait-Time", number(step.seconds));
    case "wait-until":
      return call(
        "Wait-Until",
        number(step.withinSeconds),
        block(conditionCode(step.condition, definitions)),
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

function setCode(step: SetStep): Code {
  const { fact, value } = step;
  const { type, write } = writableProperty(fact);
  const isPresence = value.type === "word" && value.word === "present" && type.type === "presence";
  const expect = expectation(
    isPresence
      ? { operator: "is", values: [{ type: "missing" }], negated: true }
      : { operator: "is", values: [value], negated: false },
  );
  return call(
    "Repair-Fact",
    factName(fact),
    block(readCall(fact)),
    ...expect,
    ...(write.journal === undefined ? [] : [named("Save", block(kindCall(write.journal.save, fact)))]),
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

function valueCode(value: Literal): Code {
  switch (value.type) {
    case "word":
      return text(value.word);
    case "integer":
      // The registry provider takes a DWORD as a signed number.
      return number(
        value.value > 0x7fffffff && value.value <= 0xffffffff ? value.value - 2 ** 32 : value.value,
      );
    case "version":
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

/** Everything a repair may have written, last first, as the undo script puts it back. */
export function undoCode(branches: readonly PlannedBranch[]): Code[] {
  const steps = branches.flatMap(({ steps }) => steps).filter((step) => step.kind === "set");
  const once = new Map(steps.map((step) => [JSON.stringify(factName(step.fact)).toLowerCase(), step]));
  return [...once.values()].reverse().map((step) => {
    const { write } = writableProperty(step.fact);
    const restore: PowerShellCall = write.journal?.restore ?? write.call;
    const called = kindCall(restore, step.fact);
    const bound = write.needsBound ? [named("TimeoutSeconds", number(step.withinSeconds!))] : [];
    const args = [...called.args, named("Value", atom("$before")), ...bound];
    return call("Undo-Fact", factName(step.fact), block({ ...called, args }));
  });
}

function writableProperty(fact: Fact): Property & { readonly write: Writing } {
  const property = propertyOf(fact);
  if (!isWritable(property)) throw new Error(`${fact.text} is read-only`);
  return property;
}
