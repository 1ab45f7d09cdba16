import type { Assertion, Condition, EventCondition, EventQuery } from "./condition.ts";
import { describeLiteral } from "./value.ts";
import type { Rule } from "./rule.ts";
import type { Given } from "./scenario.ts";
import type { Step } from "./step.ts";

/** A condition in the words of the language, for headers, manifests and documentation. */
export function describeCondition(condition: Condition, nested = false): string {
  if (condition.kind === "assertion") {
    const { fact, values } = condition;
    if (fact.event !== undefined) {
      const words = describeQuery(fact.event, fact.property);
      if (fact.property === "count") return `${words} ${describeOperator(condition)}`;
      return `${condition.negated ? "" : "no "}${words}`;
    }
    if (values[0]!.type === "missing" && condition.negated) return `${fact.text} is present`;
    return `${fact.text} ${describeOperator(condition)}`;
  }
  const text = condition.terms
    .map((term) => describeCondition(term, true))
    .join(condition.kind === "all" ? " and " : " or ");
  return nested ? `(${text})` : text;
}

function describeQuery(query: EventQuery, property = "presence"): string {
  const { level, withinSeconds, where, since } = query;
  return [
    describeSource(query, property),
    level === undefined ? "" : ` level ${level}`,
    ` within ${describeSeconds(withinSeconds)}`,
    where === undefined ? "" : ` where (${describeEventCondition(where)})`,
    since === undefined ? "" : ` since ${describeQuery(since)}`,
  ].join("");
}

function describeSource({ id, provider, log }: EventQuery, property: string): string {
  return `event ${id}${property === "count" ? " count" : ""} from ${provider} in ${log}`;
}

/** How reports name the events of a query: id, provider and log, and what they came after. */
export function describeEvents(query: EventQuery, property: string): string {
  const { since } = query;
  const source = describeSource(query, property);
  if (since === undefined) return source;
  const isSameLog = since.log === query.log && since.provider === query.provider;
  return `${source} since ${isSameLog ? `event ${since.id}` : describeSource(since, "presence")}`;
}

function describeEventCondition(condition: EventCondition): string {
  if (condition.kind === "data") {
    const key = typeof condition.key === "number" ? condition.key : `"${condition.key}"`;
    return `data ${key} ${describeOperator(condition)}`;
  }
  return condition.terms.map(describeEventCondition).join(condition.kind === "all" ? " and " : " or ");
}

function describeOperator({
  operator,
  values,
  negated,
}: Extract<Condition, { kind: "assertion" }> | Extract<EventCondition, { kind: "data" }>): string {
  const value = values.map(describeLiteral).join(", ");
  switch (operator) {
    case "is":
      return negated ? `is not ${value}` : `is ${value}`;
    case "is-one-of":
      return negated ? `is not one of (${value})` : `is one of (${value})`;
    case "contains":
      return negated ? `does not contain ${value}` : `contains ${value}`;
    case "less":
      return negated ? `is not < ${value}` : `< ${value}`;
    case "less-or-equal":
      return negated ? `is not <= ${value}` : `<= ${value}`;
    case "greater":
      return negated ? `is not > ${value}` : `> ${value}`;
    case "greater-or-equal":
      return negated ? `is not >= ${value}` : `>= ${value}`;
    default:
      return operator satisfies never;
  }
}

/** A length of time in its largest whole unit. */
export function describeSeconds(seconds: number): string {
  for (const [unit, size] of [
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
  ] as const) {
    if (seconds % size === 0) return `${seconds / size} ${unit}${seconds === size ? "" : "s"}`;
  }
  return `${seconds} second${seconds === 1 ? "" : "s"}`;
}

/** A step in the words of the language; `undefined` for advice, which is text of its own. */
export function describeStep(step: Step): string | undefined {
  switch (step.kind) {
    case "set":
      return `set ${step.fact.text} to ${describeLiteral(step.value)}`;
    case "run":
      return `run the ${step.action} package of the site`;
    case "wait":
      return `wait ${describeSeconds(step.seconds)}`;
    case "wait-until":
      return `wait until ${describeCondition(step.condition)}, ${describeSeconds(step.withinSeconds)} at most`;
    case "restart":
      return "report that a restart is needed";
    case "powershell":
      return "run PowerShell of the rule's author, which nothing undoes";
    case "advise":
    case "support":
      return undefined;
    default:
      return step satisfies never;
  }
}

/** What a scenario gives, in the words of the language. */
export function describeGiven({ fact, value, valueType, event }: Given): string {
  const shown = value.type === "unreadable" ? "unreadable" : describeLiteral(value);
  if (fact.event !== undefined) {
    const { id, level } = fact.event;
    const words = fact.text.replace(/^event \d+/, `event ${id}${shown === "present" ? "" : ` ${shown}`}`);
    if (shown !== "present" || event === undefined) return words;
    const data = event.data.length === 0 ? "" : ` with (${event.data.map(quoted).join(", ")})`;
    return `${words}${level === undefined ? "" : ` level ${level}`} aged ${describeSeconds(event.ageSeconds)}${data}`;
  }
  const written = value.type === "text" ? quoted(shown) : shown;
  return `${fact.text} ${written}${valueType === undefined ? "" : ` as ${valueType}`}`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** `each` as it was written. */
export function describeEach({ each }: Rule): string | undefined {
  if (each === undefined) return undefined;
  const key = typeof each.key === "number" ? each.key : `"${each.key}"`;
  return `each ${each.variable} in data ${key} of ${describeQuery(each.query)}`;
}

/** What a comparison expects, as reports say it after "expected". */
export function describeExpectation({
  operator,
  values,
  negated,
}: Pick<Assertion, "operator" | "values" | "negated">): string {
  const shown = values.map(describeLiteral);
  switch (operator) {
    case "is":
      if (values[0]!.type === "missing" && negated) return "present";
      return negated ? `not ${shown[0]}` : shown[0]!;
    case "is-one-of":
      return `${negated ? "none" : "one"} of ${shown.join(", ")}`;
    case "less":
      return `${negated ? "not " : ""}< ${shown[0]}`;
    case "less-or-equal":
      return `${negated ? "not " : ""}<= ${shown[0]}`;
    case "greater":
      return `${negated ? "not " : ""}> ${shown[0]}`;
    case "greater-or-equal":
      return `${negated ? "not " : ""}>= ${shown[0]}`;
    case "contains":
      return `text ${negated ? "without" : "with"} ${shown[0]}`;
    default:
      return operator satisfies never;
  }
}
