import type { Node } from "ohm-js";
import type { MderuleActionDict } from "../../grammar/mderule.ohm-bundle.js";
import { optional, spanOf, tree, trees } from "./shape-node.ts";
import type { Comparison, ConditionNode, Operator, Qualifier, Value, Word } from "./tree.ts";

/** The shapes of conditions, terms and values. */
export const conditionActions: MderuleActionDict<unknown> = {
  condition: (first, _before, _or, _after, rest) => junction("or", first, rest),
  conjunction: (first, _before, _and, _after, rest) => junction("and", first, rest),
  unary_not: (keyword, _space, term) => ({ kind: "not", term: tree(term), span: spanOf(keyword, term) }),
  unary_group: (_open, _before, condition, _after, _close) => tree(condition),
  assertion: (first, _spaces, rest, qualifiers, comparison) => {
    const compared = optional<Comparison & { qualifiers: Qualifier[] }>(comparison);
    const last = [comparison, qualifiers, rest].find((node) => node.children.length > 0) ?? first;
    return {
      kind: "assertion",
      terms: [tree<Value>(first), ...trees<Value>(rest)],
      qualifiers: [...trees<Qualifier>(qualifiers), ...(compared?.qualifiers ?? [])],
      comparison: compared && { operator: compared.operator, value: compared.value, span: compared.span },
      span: spanOf(first, last),
    };
  },
  comparison: (_s1, operator, _s2, value, qualifiers) => ({
    operator: operator.sourceString.replace(/\s+/g, " ") as Operator,
    value: tree(value),
    qualifiers: trees<Qualifier>(qualifiers),
    span: spanOf(operator, value),
  }),
  qualifier_where: (_onto, keyword, _space, _open, _before, condition, _after, close) => ({
    kind: "where",
    condition: tree(condition),
    span: spanOf(keyword, close),
  }),
  qualifier_since: (_onto, keyword, _s1, first, _s2, rest, qualifiers) => ({
    kind: "since",
    terms: [tree<Value>(first), ...trees<Value>(rest)],
    qualifiers: trees<Qualifier>(qualifiers),
    span: spanOf(
      keyword,
      [qualifiers, rest].find((node) => node.children.length > 0)?.children.at(-1) ?? first,
    ),
  }),
  qualifier_value: (_onto, name, _space, value) => ({
    kind: "qualifier",
    name: wordOf(name),
    value: tree(value),
    span: spanOf(name, value),
  }),

  list: (open, _g1, first, _g2, _commas, _g3, rest, _g4, close) => ({
    kind: "list",
    items: [tree<Value>(first), ...trees<Value>(rest)],
    span: spanOf(open, close),
  }),
  quantity: (node) => tree(node),
  term: (node) => tree(node),
  version(_digits, _dots, _more) {
    return { kind: "version", text: "", span: spanOf(this) };
  },
  duration: (digits, _space, unit) => ({ kind: "duration", seconds: 0, span: spanOf(digits, unit) }),
  number(_node) {
    return { kind: "number", value: 0, span: spanOf(this) };
  },
  variable(_dollar, _name) {
    return { kind: "variable", name: "", span: spanOf(this) };
  },
  word(_start, _parts, _slashes, _more) {
    return wordOf(this);
  },
  text(_node) {
    return { kind: "text", text: "", span: spanOf(this) };
  },
  phrase: (node) => tree(node),
  figure: (node) => tree(node),
  period: (node) => tree(node),
  names: (node) => tree(node),
  namedText: (name) => ({ kind: "text", text: "", span: spanOf(name) }),
  namedNumber: (name) => ({ kind: "number", value: 0, span: spanOf(name) }),
  namedDuration: (name) => ({ kind: "duration", seconds: 0, span: spanOf(name) }),
  namedList: (name) => ({ kind: "list", items: [], span: spanOf(name) }),
};

function wordOf(node: Node): Word {
  return { kind: "word", text: node.sourceString, span: spanOf(node) };
}

function junction(kind: "and" | "or", first: Node, rest: Node): unknown {
  const head = tree<ConditionNode>(first);
  if (rest.children.length === 0) return head;
  return {
    kind,
    terms: [head, ...trees<ConditionNode>(rest)],
    span: spanOf(first, rest.children.at(-1)),
  };
}
