import { isWritable } from "../kinds/kind.ts";
import { registryTypes } from "../simulate/device.ts";
import type { Fact } from "../model/condition.ts";
import { type FixBranch, siteActions, type Step } from "../model/step.ts";
import type {
  Qualifier,
  SetStep,
  StepNode,
  FixStatement,
  Value,
  WaitUntilStep as WaitUntilNode,
} from "../syntax/tree.ts";
import type { WaitUntilStep } from "../model/step.ts";
import { toCondition } from "./condition.ts";
import type { Context } from "./context.ts";
import { toFact } from "./fact.ts";
import { describeValue, toLiteral } from "./literal.ts";
import { type Phrased, pairPhrases } from "./phrase.ts";

/** A package of the site may take this long where the rule does not say. */
const packageSeconds = 600;

/** The branches of a rule's fixes in the order in which they are tried. */
export function toFixes(statements: readonly FixStatement[], context: Context): FixBranch[] {
  const branches: FixBranch[] = [];
  for (const [index, statement] of statements.entries()) {
    if (statement.branch === "otherwise" && statements[index - 1]?.branch !== "when") {
      context.report("otherwiseWithoutWhen", statement.span, {});
    }
    const condition = statement.condition && toCondition(statement.condition, context);
    const steps = toSteps(statement.steps, context);
    // Without its condition a branch would mean something else; the error has been reported.
    if (statement.condition !== undefined && condition === undefined) continue;
    branches.push({ branch: statement.branch, condition, steps, span: statement.span });
  }
  return branches;
}

function toSteps(nodes: readonly StepNode[], context: Context): Step[] {
  return pairPhrases(nodes, context).flatMap((node) => {
    const step = toStep(node, context);
    return step === undefined ? [] : [step];
  });
}

function toStep(node: Phrased<StepNode>, context: Context): Step | undefined {
  switch (node.kind) {
    case "set":
      return toSetStep(node, context);
    case "run": {
      const action = siteActions.find((known) => known === node.action.text);
      if (action === undefined) {
        const { text: word, span } = node.action;
        return context.report("wordExpected", span, {
          place: "a package of the site",
          word,
          words: siteActions,
        });
      }
      const { within } = splitQualifiers(node.qualifiers, ["within"], "run", context);
      return { kind: "run", action, withinSeconds: within ?? packageSeconds, span: node.span };
    }
    case "wait":
      return { kind: "wait", seconds: node.duration.seconds, span: node.span };
    case "wait-until":
      return toWaitUntil(node, context);
    case "advise":
    case "support":
      return { kind: node.kind, text: node.phrase, span: node.span };
    case "restart":
      return { kind: "restart", span: node.span };
    case "powershell": {
      const character = /[^\t\n\r -~]/u.exec(node.script.text)?.[0];
      if (character !== undefined) return context.report("nonAsciiScript", node.script.span, { character });
      return { kind: "powershell", script: node.script.text, span: node.span };
    }
    default:
      return node satisfies never;
  }
}

/** `wait until CONDITION within DURATION`. */
export function toWaitUntil(node: WaitUntilNode, context: Context): WaitUntilStep | undefined {
  const condition = toCondition(node.condition, context);
  if (node.within === undefined) return context.report("unboundedWait", node.span, {});
  const withinSeconds = toSeconds(node.within, context);
  if (condition === undefined || withinSeconds === undefined) return undefined;
  return { kind: "wait-until", condition, withinSeconds, span: node.span };
}

function toSetStep(node: SetStep, context: Context): Step | undefined {
  const { report } = context;
  const named = toFact(node.terms, [], node.span, context);
  const { within, as } = splitQualifiers(node.qualifiers, ["within", "as"], "set", context);
  if (named === undefined) return undefined;
  const { fact, property } = named;
  const subject = fact.text;
  if (!isWritable(property)) {
    const { reason } = property.write as { reason: string };
    return report("readOnly", node.span, { subject, reason });
  }
  const { write } = property;
  const protection = write.protected && protectedThing(fact, write.protected, context);
  if (protection === "any") {
    return report("uncheckedVariable", node.span, { name: context.variable!.name });
  }
  if (protection !== undefined) return report("protectedStart", node.span, { service: protection });

  const { type } = property;
  const settable = type.type === "word" && write.values ? { ...type, words: write.values } : type;
  const literal = toLiteral(node.value, settable, subject, context);
  if (literal === undefined) return undefined;
  if (literal.type === "missing" && fact.kind !== "registry") {
    return report("readOnly", node.value.span, { subject, reason: "no step removes it" });
  }
  if (literal.type === "present" && type.type !== "presence") {
    const found = "`present`";
    return report("wrongType", node.value.span, { subject, expected: "the value to set", found });
  }
  if (write.needsBound && within === undefined) return report("setWithoutBound", node.span, { subject });
  const value = literal.type === "present" ? ({ type: "word", word: "present" } as const) : literal;
  return { kind: "set", fact, value, valueType: as, withinSeconds: within, span: node.span };
}

/** The protected thing that a step would write, or "any" where only the event knows what it is. */
function protectedThing(
  fact: Fact,
  { slot, names }: { readonly slot: string; readonly names: readonly string[] },
  context: Context,
): string | undefined {
  const subject = fact.slots[slot];
  if (subject?.type === "text") return names.includes(subject.text.toLowerCase()) ? subject.text : undefined;
  if (context.variable?.among === undefined) return "any";
  return context.variable.among.find((name) => names.includes(name.toLowerCase()));
}

/** The bound in seconds and the registry type; anything else does not belong to the statement. */
function splitQualifiers(
  qualifiers: readonly Qualifier[],
  allowed: readonly ("within" | "as")[],
  statement: string,
  context: Context,
): { within: number | undefined; as: string | undefined } {
  let within: number | undefined;
  let as: string | undefined;
  for (const qualifier of qualifiers) {
    const name = qualifier.kind === "where" ? "where" : qualifier.name.text;
    if (qualifier.kind === "where" || !(allowed as readonly string[]).includes(name)) {
      context.report("unknownQualifier", qualifier.span, {
        qualifier: name,
        kind: statement,
        qualifiers: allowed,
      });
    } else if (name === "within") {
      within = toSeconds(qualifier.value, context);
    } else {
      as = toRegistryType(qualifier, context);
    }
  }
  return { within, as };
}

/** The bound after `within`. */
function toSeconds(value: Value, context: Context): number | undefined {
  if (value.kind === "duration") return value.seconds;
  const expected = "a duration such as 60 seconds";
  return context.report("wrongType", value.span, {
    subject: "`within`",
    expected,
    found: describeValue(value),
  });
}

/** The word after `as`, a registry type that a rule can write. */
export function toRegistryType(
  qualifier: Qualifier & { kind: "qualifier" },
  context: Context,
): string | undefined {
  const { value } = qualifier;
  const word = value.kind === "word" ? value.text : describeValue(value);
  const writable = registryTypes.filter((type) => type !== "multi-string" && type !== "binary");
  const type = writable.find((known) => known === word);
  if (type === undefined) {
    return context.report("wordExpected", value.span, { place: "a registry type", word, words: writable });
  }
  return type;
}
