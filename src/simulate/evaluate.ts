import { asciiText } from "../encode/ascii.ts";
import { dataOf, deniedLogOf, matchingEvents } from "../kinds/event.ts";
import type { Assertion } from "../model/condition.ts";
import { historyOf, memoryKey } from "../model/history.ts";
import type { Rule, Verdict } from "../model/rule.ts";
import { type Device, registryKeyIsDenied, registryValue, deviceNow } from "./device.ts";
import { joinTests, joinTexts, reportFact, type Surroundings, type Test, testCondition } from "./truth.ts";

/** What a rule says of a device, and what that rests on: the meaning of rules. docs/semantics.md puts it in words. */
export interface Evaluation {
  readonly verdict: Verdict;
  readonly text: string;
  /** The assertions that decided it; none where it is the events of `each` that did. */
  readonly deciding: readonly Assertion[];
}

/** Evaluates a planned rule on a device. Nothing is changed. */
export function evaluate(rule: Rule, device: Device): Evaluation {
  const surroundings = surroundingsOf(rule, device);
  const applies = rule.applies && testCondition(rule.applies, surroundings);
  if (applies?.truth === false) return verdictOf("not-applicable", [applies]);
  if (rule.each === undefined) return evaluateEvidence(rule, applies, surroundings);
  const names = namedThings(rule, surroundings);
  const event = asciiText(rule.each.text);
  if (typeof names === "string")
    return { verdict: "unknown", text: `${event} cannot be read (${names})`, deciding: [] };
  if (names.length === 0) return { verdict: "healthy", text: `${event} is missing`, deciding: [] };
  const evaluations = names.map((each) => evaluateEvidence(rule, applies, { ...surroundings, each }));
  for (const verdict of ["unhealthy", "unknown", "healthy"] as const) {
    const deciding = evaluations.filter((evaluation) => evaluation.verdict === verdict);
    if (deciding.length > 0) return verdictOf(verdict, deciding);
  }
  throw new Error("an evaluation has one of three verdicts");
}

/** The verdict on one thing of `each`, or on the device where the rule has none. */
export function evaluateEvidence(
  rule: Rule,
  applies: Test | undefined,
  surroundings: Surroundings,
): Evaluation {
  const all = (conditions: Rule["checks"]): Test | undefined =>
    conditions.length === 0
      ? undefined
      : conditions.length === 1
        ? testCondition(conditions[0]!, surroundings)
        : joinTests(
            "all",
            conditions.map((condition) => testCondition(condition, surroundings)),
          );
  const symptoms = all(rule.symptoms);
  if (symptoms?.truth === false) return verdictOf("healthy", [symptoms]);
  const checks = all(rule.checks);
  if (checks?.truth === true) return verdictOf("healthy", [checks]);
  const unknown = [applies, symptoms, checks].filter(
    (test): test is Test => test !== undefined && test.truth === undefined,
  );
  if (unknown.length > 0) return verdictOf("unknown", unknown);
  const reports = rule.reports.map((fact) => reportFact(fact, surroundings));
  return verdictOf("unhealthy", [...[symptoms, checks].filter((test) => test !== undefined), ...reports]);
}

function verdictOf(verdict: Verdict, tests: readonly Pick<Test, "text" | "deciding">[]): Evaluation {
  return { verdict, ...joinTexts(tests) };
}

/** What the rule's events name, each once, newest first; or why that cannot be read. */
export function namedThings({ each }: Rule, surroundings: Surroundings): string[] | string {
  if (each === undefined) return [];
  const { device } = surroundings;
  const unreadable = deniedLogOf(device, each.query);
  if (surroundings.historyUnknown !== undefined) return surroundings.historyUnknown;
  if (unreadable !== undefined && !unreadable.known) return unreadable.reason;
  const names: string[] = [];
  const isIn = (name: string, list: readonly string[]) =>
    list.some((other) => other.toLowerCase() === name.toLowerCase());
  for (const event of matchingEvents(device, each.query, surroundings.historyAge)) {
    const name = dataOf(event, each.key);
    if (name === undefined || name === "" || isIn(name, names)) continue;
    if (each.among === undefined || isIn(name, each.among)) names.push(name);
  }
  return names;
}

/** The age from which events are history: the rule's last successful fix, and the last start where a restart is the fix. */
export function surroundingsOf(rule: Rule, device: Device): Surroundings {
  const base = { device, each: undefined, historyAge: Infinity, historyUnknown: undefined };
  const { fix, start } = historyOf(rule);
  let { historyAge } = base;
  if (fix) {
    if (registryKeyIsDenied(device, memoryKey(rule))) return { ...base, historyUnknown: "PermissionDenied" };
    const last = registryValue(device, memoryKey(rule), "LastFix")?.data;
    if (typeof last === "string") historyAge = Math.min(historyAge, (deviceNow - Date.parse(last)) / 1000);
  }
  if (start) historyAge = Math.min(historyAge, device.uptimeSeconds);
  return { ...base, historyAge };
}
