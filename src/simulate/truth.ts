import { propertyOf } from "../kinds/index.ts";
import { nameParts } from "../kinds/name-parts.ts";
import type { Assertion, Condition, EventCondition, EventQuery, Fact } from "../model/condition.ts";
import { describeExpectation } from "../model/describe.ts";
import type { Literal, Reading } from "../model/value.ts";
import { asciiText } from "../encode/ascii.ts";
import { conditionHoldsOf } from "./compare.ts";
import { matchingEvents } from "../kinds/event.ts";
import type { Device } from "./device.ts";

/** What a condition is on a device. `truth` is undefined where it cannot be known; `text` is what decided. */
export interface Test {
  readonly truth: boolean | undefined;
  readonly text: string;
  /** The assertions that decided, in the order in which they were written. */
  readonly deciding: readonly Assertion[];
}

/** What conditions are evaluated in: the device, what `each` stands for, and the age from which events are history. */
export interface Surroundings {
  readonly device: Device;
  readonly each: string | undefined;
  /** Events that are older than this many seconds no longer count. */
  readonly historyAge: number;
  /** Why the age is not known, if it is not: then no event can be judged. */
  readonly historyUnknown: string | undefined;
}

/** Kleene's logic: `all` is decided by a false term, `any` by a true one, otherwise by an unknown one. */
export function testCondition(condition: Condition, surroundings: Surroundings): Test {
  if (condition.kind === "assertion") return testAssertion(condition, surroundings);
  const tests = condition.terms.map((term) => testCondition(term, surroundings));
  return joinTests(condition.kind, tests);
}

export function joinTests(kind: "all" | "any", tests: readonly Test[]): Test {
  const decisive = kind === "any";
  for (const truth of [decisive, undefined, !decisive]) {
    const deciding = tests.filter((test) => test.truth === truth);
    if (deciding.length > 0) return { truth, ...joinTexts(deciding) };
  }
  return { truth: !decisive, text: "", deciding: [] };
}

/** What several tests found, one after the other, and all that decided them. */
export function joinTexts(
  tests: readonly Pick<Test, "text" | "deciding">[],
): Pick<Test, "text" | "deciding"> {
  return {
    text: tests.map(({ text }) => text).join("; "),
    deciding: tests.flatMap(({ deciding }) => deciding),
  };
}

function testAssertion(assertion: Assertion, surroundings: Surroundings): Test {
  const name = factText(assertion.fact, surroundings);
  const reading = readFact(assertion.fact, surroundings);
  const deciding = [assertion];
  if (!reading.known)
    return { truth: undefined, text: `${name} cannot be read (${reading.reason})`, deciding };
  const comparison = { ...assertion, values: assertion.values.map((value) => resolve(value, surroundings)) };
  const truth = conditionHoldsOf(reading.value, comparison);
  const found = `${name} is ${shownValue(reading.value)}`;
  const text = truth ? found : `${found}, expected ${asciiText(describeExpectation(assertion))}`;
  return { truth, text, deciding };
}

/** A fact for the report alone: what it is, whatever that means. */
export function reportFact(fact: Fact, surroundings: Surroundings): Test {
  const name = factText(fact, surroundings);
  const reading = readFact(fact, surroundings);
  const text = reading.known ? `is ${shownValue(reading.value)}` : `cannot be read (${reading.reason})`;
  return { truth: reading.known ? true : undefined, text: `${name} ${text}`, deciding: [] };
}

/** The fact on the device, variables resolved. */
export function readFact(fact: Fact, surroundings: Surroundings): Reading {
  const { device } = surroundings;
  // Scripts find out first which events are history.
  if (fact.event !== undefined && surroundings.historyUnknown !== undefined) {
    return { known: false, reason: surroundings.historyUnknown };
  }
  const slots = resolveSlots(fact, surroundings);
  const reading = propertyOf(fact).simulation.read(device, slots, fact);
  if (fact.event === undefined || !reading.known) return reading;
  const events = matchingEvents(device, resolveQuery(fact.event, surroundings), surroundings.historyAge);
  if (fact.property === "count") return { known: true, value: Math.min(events.length, 1000) };
  return { known: true, value: events.length > 0 ? "present" : undefined };
}

export function resolveSlots(fact: Fact, { each }: Pick<Surroundings, "each">): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fact.slots).map(([name, slot]) => [
      name,
      slot.type === "text" ? slot.text : slot.type === "integer" ? String(slot.value) : (each ?? ""),
    ]),
  );
}

/** A literal of the rule with `each` replaced. */
export function resolve(value: Literal, { each }: Pick<Surroundings, "each">): Literal {
  return value.type === "variable" ? { type: "text", text: each ?? "" } : value;
}

function resolveQuery(query: EventQuery, surroundings: Surroundings): EventQuery {
  return {
    ...query,
    where: query.where && resolveEventCondition(query.where, surroundings),
    since: query.since && resolveQuery(query.since, surroundings),
  };
}

function resolveEventCondition(condition: EventCondition, surroundings: Surroundings): EventCondition {
  if (condition.kind === "data") {
    return { ...condition, values: condition.values.map((value) => resolve(value, surroundings)) };
  }
  return { ...condition, terms: condition.terms.map((term) => resolveEventCondition(term, surroundings)) };
}

/** How reports name a fact on this device. */
export function factText(fact: Fact, { each }: Pick<Surroundings, "each">): string {
  return nameParts(fact).join(each ?? "");
}

/** A value of the device as a report shows it: one that is long is cut. */
export function shownValue(value: string | number | undefined): string {
  if (value === undefined) return "missing";
  const text = String(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
