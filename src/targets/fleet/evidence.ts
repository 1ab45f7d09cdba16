import { nameParts } from "../../kinds/name-parts.ts";
import type { Assertion, Condition, EventCondition, EventQuery, Fact } from "../../model/condition.ts";
import type { Each, Rule } from "../../model/rule.ts";
import type { Literal } from "../../model/value.ts";
import { type Conditions, conditionsOf, type Dropped, type Unseen } from "./conditions.ts";
import { type Engine, thingColumn } from "./engine.ts";
import { countedSince } from "./judge.ts";
import { certain, counted, not, noneCounted } from "./knowledge.ts";
import {
  all,
  always,
  any,
  call,
  column,
  compare,
  type Expression,
  type Measure,
  never,
  type Query,
  text,
} from "./kql.ts";
import { withColumns } from "./layout.ts";

/** What the symptoms and checks of a rule come to: that they make a device surely unhealthy, or surely do not. */
export interface Evidence {
  readonly fails: Expression;
  readonly holds: Expression;
  /** Why it can be undecided for other reasons than those of conditions. */
  readonly unseen: readonly Unseen[];
  /** Definitions that its measures refer to. */
  readonly lets: readonly { readonly name: string; readonly value: Query }[];
  /** What things were found, as text of a device; undefined where none are named. */
  readonly things: Measure | undefined;
}

/** The evidence of a rule, of each thing that its events name where it has `each`. */
export function evidenceOf(engine: Engine, rule: Rule, conditions: Conditions, dropped: Dropped): Evidence {
  const { each } = rule;
  if (each === undefined)
    return { ...plainEvidence(rule, conditions), unseen: [], lets: [], things: undefined };
  return engine.named === undefined || each.query.since !== undefined
    ? evidenceOfCandidates(engine, rule, each, conditions)
    : evidenceOfNamed(engine, engine.named, rule, each, dropped);
}

function plainEvidence(
  { symptoms, checks }: Pick<Rule, "symptoms" | "checks">,
  conditions: Conditions,
): Pick<Evidence, "fails" | "holds"> {
  const symptom = conditions.all(symptoms);
  // Without a check, symptoms alone make a device unhealthy.
  const check = checks.length === 0 ? not(certain) : conditions.all(checks);
  return { fails: all([symptom.yes, check.no]), holds: any([symptom.no, check.yes]) };
}

/**
 * Where event data is not seen: healthy where no such event is, or where none of the things that count could make the
 * device unhealthy. Never surely unhealthy: which of them was named is not known.
 */
function evidenceOfCandidates(engine: Engine, rule: Rule, each: Each, conditions: Conditions): Evidence {
  const named = conditions.knowledge(isLogged(rule, each));
  const candidates = (each.among ?? []).map((name) => {
    const put = (condition: Condition): Condition => substitute(condition, name);
    return plainEvidence({ symptoms: rule.symptoms.map(put), checks: rule.checks.map(put) }, conditions);
  });
  const harmless = candidates.length === 0 ? never : all(candidates.map(({ holds }) => holds));
  return {
    fails: never,
    holds: any([named.no, harmless]),
    unseen: [
      { text: `which ${each.variable} an event names`, reason: `${engine.name} does not see event data` },
    ],
    lets: [],
    things: undefined,
  };
}

/** The events of `each` as a condition that there is one. */
function isLogged({ span }: Rule, { query, text: words }: Each): Assertion {
  const fact: Fact = { kind: "event", property: "presence", slots: {}, event: query, text: words };
  return { kind: "assertion", fact, operator: "is", values: [{ type: "missing" }], negated: true, span };
}

const things = "Things";

/** Where event data is seen: a row for each thing that is named, judged like a device. */
function evidenceOfNamed(
  engine: Engine,
  named: NonNullable<Engine["named"]>,
  rule: Rule,
  each: Each,
  dropped: Dropped,
): Evidence {
  const conditions = conditionsOf(engine, rule, dropped);
  const { fails, holds } = plainEvidence(rule, conditions);
  const columns = conditions.columns();
  const judged = withColumns(
    { kind: "query", table: things, stages: [] },
    engine.device,
    thingColumn,
    columns,
  );
  const told = columns.flatMap(({ name, text: words }, index) => [
    text(`${index === 0 ? "" : "; "}${words}: `),
    column(name),
  ]);
  const verdict = call("case", fails, text("unhealthy"), holds, text("healthy"), text("unknown"));
  const source: Query = {
    ...judged,
    stages: [
      ...judged.stages,
      {
        stage: "project",
        columns: [
          { name: engine.device },
          { name: "Verdict", value: verdict },
          { name: "Told", value: call("strcat", column(thingColumn), text(" ("), ...told, text(")")) },
        ],
      },
    ],
  };
  const count = (operator: "==" | "!=", word: string): Measure => ({
    kind: "measure",
    source,
    aggregate: call("countif", compare(column("Verdict"), operator, text(word))),
  });
  const since = countedSince(engine, rule);
  const sight = engine.events(each.query);
  const collected = typeof sight === "string" ? never : (sight.collected ?? always);
  const list = call("make_set", column("Told"));
  return {
    fails: all([counted(count("==", "unhealthy")), since.yes]),
    holds: all([noneCounted(count("!=", "healthy")), collected]),
    unseen: [...since.unseen.map((reason) => ({ text: "", reason })), ...conditions.unseen()],
    lets: [{ name: things, value: named(each.query, each.key, each.among) }],
    things: { kind: "measure", source, aggregate: call("strcat_array", list, text("; ")) },
  };
}

/** A condition in which the variable of `each` stands for a name. */
function substitute(condition: Condition, name: string): Condition {
  if (condition.kind !== "assertion")
    return { ...condition, terms: condition.terms.map((term) => substitute(term, name)) };
  const { fact, values } = condition;
  const value = (literal: Literal): Literal =>
    literal.type === "variable" ? { type: "text", text: name } : literal;
  const where = (one: EventCondition): EventCondition =>
    one.kind === "data" ? { ...one, values: one.values.map(value) } : { ...one, terms: one.terms.map(where) };
  const event: EventQuery | undefined =
    fact.event?.where === undefined ? fact.event : { ...fact.event, where: where(fact.event.where) };
  const slots = Object.fromEntries(
    Object.entries(fact.slots).map(([slot, named]) => [
      slot,
      named.type === "variable" ? ({ type: "text", text: name } as const) : named,
    ]),
  );
  const words = nameParts(fact).join(name);
  return { ...condition, values: values.map(value), fact: { ...fact, slots, event, text: words } };
}
