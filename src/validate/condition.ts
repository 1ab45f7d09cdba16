import { kindNamed } from "../kinds/index.ts";
import { type Condition, extentOf, largestExtent } from "../model/condition.ts";
import type { AssertionNode, ConditionNode, DefineBlock } from "../syntax/tree.ts";
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

/** How many definitions may use each other in a chain. */
const longestChain = 100;

/** The meaning of a definition, unless it is larger than anything can be made of. */
function bounded(
  meaning: Condition,
  { name }: DefineBlock,
  report: Context["report"],
): Condition | undefined {
  const { comparisons: count, depth } = extentOf(meaning);
  const { comparisons: limit, depth: deepest } = largestExtent;
  if (count > limit) return report("definitionTooLarge", name.span, { name: name.text, count, limit });
  if (depth > deepest)
    return report("definitionTooDeep", name.span, { name: name.text, limit: longestChain });
  return meaning;
}

/** Whether a word was meant as another value of the comparison before it: `is running or stopped`. */
function isFurtherValue({ span }: AssertionNode): boolean {
  const before = span.source.text.slice(span.source.text.lastIndexOf("\n", span.start - 1) + 1, span.start);
  return /\bis(?: not)? [\w.-]+(?: or [\w.-]+)* (?:or|and) $/.test(before);
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
    return report("unknownName", node.span, {
      name,
      names: [...definitions.blocks.keys()],
      remedy: isFurtherValue(node) ? "for several values write `is one of (ONE, TWO)`" : undefined,
    });
  }
  if (definitions.open.has(name)) return report("circularDefinition", node.span, { name });
  if (definitions.open.size >= longestChain)
    return report("definitionTooDeep", node.span, { name, limit: longestChain });
  const key = negated ? `not ${name}` : name;
  if (!definitions.resolved.has(key)) {
    definitions.open.add(name);
    // A mistake in a definition is reported where it stands, once: by whoever resolves it first, not negated.
    const quiet: Context = { ...context, variable: undefined, report: negated ? () => undefined : report };
    const meaning = toCondition(block.condition, quiet, negated);
    definitions.resolved.set(key, meaning && bounded({ ...meaning, definition: name }, block, quiet.report));
    definitions.open.delete(name);
  }
  return definitions.resolved.get(key);
}
