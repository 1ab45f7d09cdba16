import { isDetectable, type Rule } from "../model/rule.ts";

/**
 * How a rule ends. `fix`: a script repairs the problem; `detect`: a script finds it and a person acts; `lookup`:
 * nothing on a device shows it, so that only a console's code or state leads to it; `flow`: it leads to other rules.
 */
export type RuleEnd = (typeof ruleEnds)[number];
export const ruleEnds = ["fix", "detect", "lookup", "flow"] as const;

/** How a rule ends where the site has configured what its steps need. */
export function endOf(rule: Rule): RuleEnd {
  if (isDetectable(rule)) {
    const steps = rule.fixes.flatMap((branch) => branch.steps);
    const repairs = steps.some(({ kind }) => kind === "set" || kind === "run" || kind === "powershell");
    return repairs ? "fix" : "detect";
  }
  // An error code belongs to its rule, whatever that leads to.
  const hasCode = rule.reported.some(({ kind }) => kind === "error");
  return rule.see.length > 0 && !hasCode ? "flow" : "lookup";
}
