import { kindNamed } from "../kinds/index.ts";
import type { Condition } from "../model/condition.ts";
import type { AssertionNode, ConditionNode } from "../syntax/tree.ts";
import { toComparison } from "./comparison.ts";
import type { Context } from "./context.ts";
import { toFact } from "./fact.ts";
import { reportForm } from "./form.ts";
import { normalize } from "./normalize.ts";

/** A condition, its facts typed and its definitions replaced; undefined after a report. */
export function toCondition(node: ConditionNode, context: Context, negated = false): Condition | undefined {
  return normalize<Condition>(
    node,
    (assertion, negated) => toAssertion(assertion, negated, context),
    negated,
  );
}

function toAssertion(node: AssertionNode, negated: boolean, context: Context): Condition | undefined {
  const [first, ...rest] = node.terms;
  const isName =
    first?.kind === "word" &&
    rest.length === 0 &&
    node.qualifiers.length === 0 &&
    node.comparison === undefined;
  if (isName) return resolveDefinition(node, first.text, negated, context);
  const named = toFact(node.terms, node.qualifiers, node.span, context);
  if (named === undefined) return undefined;
  const { fact, property } = named;
  if (node.comparison === undefined && property.type.type === "presence" && fact.event !== undefined) {
    const values = [{ type: "missing" }] as const;
    return { kind: "assertion", fact, operator: "is", values, negated: !negated, span: node.span };
  }
  const comparison = toComparison(node, property.type, fact.text, negated, context);
  return comparison && { kind: "assertion", fact, ...comparison, span: node.span };
}

function resolveDefinition(
  node: AssertionNode,
  name: string,
  negated: boolean,
  context: Context,
): Condition | undefined {
  const { definitions, report } = context;
  const block = definitions.blocks.get(name);
  if (block === undefined) {
    if (definitions.unread.has(name)) return undefined;
    const kind = kindNamed(name);
    if (kind !== undefined) return reportForm(kind, node.terms, context);
    return report("unknownName", node.span, { name, names: [...definitions.blocks.keys()] });
  }
  if (definitions.open.has(name)) return report("circularDefinition", node.span, { name });
  const key = negated ? `not ${name}` : name;
  if (!definitions.resolved.has(key)) {
    definitions.open.add(name);
    // A mistake in a definition is reported where it stands, once: by whoever resolves it first, not negated.
    const quiet: Context = { ...context, variable: undefined, report: negated ? () => undefined : report };
    const meaning = toCondition(block.condition, quiet, negated);
    definitions.resolved.set(key, meaning && { ...meaning, definition: { name, isNegated: negated } });
    definitions.open.delete(name);
  }
  return definitions.resolved.get(key);
}
