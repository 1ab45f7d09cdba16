import type { Assertion, Condition } from "../../../src/model/condition.ts";
import type { Rule } from "../../../src/model/rule.ts";

/** An address that no device reaches and that no device tells about: what is asked of it is unknown. */
const hidden = "https://not-seen.example/";
export const hiddenResource = `url:${hidden}`;

/**
 * The rule with every assertion that an engine does not see made unknown on a device to which `hiddenResource` is
 * unreadable. What is decided all the same is what the engine can know.
 */
export function blindRule(rule: Rule, sees: (assertion: Assertion) => boolean): Rule {
  const blind = (condition: Condition): Condition => {
    if (condition.kind !== "assertion") return { ...condition, terms: condition.terms.map(blind) };
    if (sees(condition)) return condition;
    return {
      kind: "assertion",
      fact: {
        kind: "connectivity",
        property: "url",
        slots: { url: { type: "text", text: hidden } },
        event: undefined,
        text: "what is not seen",
      },
      operator: "is",
      values: [{ type: "word", word: "reachable" }],
      negated: false,
      span: condition.span,
    };
  };
  return {
    ...rule,
    applies: rule.applies && blind(rule.applies),
    symptoms: rule.symptoms.map(blind),
    checks: rule.checks.map(blind),
    reports: [],
  };
}
