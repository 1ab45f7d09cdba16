import type { ConditionNode, Qualifier, Value } from "./tree.ts";

/** The bound of `wait until` is written last and thus parsed as a qualifier of the last comparison: take it out. */
export function splitBound(
  condition: ConditionNode,
  end: number,
): { condition: ConditionNode; within: Value | undefined } {
  switch (condition.kind) {
    case "assertion": {
      const { qualifiers, within } = splitQualifiers(condition.qualifiers, end);
      return { condition: { ...condition, qualifiers }, within };
    }
    case "not": {
      const { condition: term, within } = splitBound(condition.term, end);
      return { condition: { ...condition, term }, within };
    }
    case "and":
    case "or": {
      const last = splitBound(condition.terms.at(-1)!, end);
      const terms = [...condition.terms.slice(0, -1), last.condition];
      return { condition: { ...condition, terms }, within: last.within };
    }
    default:
      condition satisfies never;
  }
  return { condition, within: undefined };
}

function splitQualifiers(
  qualifiers: readonly Qualifier[],
  end: number,
): { qualifiers: readonly Qualifier[]; within: Value | undefined } {
  const last = qualifiers.at(-1);
  const others = qualifiers.slice(0, -1);
  if (last?.kind === "since") {
    const inner = splitQualifiers(last.qualifiers, end);
    return { qualifiers: [...others, { ...last, qualifiers: inner.qualifiers }], within: inner.within };
  }
  // One that is followed by a parenthesis belongs to what is in the parentheses.
  if (last?.kind !== "qualifier" || last.name.text !== "within" || last.span.end !== end)
    return { qualifiers, within: undefined };
  return { qualifiers: others, within: last.value };
}
