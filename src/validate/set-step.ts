import { kindNamed } from "../kinds/index.ts";
import { isWritable, type Writing } from "../kinds/kind.ts";
import type { Fact } from "../model/condition.ts";
import type { Step } from "../model/step.ts";
import type { Literal } from "../model/value.ts";
import type { SetStep } from "../syntax/tree.ts";
import { textOf } from "../text/source.ts";
import type { Context } from "./context.ts";
import { toFact } from "./fact.ts";
import { fitsForm } from "./form.ts";
import { describeValue, toLiteral } from "./literal.ts";
import { splitQualifiers } from "./step-qualifiers.ts";

/** `set THING to VALUE [within DURATION] [as TYPE]`. */
export function toSetStep(node: SetStep, context: Context): Step | undefined {
  const { report } = context;
  const last = node.terms.at(-1)!;
  const terms = { ...node.terms[0]!.span, end: last.span.end };
  const reason = reasonAgainst(node);
  if (reason !== undefined) return report("readOnly", terms, { subject: textOf(terms), reason });
  const named = toFact(node.terms, [], node.span, context);
  if (named === undefined) return undefined;
  const { fact, property } = named;
  if (!isWritable(property)) throw new Error(`${fact.text} is read-only`);
  const { write, type } = property;
  const isData = fact.kind === "registry" && property.name === "data";
  const allowed = [write.needsBound ? ["within" as const] : [], isData ? ["as" as const] : []].flat();
  const { within, as } = splitQualifiers(node.qualifiers, allowed, "set", context);
  const protection = write.protected && protectedThing(fact, write.protected, context);
  if (protection === "any") return report("uncheckedVariable", terms, { name: context.variable!.name });
  if (protection !== undefined) return report("protectedStart", terms, { service: protection });

  const subject = fact.text;
  const settable = type.type === "word" && write.values ? { ...type, words: write.values } : type;
  const literal = toLiteral(node.value, settable, subject, context, []);
  if (literal === undefined) return undefined;
  if (literal.type === "missing" && fact.kind !== "registry") {
    return report("readOnly", node.value.span, { subject, reason: "no step removes it" });
  }
  if (literal.type === "present") {
    if (type.type !== "presence") {
      const found = "`present`";
      return report("wrongType", node.value.span, { subject, expected: "the value to set", found });
    }
    const value = { type: "word", word: "present" } as const;
    return { kind: "set", fact, value, valueType: undefined, withinSeconds: undefined, span: node.span };
  }
  if (isData && !fitsRegistryType(literal, as, node, context)) return undefined;
  const hasBound = node.qualifiers.some(
    (qualifier) => qualifier.kind === "qualifier" && qualifier.name.text === "within",
  );
  if (write.needsBound && !hasBound) return report("setWithoutBound", node.span, { subject });
  return { kind: "set", fact, value: literal, valueType: as, withinSeconds: within, span: node.span };
}

/** Why a property cannot be set at all: that is said before anything else is asked of the step. */
function reasonAgainst({ terms }: SetStep): string | undefined {
  const [first, ...rest] = terms;
  const kind = first!.kind === "word" ? kindNamed(first!.text) : undefined;
  const property = kind?.properties.find((candidate) => fitsForm(candidate, rest));
  return property !== undefined && "reason" in property.write ? property.write.reason : undefined;
}

/** The protected thing that a step would write, or "any" where only the event knows what it is. */
function protectedThing(
  fact: Fact,
  { slot, thing }: NonNullable<Writing["protected"]>,
  context: Context,
): string | undefined {
  const subject = fact.slots[slot];
  if (subject?.type === "text") return thing(subject.text);
  if (context.variable?.among === undefined) return "any";
  return context.variable.among.map(thing).find((name) => name !== undefined);
}

const largest: Readonly<Record<string, number>> = { dword: 0xffff_ffff, qword: Number.MAX_SAFE_INTEGER };

/** Whether the data is such as its type in the registry takes; without a type, a number is a DWORD. */
function fitsRegistryType(
  literal: Literal,
  as: string | undefined,
  node: SetStep,
  { report }: Context,
): boolean {
  if (literal.type === "missing" || literal.type === "variable") return true;
  const type = as ?? (literal.type === "integer" ? "dword" : "string");
  const maximum = largest[type];
  const isNumber = literal.type === "integer";
  if (isNumber !== (maximum !== undefined)) {
    const expected = isNumber ? "text in quotes" : "a number";
    report("wrongType", node.value.span, {
      subject: `as ${type}`,
      expected,
      found: describeValue(node.value),
    });
    return false;
  }
  if (!isNumber || (literal.value >= 0 && literal.value <= maximum!)) return true;
  const bounds = `lies between 0 and ${maximum!}${type === "dword" ? "; for a larger number write `as qword`" : ""}`;
  report("outOfRange", node.value.span, { subject: `as ${type}`, bounds });
  return false;
}
