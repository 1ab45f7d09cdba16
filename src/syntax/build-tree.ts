import type { MatchResult, Node } from "ohm-js";
import type { MderuleActionDict } from "../../grammar/mderule.ohm-bundle.js";
import type { Source, Span } from "../text/source.ts";
import { readMatch, readPart } from "./read-match.ts";
import type {
  ApplicationStatement,
  Block,
  Comparison,
  ConditionNode,
  Language,
  Operator,
  Qualifier,
  RuleStatement,
  ScenarioStatement,
  StepNode,
  Value,
  ValueQualifier,
  Word,
} from "./tree.ts";

/**
 * From a match to the tree. A block is matched as a text of its own, so every interval is shifted by the
 * block's place in the file; `place` holds that for the duration of one (synchronous) build.
 */
let place: { source: Source; base: number } | undefined;

/** The tree node of a successful match of a part of `source` that begins at `base`. */
export function buildTree(match: MatchResult, source: Source, base: number): Block {
  place = { source, base };
  try {
    return readMatch(match, actions) as Block;
  } finally {
    place = undefined;
  }
}

function spanOf(first: Node, last: Node = first): Span {
  const { source, base } = place!;
  return { source, start: base + first.source.startIdx, end: base + last.source.endIdx };
}

const tree = <T>(node: Node): T => readPart(node) as T;
const trees = <T>(node: Node): T[] => node.children.map((child) => tree<T>(child));
const optional = <T>(node: Node): T | undefined =>
  node.children.length === 0 ? undefined : tree<T>(node.children[0]!);
const languageOf = (node: Node): Language => (node.children.length === 0 ? "en" : "fr");

const secondsPerUnit: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86400,
};

/** The bound of `wait until` is written last and thus parsed as a qualifier of the last comparison: take it out. */
function splitBound(condition: ConditionNode): {
  condition: ConditionNode;
  within: ValueQualifier | undefined;
} {
  if (condition.kind === "assertion") {
    const isBound = (qualifier: Qualifier): qualifier is ValueQualifier =>
      qualifier.kind === "qualifier" && qualifier.name.text === "within";
    const within = condition.qualifiers.findLast(isBound);
    const qualifiers = condition.qualifiers.filter((qualifier) => qualifier !== within);
    return { condition: { ...condition, qualifiers }, within };
  }
  if (condition.kind === "and" || condition.kind === "or") {
    const last = splitBound(condition.terms.at(-1)!);
    return {
      condition: { ...condition, terms: [...condition.terms.slice(0, -1), last.condition] },
      within: last.within,
    };
  }
  return { condition, within: undefined };
}

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

const actions: MderuleActionDict<unknown> = {
  document: (keyword, _space, name) => ({ kind: "document", name: tree(name), span: spanOf(keyword, name) }),
  define: (keyword, _space, name, _ospace, _colon, _onto, condition) => ({
    kind: "define",
    name: tree(name),
    condition: tree(condition),
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
  report: (keyword, _s1, first, _s2, rest, qualifiers) => ({
    kind: "report",
    terms: [tree<Value>(first), ...trees<Value>(rest)],
    qualifiers: trees<Qualifier>(qualifiers),
    span: spanOf(keyword, qualifiers.children.at(-1) ?? rest.children.at(-1) ?? first),
  }),
  applies: (keyword, _s1, _when, _s2, condition) => ({
    kind: "applies",
    condition: tree(condition),
    span: spanOf(keyword, condition),
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
  waitUntil: (keyword, _s1, _until, _s2, node) => {
    const { condition, within } = splitBound(tree<ConditionNode>(node));
    return {
      kind: "wait-until",
      condition,
      within: within?.value.kind === "duration" ? within.value : undefined,
      span: spanOf(keyword, node),
    };
  },
  advise: statementOf("advise"),
  support: statementOf("support"),
  restart: (keyword, _space, needed) => ({ kind: "restart", span: spanOf(keyword, needed) }),
  powershell: (keyword, _space, text) => ({
    kind: "powershell",
    script: tree(text),
    span: spanOf(keyword, text),
  }),

  given: (keyword, _s1, first, _s2, rest, qualifiers) => ({
    kind: "given",
    terms: [tree<Value>(first), ...trees<Value>(rest)],
    qualifiers: trees<Qualifier>(qualifiers),
    span: spanOf(keyword, qualifiers.children.at(-1) ?? rest.children.at(-1) ?? first),
  }),
  expect: (keyword, _s1, verdict, _s2, _then, _s3, outcome) => ({
    kind: "expect",
    verdict: tree(verdict),
    outcome: optional(outcome),
    span: spanOf(keyword, outcome.children.at(-1) ?? verdict),
  }),
  after: (keyword, _s1, _fix, _s2, first, _s3, rest, qualifiers) => ({
    kind: "after",
    terms: [tree<Value>(first), ...trees<Value>(rest)],
    qualifiers: trees<Qualifier>(qualifiers),
    span: spanOf(keyword, qualifiers.children.at(-1) ?? rest.children.at(-1) ?? first),
  }),

  publisher: settingOf("publisher"),
  install: settingOf("install"),
  uninstall: settingOf("uninstall"),
  requires: (keyword, _s1, _platform, _s2, value) => ({
    kind: "requires",
    value: tree(value),
    span: spanOf(keyword, value),
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
    return { kind: "version", text: this.sourceString, span: spanOf(this) };
  },
  duration: (digits, _space, unit) => ({
    kind: "duration",
    seconds: Number(digits.sourceString) * secondsPerUnit[unit.sourceString.replace(/s$/, "")]!,
    span: spanOf(digits, unit),
  }),
  number(_node) {
    return { kind: "number", value: Number(this.sourceString), span: spanOf(this) };
  },
  variable(_dollar, name) {
    return { kind: "variable", name: name.sourceString, span: spanOf(this) };
  },
  word(_start, _parts, _slashes, _more) {
    return wordOf(this);
  },
  text_line(_open, parts, _close) {
    return { kind: "text", text: parts.sourceString.replaceAll('""', '"'), span: spanOf(this) };
  },
  text_block(_open, parts, _close) {
    return { kind: "text", text: dedent(parts.sourceString), span: spanOf(this) };
  },
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

/** Triple-quoted text: the line ends next to the quotes and the indentation that all lines share do not count. */
function dedent(written: string): string {
  const lines = written.replaceAll("\r\n", "\n").split("\n");
  if (lines.length > 1 && lines[0]!.trim() === "") lines.shift();
  if (lines.length > 1 && lines.at(-1)!.trim() === "") lines.pop();
  const indents = lines.filter((line) => line.trim() !== "").map((line) => /^[ \t]*/.exec(line)![0].length);
  const shared = Math.min(...indents, Infinity);
  return lines.map((line) => line.slice(Math.min(shared, line.length))).join("\n");
}
