import { propertyOf } from "../../kinds/index.ts";
import type {
  Assertion,
  ComparisonOperator,
  Condition,
  EventCondition,
  EventQuery,
} from "../../model/condition.ts";
import { describeCondition, describeSeconds } from "../../model/describe.ts";
import { describeLiteral, type Literal, type ValueType } from "../../model/value.ts";
import type { Span } from "../../text/source.ts";
import { otherLiterals } from "./change-literal.ts";
import type { Change } from "./mutant.ts";

/** Every condition that is this one with one thing changed: an operator, a value, a term dropped, `and` for `or`. */
export function changedConditions(condition: Condition): Change<Condition>[] {
  const changes = changesOf(condition);
  const { definition } = condition;
  if (definition === undefined) return changes;
  // A definition within this one has marked its changes already.
  return changes.map((change, number) => ({ definition: { name: definition.name, number }, ...change }));
}

function changesOf(condition: Condition): Change<Condition>[] {
  if (condition.kind === "assertion") return changedAssertions(condition);
  const { kind, terms } = condition;
  const span = spanOf(condition);
  const [word, other] = kind === "all" ? ["and", "or"] : ["or", "and"];
  const flipped: Condition = { kind: kind === "all" ? "any" : "all", terms };
  return [
    { change: `\`${other}\` for \`${word}\` in \`${describeCondition(condition)}\``, span, part: flipped },
    ...terms.map((term, index) => {
      const rest = terms.filter((_, place) => place !== index);
      const part: Condition = rest.length === 1 ? rest[0]! : { kind, terms: rest };
      return { change: `without \`${describeCondition(term)}\``, span: spanOf(term), part };
    }),
    ...terms.flatMap((term, index) =>
      changedConditions(term).map(({ part, ...change }) => ({
        ...change,
        part: { kind, terms: terms.map((old, place) => (place === index ? part : old)) },
      })),
    ),
  ];
}

/** The place of a condition: that of the first assertion in it. */
export function spanOf(condition: Condition): Span {
  return condition.kind === "assertion" ? condition.span : spanOf(condition.terms[0]!);
}

function changedAssertions({ definition: _, ...assertion }: Condition & Assertion): Change<Condition>[] {
  const { fact, span, negated } = assertion;
  const written = describeCondition(assertion);
  const changes = changedComparisons(assertion, propertyOf(fact).type).map((changed): Change<Condition> => {
    const part = { ...assertion, ...changed };
    return { change: `\`${describeCondition(part)}\` for \`${written}\``, span, part };
  });
  const reversed = { ...assertion, negated: !negated };
  if (!changes.some(({ change }) => change.startsWith(`\`${describeCondition(reversed)}\``))) {
    changes.push({ change: `\`${describeCondition(reversed)}\` for \`${written}\``, span, part: reversed });
  }
  if (fact.event !== undefined) {
    for (const { change, query } of changedQueries(fact.event)) {
      changes.push({
        change: `${change} in \`${written}\``,
        span,
        part: { ...assertion, fact: { ...fact, event: query } },
      });
    }
  }
  return changes;
}

interface Comparison {
  readonly operator: ComparisonOperator;
  readonly values: readonly Literal[];
}

const neighbours: Readonly<Partial<Record<ComparisonOperator, ComparisonOperator>>> = {
  less: "less-or-equal",
  "less-or-equal": "less",
  greater: "greater-or-equal",
  "greater-or-equal": "greater",
};

function changedComparisons({ operator, values }: Comparison, type: ValueType): Comparison[] {
  const neighbour = neighbours[operator];
  if (neighbour !== undefined) {
    // Next to a boundary the other operator is what the next value would be.
    return [{ operator: neighbour, values }];
  }
  if (operator === "is-one-of") {
    return values.map((_, index) => {
      const rest = values.filter((__, place) => place !== index);
      return { operator: rest.length === 1 ? "is" : operator, values: rest };
    });
  }
  return otherLiterals(values[0]!, type).map((value) => ({ operator, values: [value] }));
}

function changedQueries(query: EventQuery): { change: string; query: EventQuery }[] {
  const { withinSeconds, level, where, since } = query;
  const changes = [withinSeconds * 10, Math.floor(withinSeconds / 10)].map((seconds) => ({
    change: `within ${describeSeconds(seconds)}`,
    query: { ...query, withinSeconds: seconds },
  }));
  if (level !== undefined) changes.push({ change: "any level", query: { ...query, level: undefined } });
  if (since !== undefined) {
    changes.push({ change: "without `since`", query: { ...query, since: undefined } });
    for (const changed of changedQueries(since))
      changes.push({ change: `since: ${changed.change}`, query: { ...query, since: changed.query } });
  }
  if (where !== undefined) {
    changes.push({ change: "any data", query: { ...query, where: undefined } });
    for (const changed of changedData(where))
      changes.push({ ...changed, query: { ...query, where: changed.where } });
  }
  return changes;
}

function changedData(condition: EventCondition): { change: string; where: EventCondition }[] {
  if (condition.kind === "data") {
    const { key, negated } = condition;
    const show = ({ values }: Comparison): string => values.map(describeLiteral).join(", ");
    return [
      {
        change: `the opposite for data ${key} ${show(condition)}`,
        where: { ...condition, negated: !negated },
      },
      ...changedComparisons(condition, { type: "data" }).map((changed) => ({
        change: `data ${key} ${show(changed)} for ${show(condition)}`,
        where: { ...condition, ...changed },
      })),
    ];
  }
  const { kind, terms } = condition;
  return [
    {
      change: kind === "all" ? "`or` for `and`" : "`and` for `or`",
      where: { kind: kind === "all" ? "any" : "all", terms },
    },
    ...terms.flatMap((term, index) =>
      changedData(term).map(({ change, where }) => ({
        change,
        where: { kind, terms: terms.map((old, place) => (place === index ? where : old)) },
      })),
    ),
  ];
}
