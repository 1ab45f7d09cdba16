import type { Answer } from "./answer.ts";
import type { ConditionText } from "./condition-text.ts";
import type { Match } from "./find-matches.ts";

/** An answer for machines: conditions in one text, and why it answers. */
export function answerJson(answer: Answer, { direct, reasons }: Match): object {
  const text = (condition: ConditionText | undefined): string | undefined => condition?.join(" ");
  return {
    ...answer,
    symptoms: answer.symptoms.map(text),
    applies: text(answer.applies),
    checks: answer.checks.map(text),
    repairs: text(answer.repairs),
    fixes: answer.fixes.map((fix) => ({ ...fix, when: text(fix.when) })),
    direct,
    matches: reasons.map(({ weight: _weight, direct: _direct, ...reason }) => reason),
  };
}
