import type { AssertionNode, ConditionNode } from "../syntax/tree.ts";

type Junction<Leaf> = Leaf | { readonly kind: "all" | "any"; readonly terms: readonly Junction<Leaf>[] };

/**
 * Negation normal form: `not` moves to the assertions, turning `and` into `or` on its way. `translate` makes a leaf of
 * an assertion, or undefined after a report; then the whole is undefined, but every leaf has been looked at.
 */
export function normalize<Result>(
  node: ConditionNode,
  translate: (assertion: AssertionNode, negated: boolean) => Result | undefined,
  negated = false,
): Result | undefined {
  return visit(node, negated) as Result | undefined;

  function visit(node: ConditionNode, negated: boolean): Junction<Result> | undefined {
    switch (node.kind) {
      case "assertion":
        return translate(node, negated);
      case "not":
        return visit(node.term, !negated);
      case "and":
      case "or": {
        const terms = node.terms.map((term) => visit(term, negated));
        if (terms.some((term) => term === undefined)) return undefined;
        const kind = (node.kind === "and") === negated ? "any" : "all";
        return { kind, terms: terms as Junction<Result>[] };
      }
      default:
        return node satisfies never;
    }
  }
}
