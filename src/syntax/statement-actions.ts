import type { Node } from "ohm-js";
import type { MderuleActionDict } from "../../grammar/mderule.ohm-bundle.js";
import { optional, spanOf, tree, trees } from "./shape-node.ts";
import { splitBound } from "./split-bound.ts";
import type {
  ApplicationStatement,
  ConditionNode,
  FactNode,
  GivenStatement,
  Language,
  Qualifier,
  RuleStatement,
  ScenarioStatement,
  StepNode,
  Value,
  Word,
} from "./tree.ts";

const languageOf = (node: Node): Language => (node.children.length === 0 ? "en" : "fr");

const statementOf =
  (kind: string) =>
  (keyword: Node, language: Node, _space: Node, text: Node): unknown => ({
    kind,
    language: languageOf(language),
    text: tree(text),
    span: spanOf(keyword, text),
  });

const settingOf =
  (kind: string) =>
  (keyword: Node, _space: Node, value: Node): unknown => ({
    kind,
    value: tree(value),
    span: spanOf(keyword, value),
  });

const words = (first: Node, rest: Node): Word[] => [tree<Word>(first), ...trees<Word>(rest)];

/** The shapes of blocks and of the statements in them. */
export const statementActions: MderuleActionDict<unknown> = {
  loneBlock: (node, _space) => tree(node),
  loneRuleStatement: (node, _space) => tree(node),
  loneApplicationStatement: (node, _space) => tree(node),
  loneScenarioStatement: (node, _space) => tree(node),
  loneStep: (node, _space) => tree(node),

  document: (keyword, _space, name) => ({ kind: "document", name: tree(name), span: spanOf(keyword, name) }),
  define_condition: (keyword, _space, name, _ospace, _colon, _onto, condition) => ({
    kind: "define",
    name: tree(name),
    condition: tree(condition),
    span: spanOf(keyword, condition),
  }),
  define_value: (keyword, _space, name, _ospace, _colon, _onto, value) => ({
    kind: "define-value",
    name: tree(name),
    value: tree(value),
    span: spanOf(keyword, value),
  }),
  device: (keyword, _s1, name, _s2, _open, _gap, statements, _ends, close) => ({
    kind: "device",
    name: tree(name),
    statements: trees<GivenStatement>(statements),
    span: spanOf(keyword, close),
  }),
  guard_none: (keyword, _s1, _none, _s2, reason) => ({
    kind: "guard",
    name: undefined,
    demands: tree(reason),
    span: spanOf(keyword, reason),
  }),
  guard_condition: (keyword, _space, name, _ospace, _colon, _onto, condition) => ({
    kind: "guard",
    name: optional(name),
    demands: tree(condition),
    span: spanOf(keyword, condition),
  }),
  rule: (keyword, _space, name, _ospace, _open, _gap, statements, _ends, close) => ({
    kind: "rule",
    name: tree(name),
    statements: trees<RuleStatement>(statements),
    span: spanOf(keyword, close),
  }),
  application: (keyword, _space, name, _ospace, _open, _gap, statements, _ends, close) => ({
    kind: "application",
    name: tree(name),
    statements: trees<ApplicationStatement>(statements),
    span: spanOf(keyword, close),
  }),

  title: statementOf("title"),
  cause: statementOf("cause"),
  note: (keyword, language, _space, text, source) => ({
    kind: "note",
    language: languageOf(language),
    text: tree(text),
    source: optional(source),
    span: spanOf(keyword, source.children.length > 0 ? source : text),
  }),
  source: (_onto, _keyword, _space, text) => tree(text),
  covers: (keyword, _space, first, _commas, rest) => ({
    kind: "covers",
    units: words(first, rest),
    span: spanOf(keyword, rest.children.at(-1) ?? first),
  }),
  severity: (keyword, _space, level) => ({
    kind: "severity",
    level: tree(level),
    span: spanOf(keyword, level),
  }),
  see: (keyword, _space, first, _commas, rest) => ({
    kind: "see",
    rules: words(first, rest),
    span: spanOf(keyword, rest.children.at(-1) ?? first),
  }),
  reported: (keyword, _s1, what, _s2, value, place) => ({
    kind: "reported",
    what: tree(what),
    value: tree(value),
    places: optional<Word[]>(place) ?? [],
    span: spanOf(keyword, place.children.length > 0 ? place : value),
  }),
  place: (_onto, _keyword, _space, first, _commas, rest) => words(first, rest),
  report: (keyword, _space, first, _commas, rest) => ({
    kind: "report",
    facts: [tree<FactNode>(first), ...trees<FactNode>(rest)],
    span: spanOf(keyword, rest.children.at(-1) ?? first),
  }),
  applies: (keyword, _s1, _when, _s2, condition) => ({
    kind: "applies",
    condition: tree(condition),
    span: spanOf(keyword, condition),
  }),
  guarded: (keyword, _s1, _by, _s2, guard) => ({
    kind: "guarded",
    guard: tree(guard),
    span: spanOf(keyword, guard),
  }),
  each: (keyword, _s1, variable, among, _onto, _in, _s2, _data, _s3, key, _s4, _of, _s5, event) => ({
    kind: "each",
    variable: tree(variable),
    among: optional(among),
    key: tree(key),
    event: tree(event),
    span: spanOf(keyword, event),
  }),
  among: (_s1, _keyword, _s2, list) => tree(list),
  symptom: (keyword, _space, condition) => ({
    kind: "symptom",
    condition: tree(condition),
    span: spanOf(keyword, condition),
  }),
  check: (keyword, _space, condition) => ({
    kind: "check",
    condition: tree(condition),
    span: spanOf(keyword, condition),
  }),
  scenario: (keyword, _s1, name, _s2, _open, _gap, statements, _ends, close) => ({
    kind: "scenario",
    name: tree(name),
    statements: trees<ScenarioStatement>(statements),
    span: spanOf(keyword, close),
  }),

  fix: (keyword, _space, body) => ({ kind: "fix", ...tree<object>(body), span: spanOf(keyword, body) }),
  fixBody_when: (_when, _space, condition, _ospace, steps) => ({
    branch: "when",
    condition: tree(condition),
    steps: tree(steps),
  }),
  fixBody_otherwise: (_otherwise, _ospace, steps) => ({
    branch: "otherwise",
    condition: undefined,
    steps: tree(steps),
  }),
  fixBody_single: (step) => ({ branch: "always", condition: undefined, steps: [tree<StepNode>(step)] }),
  fixBody_block: (steps) => ({ branch: "always", condition: undefined, steps: tree(steps) }),
  steps: (_open, _gap, steps, _ends, _close) => trees<StepNode>(steps),
  set: (keyword, _s1, first, _s2, rest, _s3, _to, _s4, value, qualifiers) => ({
    kind: "set",
    terms: [tree<Value>(first), ...trees<Value>(rest)],
    value: tree(value),
    qualifiers: trees<Qualifier>(qualifiers),
    span: spanOf(keyword, qualifiers.children.at(-1) ?? value),
  }),
  run: (keyword, _space, action, qualifiers) => ({
    kind: "run",
    action: tree(action),
    qualifiers: trees<Qualifier>(qualifiers),
    span: spanOf(keyword, qualifiers.children.at(-1) ?? action),
  }),
  wait: (keyword, _space, duration) => ({
    kind: "wait",
    duration: tree(duration),
    span: spanOf(keyword, duration),
  }),
  waitUntil: (keyword, _s1, _until, _s2, node, bound) => {
    const condition = tree<ConditionNode>(node);
    const within = optional<Value>(bound);
    return {
      kind: "wait-until",
      ...(within === undefined ? splitBound(condition, node.source.endIdx) : { condition, within }),
      span: spanOf(keyword, within === undefined ? node : bound),
    };
  },
  bound: (_onto, _keyword, _space, value) => tree(value),
  advise: statementOf("advise"),
  support: statementOf("support"),
  restart: (keyword, _space, needed) => ({ kind: "restart", span: spanOf(keyword, needed) }),
  powershell: (keyword, _space, text) => ({
    kind: "powershell",
    script: tree(text),
    span: spanOf(keyword, text),
  }),

  given: (keyword, _space, first, _commas, rest) => ({
    kind: "given",
    facts: [tree<FactNode>(first), ...trees<FactNode>(rest)],
    span: spanOf(keyword, rest.children.at(-1) ?? first),
  }),
  expect: (keyword, _s1, verdict, _s2, _then, _s3, outcome) => ({
    kind: "expect",
    verdict: tree(verdict),
    outcome: optional(outcome),
    span: spanOf(keyword, outcome.children.at(-1) ?? verdict),
  }),
  after: (keyword, _s1, _fix, _s2, first, _commas, rest) => ({
    kind: "after",
    facts: [tree<FactNode>(first), ...trees<FactNode>(rest)],
    span: spanOf(keyword, rest.children.at(-1) ?? first),
  }),
  fact: (first, _spaces, rest, qualifiers) => ({
    kind: "fact",
    terms: [tree<Value>(first), ...trees<Value>(rest)],
    qualifiers: trees<Qualifier>(qualifiers),
    span: spanOf(first, qualifiers.children.at(-1) ?? rest.children.at(-1) ?? first),
  }),

  publisher: settingOf("publisher"),
  install: settingOf("install"),
  uninstall: settingOf("uninstall"),
  platform: (keyword, _s1, _platform, _s2, value) => ({
    kind: "platform",
    value: tree(value),
    span: spanOf(keyword, value),
  }),
  requires: (keyword, _space, condition) => ({
    kind: "requires",
    condition: tree(condition),
    span: spanOf(keyword, condition),
  }),
  visibility: settingOf("show"),
  logon: settingOf("logon"),
  maximum: (keyword, _s1, _time, _s2, value) => ({
    kind: "maximum",
    value: tree(value),
    span: spanOf(keyword, value),
  }),
  detect: (keyword, _space, condition) => ({
    kind: "detect",
    condition: tree(condition),
    span: spanOf(keyword, condition),
  }),
  returnCode: (keyword, _s1, _code, _s2, code, _s3, _is, _s4, meaning) => ({
    kind: "return",
    code: tree(code),
    meaning: tree(meaning),
    span: spanOf(keyword, meaning),
  }),
};
