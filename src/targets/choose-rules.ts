import type { RuleChoice } from "../model/configuration.ts";
import type { Rule } from "../model/rule.ts";

/**
 * The rules of a choice, in their own order: those it names, and those of its chapters and severities. A choice of
 * both means rules that are in one of the chapters and of one of the severities; an empty one means all rules.
 */
export function chooseRules<Some extends Rule>(rules: readonly Some[], choice: RuleChoice): Some[] {
  const { chapters, severities, rules: ids } = choice;
  const byKind = chapters !== undefined || severities !== undefined || ids === undefined;
  return rules.filter(
    (rule) =>
      ids?.includes(rule.id) === true ||
      (byKind &&
        (chapters === undefined || chapters.includes(chapterOf(rule))) &&
        (severities === undefined || severities.includes(rule.severity))),
  );
}

/** The chapter of a rule: the name of its file, without folder and extension. */
export function chapterOf({ span }: Rule): string {
  return span.source.path.replace(/^.*\//, "").replace(/\.[^.]*$/, "");
}
