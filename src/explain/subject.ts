import type { Application } from "../model/application.ts";
import {
  type Assertion,
  assertionsOf,
  type Condition,
  type EventCondition,
  type EventQuery,
} from "../model/condition.ts";
import type { Phrase, Rule } from "../model/rule.ts";
import { describeLiteral } from "../model/value.ts";

/** A rule or an application with what people may know of it. */
export interface Subject {
  readonly id: string;
  readonly title: Phrase;
  readonly covers: readonly string[];
  readonly content:
    | { readonly kind: "rule"; readonly rule: Rule }
    | { readonly kind: "application"; readonly application: Application };
  readonly events: readonly EventUse[];
  readonly errors: readonly { readonly code: number; readonly places: readonly string[] }[];
  readonly states: readonly string[];
  /** Everything it says, in all languages, in lower case, for a search by words. */
  readonly words: string;
}

/** An event that a rule looks at; `leads` where it is the sign of the problem rather than a part of a check. */
export interface EventUse {
  readonly id: number;
  readonly provider: string;
  readonly log: string;
  readonly leads: boolean;
  readonly level: EventQuery["level"];
  readonly where: EventQuery["where"];
  /** What it looks for in the data of the event. */
  readonly data: readonly string[];
}

/** Rules and applications in their order. */
export function subjectsOf({
  rules,
  applications,
}: {
  readonly rules: readonly Rule[];
  readonly applications: readonly Application[];
}): Subject[] {
  return [...rules.map(ofRule), ...applications.map(ofApplication)];
}

function ofRule(rule: Rule): Subject {
  const { id, title, covers, reported, cause, notes, each, symptoms } = rule;
  const others = [rule.applies, ...rule.checks, ...rule.fixes.map(({ condition }) => condition)];
  const leading = symptoms.flatMap(assertionsOf).filter(({ negated }) => negated);
  const events = [
    ...(each === undefined ? [] : [{ ...each.query, leads: true, data: dataOf(each.query.where) }]),
    ...eventsOf(leading, true),
    ...eventsOf([...symptoms, ...others].flatMap(assertionsOrNone), false),
  ];
  const states = reported.flatMap((symptom) => (symptom.kind === "state" ? [symptom.text] : []));
  const facts = [...symptoms, ...others].flatMap(assertionsOrNone).map(({ fact }) => fact.text);
  const advice = rule.fixes.flatMap(({ steps }) =>
    steps.flatMap((step) => ("text" in step ? [step.text] : [])),
  );
  const phrases = [title, cause, ...notes.map(({ text }) => text), ...advice].flatMap((phrase) => [
    phrase?.en,
    phrase?.fr,
  ]);
  return {
    id,
    title,
    covers,
    content: { kind: "rule", rule },
    events,
    errors: reported.flatMap((symptom) => (symptom.kind === "error" ? [symptom] : [])),
    states,
    words: searchable([id, ...covers, ...states, ...facts, ...phrases]),
  };
}

function ofApplication(application: Application): Subject {
  const { id, title, covers, notes, install, detect } = application;
  const phrases = [title, ...notes.map(({ text }) => text)].flatMap(({ en, fr }) => [en, fr]);
  return {
    id,
    title,
    covers,
    content: { kind: "application", application },
    events: [],
    errors: [],
    states: [],
    words: searchable([id, ...covers, install, detect.fact.text, ...phrases]),
  };
}

function assertionsOrNone(condition: Condition | undefined): readonly Assertion[] {
  return condition === undefined ? [] : assertionsOf(condition);
}

function eventsOf(assertions: readonly Assertion[], leads: boolean): EventUse[] {
  return assertions.flatMap(({ fact: { event } }) =>
    event === undefined ? [] : [{ ...event, leads, data: dataOf(event.where) }],
  );
}

function dataOf(where: EventCondition | undefined): string[] {
  if (where === undefined) return [];
  return where.kind === "data" ? where.values.map(describeLiteral) : where.terms.flatMap(dataOf);
}

function searchable(texts: readonly (string | undefined)[]): string {
  return texts
    .filter((text) => text !== undefined)
    .join(" \n ")
    .toLowerCase();
}
