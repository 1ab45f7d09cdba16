import { asciiText } from "../../encode/ascii.ts";
import { guardLabel, guardOf } from "../../model/guard.ts";
import { historyOf } from "../../model/history.ts";
import type { PlannedRule } from "../plan.ts";
import { atom, block, call, type Code, list, named, table, tallTable, text } from "./code.ts";
import { conditionCode, keyCode, queryCode, reportCode } from "./condition-code.ts";
import type { Definitions } from "./definition-names.ts";
import { fixCode, undoCode } from "./fix-code.ts";

/** Which of a rule's parts a script has. */
export interface RuleParts {
  readonly detects: boolean;
  readonly repairs: boolean;
  readonly undoes: boolean;
  /** What the script shows of the rule, or calls it, besides. */
  readonly about?: Readonly<Record<string, Code | undefined>>;
}

/** A rule as data of the one shape that every script has. */
export function ruleCode(rule: PlannedRule, definitions: Definitions, parts: RuleParts): Code {
  const { detects, repairs, undoes, about } = parts;
  const { fix, start } = historyOf(rule);
  const detected = detects && {
    Since: fix ? block(call("Get-LastFix")) : start ? block(call("Get-LastStart")) : undefined,
    Applies: rule.applies && block(conditionCode(rule.applies, definitions)),
    Each: eachCode(rule),
    Symptoms:
      rule.symptoms.length === 0
        ? undefined
        : block(...rule.symptoms.map((one) => conditionCode(one, definitions))),
    Checks:
      rule.checks.length === 0
        ? undefined
        : block(...rule.checks.map((one) => conditionCode(one, definitions))),
    Reports: rule.reports.length === 0 ? undefined : block(...rule.reports.map(reportCode)),
  };
  const marks = marksOf(rule);
  return tallTable({
    Id: text(rule.id),
    ...about,
    ...detected,
    ...(repairs && {
      Guard: guardCode(rule, definitions),
      Marks: marks === undefined ? undefined : text(marks),
      Fix: block(...fixCode(rule.fixes, definitions)),
    }),
    ...(undoes && {
      HasEach: rule.each === undefined ? undefined : atom("$true"),
      Undo: block(...undoCode(rule.fixes)),
    }),
  });
}

/** What has to hold before the fix changes anything, with the name that reports give it. */
function guardCode(rule: PlannedRule, definitions: Definitions): Code | undefined {
  const guard = guardOf(rule);
  if (guard === undefined) return undefined;
  return table({
    Name: text(asciiText(guardLabel(guard))),
    Test: block(conditionCode(guard.condition, definitions)),
  });
}

/**
 * When a successful fix makes events history: once the rule is healthy, or where nothing but events shows the
 * problem, once the fix is done. Undefined where the rule looks at no events or changes nothing.
 */
function marksOf(rule: PlannedRule): "checked" | "unchecked" | undefined {
  if (!historyOf(rule).fix) return undefined;
  return rule.checks.length > 0 ? "checked" : "unchecked";
}

function eachCode({ each }: PlannedRule): Code | undefined {
  if (each === undefined) return undefined;
  const { query, key, among, text: name } = each;
  const shown = asciiText(name);
  return block(
    call(
      "Get-EachVerdict",
      queryCode(query),
      named("Key", keyCode(key)),
      ...(among === undefined ? [] : [named("Among", list(among.map(text)))]),
      ...(shown === name ? [] : [named("Shown", text(shown))]),
    ),
  );
}
