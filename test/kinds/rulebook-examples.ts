import { assertionsOf, type Condition, type Fact } from "../../src/model/condition.ts";
import { describeSlot } from "../../src/validate/fact.ts";
import type { Span } from "../../src/text/source.ts";
import { textOf } from "../../src/text/source.ts";
import { shippedProgram } from "../shipped-program.ts";

/** Every comparison of the rulebook with the fact that it looks at. */
const written = shippedProgram().rules.flatMap((rule) => {
  const conditions: Condition[] = [
    ...(rule.applies === undefined ? [] : [rule.applies]),
    ...rule.symptoms,
    ...rule.checks,
    ...rule.fixes.flatMap(({ condition }) => condition ?? []),
  ];
  return conditions
    .flatMap(assertionsOf)
    .map(({ fact, span }): { fact: Fact; span: Span } => ({ fact, span }));
});

/** How a rule of the rulebook asks for a property: the shortest of all ways, or nothing where none does. */
export function exampleOf(kind: string, property: string): string | undefined {
  return written
    .filter(({ fact }) => fact.kind === kind && fact.property === property)
    .map(({ fact, span }) => withValues(textOf(span).replace(/\s+/g, " "), fact))
    .sort((one, other) => one.length - other.length || (one < other ? -1 : 1))[0];
}

/** A text of the rulebook with what its names for values stand for: whoever reads an example does not have them. */
function withValues(text: string, { names, slots, event }: Fact): string {
  return Object.entries(names ?? {}).reduce((written, [slot, name]) => {
    const value = event?.[slot as "provider" | "log"] ?? describeSlot(slots[slot]!);
    return written.replace(`$${name}`, /^[A-Za-z_][\w./-]*$/.test(value) ? value : `"${value}"`);
  }, text);
}
