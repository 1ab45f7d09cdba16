import { describeLiteral } from "../model/value.ts";
import type { Rule } from "../model/rule.ts";
import type { Given, Scenario } from "../model/scenario.ts";
import type { Span } from "../text/source.ts";
import { conditionHoldsOf } from "../simulate/compare.ts";
import { propertyOf } from "../kinds/index.ts";
import type { Device } from "../simulate/device.ts";
import { readFact, resolveSlots, shownValue } from "../simulate/truth.ts";
import { registryValue } from "../simulate/device.ts";
import type { Observation } from "./observation.ts";

export interface ScenarioResult {
  readonly rule: Rule;
  readonly scenario: Scenario;
  /** What a device would report: the line of the detection, and of the remediation where one was called for. */
  readonly lines: readonly string[];
  /** None where the scenario passed. */
  readonly failures: readonly Failure[];
}

/** One thing that was otherwise than the scenario expects. */
export interface Failure {
  /** What was looked at: `verdict`, `outcome`, `line`, a fact after the fix. */
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
  /** The statement of the scenario. */
  readonly span: Span;
  /** The statements of the rule that decided. */
  readonly decidedBy: readonly Span[];
}

/** Holds what was seen of a rule on a scenario's device against what the scenario expects. */
export function judgeScenario(rule: Rule, scenario: Scenario, seen: Observation): ScenarioResult {
  const failures: Failure[] = [];
  const { verdict, outcome } = scenario;
  const before = seen.deciding.map(({ span }) => span);
  const after = [...seen.branches.map(({ span }) => span), ...seen.decidingAfter.map(({ span }) => span)];
  if (seen.verdict !== verdict) {
    const found = seen.verdict ?? "no verdict";
    failures.push({ subject: "verdict", expected: verdict, found, span: scenario.span, decidedBy: before });
  } else if (outcome !== undefined && seen.outcome !== outcome) {
    const found = seen.outcome ?? "no fix";
    failures.push({ subject: "outcome", expected: outcome, found, span: scenario.span, decidedBy: after });
  }
  // Where the verdict is another one, what a fix leaves behind says nothing more.
  const facts = failures.length === 0 ? scenario.after : [];
  for (const given of facts) {
    const found = otherThanGiven(seen.device, given);
    if (found === undefined) continue;
    const expected = describeGivenValue(given);
    failures.push({ subject: given.fact.text, expected, found, span: given.span, decidedBy: after });
  }
  const lines = [seen.line, ...(seen.repairLine === undefined ? [] : [seen.repairLine])];
  return { rule, scenario, lines, failures };
}

/** What the fact is on the device, where it is not what a scenario says; undefined where it is. */
function otherThanGiven(device: Device, { fact, value, valueType }: Given): string | undefined {
  const surroundings = { device, each: undefined, historyAge: Infinity, historyUnknown: undefined };
  const reading = readFact(fact, surroundings);
  if (!reading.known) return value.type === "unreadable" ? undefined : `unreadable (${reading.reason})`;
  if (value.type === "unreadable") return shownValue(reading.value);
  const isPresence = propertyOf(fact).type.type === "presence" && value.type !== "missing";
  const holds = isPresence
    ? reading.value !== undefined
    : conditionHoldsOf(reading.value, { operator: "is", values: [value], negated: false });
  if (!holds) return shownValue(reading.value);
  if (valueType === undefined) return undefined;
  const { key, name } = resolveSlots(fact, surroundings);
  const type = registryValue(device, key ?? "", name ?? "")?.type;
  return type === valueType ? undefined : `${shownValue(reading.value)} as ${type ?? "nothing"}`;
}

function describeGivenValue({ value, valueType }: Given): string {
  const text = value.type === "unreadable" ? "unreadable" : describeLiteral(value);
  return valueType === undefined ? text : `${text} as ${valueType}`;
}
