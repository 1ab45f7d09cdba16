import { asciiText } from "../../encode/ascii.ts";
import type { Assertion, Condition } from "../../model/condition.ts";
import { describeCondition } from "../../model/describe.ts";
import type { Rule } from "../../model/rule.ts";
import type { Engine } from "./engine.ts";
import { judge } from "./judge.ts";
import { every, type Knowledge, some } from "./knowledge.ts";
import { any, call, type Column, column, compare, type Expression, isConstant, never, text } from "./kql.ts";
import { sourceKey, sourcesOf } from "./layout.ts";

/** The assertions of a rule as columns of a query that say `yes`, `no` or `unknown`. */
export interface Conditions {
  /** What is known of a condition, in terms of those columns. */
  readonly knowledge: (condition: Condition) => Knowledge;
  readonly all: (conditions: readonly Condition[]) => Knowledge;
  readonly columns: () => readonly ConditionColumn[];
  /** Assertions of which the engine knows nothing, and why. */
  readonly unseen: () => readonly Unseen[];
}

/** A part of a rule that an engine does not see on any device, and why not; text is empty where the reason says it all. */
export interface Unseen {
  readonly text: string;
  readonly reason: string;
}

export interface ConditionColumn extends Column {
  readonly value: Expression;
  /** The assertion in the words of the language. */
  readonly text: string;
  /** Why it can be unknown; none where every device tells. */
  readonly reasons: readonly string[];
}

/** Sources that a query may not join, and the reason. */
export interface Dropped {
  readonly sources: ReadonlySet<string>;
  readonly reason: string;
}

export function conditionsOf(engine: Engine, rule: Rule, dropped: Dropped): Conditions {
  const known = knownOf(engine, rule);
  const columns = new Map<string, ConditionColumn>();
  const unseen = new Map<string, Unseen>();

  function ofAssertion(assertion: Assertion): Knowledge {
    const { fact, operator, values, negated } = assertion;
    const key = JSON.stringify([fact, operator, values, negated]);
    const words = asciiText(describeCondition(assertion));
    const judged = known.get(key) ?? judge(engine, rule, assertion);
    known.set(key, judged);
    const { yes, no, unseen: reasons } = without(judged, dropped);
    if (isConstant(yes, true) || isConstant(no, true)) return { yes, no, unseen: reasons };
    if (isConstant(yes, false) && isConstant(no, false)) {
      unseen.set(key, { text: words, reason: reasons.join("; ") });
      return { yes, no, unseen: reasons };
    }
    const name = columns.get(key)?.name ?? `Condition${columns.size + 1}`;
    const value = call(
      "case",
      ...(isConstant(yes, false) ? [] : [yes, text("yes")]),
      ...(isConstant(no, false) ? [] : [no, text("no")]),
      text("unknown"),
    );
    columns.set(key, { name, value, text: words, reasons });
    const says = (word: string, possible: Expression): Expression =>
      isConstant(possible, false) ? never : compare(column(name), "==", text(word));
    return { yes: says("yes", yes), no: says("no", no), unseen: reasons };
  }

  const knowledge = (condition: Condition): Knowledge => {
    if (condition.kind === "assertion") return ofAssertion(condition);
    const terms = condition.terms.map(knowledge);
    return condition.kind === "all" ? every(terms) : some(terms);
  };
  return {
    knowledge,
    all: (conditions) => every(conditions.map(knowledge)),
    columns: () => [...columns.values()],
    unseen: () => [...unseen.values()],
  };
}

/** What an engine knows of the assertions of a rule, kept while several queries of it are weighed. */
function knownOf(engine: Engine, rule: Rule): Map<string, Knowledge> {
  const ofRule = judgements.get(rule) ?? new Map<Engine, Map<string, Knowledge>>();
  judgements.set(rule, ofRule);
  const known = ofRule.get(engine) ?? new Map<string, Knowledge>();
  ofRule.set(engine, known);
  return known;
}

const judgements = new WeakMap<Rule, Map<Engine, Map<string, Knowledge>>>();

/** What is left of knowledge where some sources may not be joined. */
function without({ yes, no, unseen }: Knowledge, { sources, reason }: Dropped): Knowledge {
  const left = { yes: withoutSources(yes, sources), no: withoutSources(no, sources) };
  const isWhole = left.yes === yes && left.no === no;
  return { ...left, unseen: isWhole ? unseen : [...unseen, reason] };
}

/** The condition as far as it holds without some sources: of several ways in which it may hold, those that are left. */
function withoutSources(condition: Expression, sources: ReadonlySet<string>): Expression {
  const isLost = [...sourcesOf([condition]).values()].some(([measure]) => sources.has(sourceKey(measure!)));
  if (!isLost) return condition;
  return condition.kind === "any" ? any(condition.terms.map((term) => withoutSources(term, sources))) : never;
}
