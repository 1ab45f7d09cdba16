import { type Assertion, assertionsOf, type Condition } from "../../model/condition.ts";
import { describeCondition } from "../../model/describe.ts";
import { factIdentity } from "../../model/facts-of.ts";
import { isDetectable, type Rule } from "../../model/rule.ts";
import { describeLiteral } from "../../model/value.ts";
import type { Report } from "../context.ts";
import { nameSpans } from "./name-spans.ts";
import type { Rulebook } from "./opinions.ts";

/** Rules that no scenario tries, that never become healthy again, or that nothing can satisfy. */
export function ofConditions({ rules, trees }: Rulebook, report: Report): void {
  const names = nameSpans(trees);
  for (const rule of rules) {
    const name = names.get(rule.id) ?? rule.span;
    if (rule.scenarios.length === 0 && isDetectable(rule))
      report("ruleWithoutScenarios", name, { name: rule.id });
    if (looksBackOnly(rule))
      report("symptomWithoutState", rule.symptoms[0]!.kind === "assertion" ? rule.symptoms[0]!.span : name, {
        name: rule.id,
      });
    const contradiction = contradictionIn([...termsOf(rule.applies), ...rule.checks.flatMap(termsOf)]);
    if (contradiction !== undefined) {
      const [one, other] = contradiction;
      report(
        "contradictoryChecks",
        other.span,
        { one: describeCondition(one), other: describeCondition(other) },
        { span: one.span, message: "this has to hold as well" },
      );
    }
  }
}

/**
 * Whether events alone say that something is wrong: the device stays unhealthy until they are old, whatever is done. A
 * restart that was asked for is looked for by itself.
 */
function looksBackOnly({ symptoms, checks, each, fixes }: Rule): boolean {
  if (fixes.some(({ steps }) => steps.some(({ kind }) => kind === "restart"))) return false;
  if (symptoms.length === 0 || checks.length > 0 || each !== undefined) return false;
  return symptoms.every((symptom) => assertionsOf(symptom).every(({ fact }) => fact.event !== undefined));
}

/** What has to hold on its own for a condition to hold. */
function termsOf(condition: Condition | undefined): readonly Assertion[] {
  if (condition === undefined) return [];
  if (condition.kind === "assertion") return [condition];
  return condition.kind === "all" ? condition.terms.flatMap(termsOf) : [];
}

/** Two comparisons of one fact that cannot both hold. */
function contradictionIn(terms: readonly Assertion[]): readonly [Assertion, Assertion] | undefined {
  for (const [index, other] of terms.entries()) {
    const one = terms
      .slice(0, index)
      .find((earlier) => factIdentity(earlier.fact) === factIdentity(other.fact) && excludes(earlier, other));
    if (one !== undefined) return [one, other];
  }
  return undefined;
}

/** Only what is plain: values of `is` and `is one of`, and the opposite of the very same comparison. */
function excludes(one: Assertion, other: Assertion): boolean {
  const values = ({ values }: Assertion): readonly string[] =>
    values.map((value) => describeLiteral(value).toLowerCase());
  const isList = ({ operator }: Assertion): boolean => operator === "is" || operator === "is-one-of";
  if (one.negated !== other.negated) {
    if (one.operator === other.operator && String(values(one)) === String(values(other))) return true;
    const [asserted, excluded] = one.negated ? [other, one] : [one, other];
    return (
      isList(one) && isList(other) && values(asserted).every((value) => values(excluded).includes(value))
    );
  }
  if (one.negated || !isList(one) || !isList(other)) return false;
  return !values(one).some((value) => values(other).includes(value));
}
