import { isDetectable, type Rule } from "../../model/rule.ts";
import type { FixBranch } from "../../model/step.ts";
import type { Report } from "../context.ts";
import { nameSpans } from "./name-spans.ts";
import type { Rulebook } from "./opinions.ts";

/** How much advice a printed line has room for, characters: it has 2,048, and says what was found and done too. */
const adviceLimit = 1500;

/** Rules that help nobody, advice that does not fit where it is printed, and changes that nothing takes back. */
export function ofAdvice({ rules, trees }: Rulebook, report: Report): void {
  const names = nameSpans(trees);
  for (const rule of rules) {
    if (helpsNobody(rule)) report("ruleWithoutHelp", names.get(rule.id) ?? rule.span, { name: rule.id });
    for (const branch of rule.fixes) {
      const length = adviceLength(branch);
      if (length > adviceLimit) report("adviceTooLong", branch.span, { length, limit: adviceLimit });
      for (const step of branch.steps)
        if (step.kind === "powershell") report("fixWithoutUndo", step.span, { name: rule.id });
    }
  }
}

function helpsNobody(rule: Rule): boolean {
  return rule.fixes.length === 0 && rule.see.length === 0 && isDetectable(rule);
}

function adviceLength({ steps }: FixBranch): number {
  const texts = steps.flatMap((step) =>
    step.kind === "advise" || step.kind === "support" ? [step.text] : [],
  );
  return Math.max(
    texts.reduce((sum, { en }) => sum + en.length, 0),
    texts.reduce((sum, { en, fr }) => sum + (fr ?? en).length, 0),
  );
}
