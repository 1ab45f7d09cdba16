import { asciiText } from "../../encode/ascii.ts";
import { powershellComment, powershellString } from "../../encode/powershell.ts";
import type { Configuration } from "../../model/configuration.ts";
import type { Fact } from "../../model/condition.ts";
import { historyOf, memoryKey } from "../../model/history.ts";
import type { Rule } from "../../model/rule.ts";
import { canUndo } from "../plan.ts";
import {
  allExpression,
  conditionExpression,
  eventsExpression,
  factName,
  keyExpression,
  readExpression,
  type ScriptContext,
} from "./condition.ts";
import { fixBody, restores, sharedNames } from "./fix.ts";

/** What the templates of one rule's own functions take: its verdict, its fix, what its undo puts back. */
export interface RuleView {
  readonly id: string;
  /** The line above the functions. */
  readonly heading: string;
  readonly each: EachView | false;
  readonly applies: string | false;
  readonly symptoms: string | false;
  readonly checks: string | false;
  /** The variables that can be unknown, and those that are evidence of a problem. */
  readonly parts: string;
  readonly evidence: string;
  readonly reports: readonly ReportView[];
  readonly fix: string;
  /** The registry key where the rule remembers on a device what it did; whether its fix keeps a journal there. */
  readonly memoryKey: string;
  readonly journals: boolean;
  /** The statements that put back what the fix set. */
  readonly restores: string;
}

/** A fact that is read only to be named where the rule is unhealthy. */
interface ReportView {
  readonly variable: string;
  readonly test: string;
}

interface EachView {
  readonly filter: string;
  readonly events: string;
  readonly key: string;
  readonly among: string | false;
  readonly name: string;
  /** Whether only blocks inside the function read what `$Each` is, which script analysis takes for not at all. */
  readonly hiddenInVerdict: boolean;
  readonly hiddenInFix: boolean;
}

/** Which of a rule's parts a script has, besides its verdict. */
export interface RuleParts {
  readonly heading?: string;
  /** What the fix needs of the site; without it the script has no fix. */
  readonly configuration?: Configuration;
}

/** The verdict of a planned rule, and its fix where one is asked for. Functions that it calls are added to `called`. */
export function ruleView(
  rule: Rule,
  called: Set<string>,
  { heading, configuration }: RuleParts = {},
): RuleView {
  const context = ruleContext(rule, called);
  const indent = "    ";
  const applies = rule.applies === undefined ? false : conditionExpression(rule.applies, indent, context);
  const symptoms = rule.symptoms.length === 0 ? false : allExpression(rule.symptoms, indent, context);
  const checks = rule.checks.length === 0 ? false : allExpression(rule.checks, indent, context);
  const evidence = [symptoms === false ? [] : ["$symptoms"], checks === false ? [] : ["$checks"]].flat();
  const reports = rule.reports.map((fact, index) => reportView(fact, index, indent, context));
  const fix =
    configuration === undefined
      ? ""
      : fixBody(rule.fixes, {
          ...context,
          configuration,
          sharedNames: sharedNames(rule.fixes),
          hasEach: rule.each !== undefined,
        });
  if (configuration !== undefined && marksOf(rule) !== "") called.add("Save-LastFix");
  const named = (texts: readonly (string | false)[]): boolean =>
    texts.some((text) => text !== false && text.includes("+ $Each"));
  const hidden = {
    hiddenInVerdict: !named([symptoms, checks, ...reports.map(({ test }) => test)]),
    hiddenInFix: !named([fix]),
  };
  return {
    id: powershellString(rule.id),
    heading: heading ?? "The rule",
    each: eachView(rule, context, hidden),
    applies,
    symptoms,
    checks,
    parts: [applies === false ? [] : ["$applies"], evidence].flat().join(", "),
    evidence: [...evidence, ...reports.map(({ variable }) => variable)].join(", "),
    reports,
    fix,
    memoryKey: powershellString(memoryKey(rule)),
    journals: configuration !== undefined && canUndo(rule),
    restores: "",
  };
}

/** What the undo of a rule puts back. */
export function restoreView(rule: Rule, called: Set<string>, heading = "The rule"): RuleView {
  // What is put back is no matter of events.
  const entries = restores(rule, { called, notBefore: [] });
  for (const name of ["Format-Value", "Get-JournalEntry", "Get-RegistryItem"]) called.add(name);
  return {
    id: powershellString(rule.id),
    heading,
    each:
      rule.each === undefined
        ? false
        : {
            filter: "",
            events: "",
            key: "",
            among: false,
            name: "",
            hiddenInVerdict: false,
            hiddenInFix: false,
          },
    applies: false,
    symptoms: false,
    checks: false,
    parts: "",
    evidence: "",
    reports: [],
    fix: "",
    memoryKey: powershellString(memoryKey(rule)),
    journals: false,
    restores: entries,
  };
}

/** The heading of a rule's functions in a script of several rules. */
export function ruleHeading(rule: Rule): string {
  return powershellComment(`${rule.id}: ${rule.title.en}`);
}

/**
 * When a successful fix makes events history: once the rule is healthy, or where nothing but events shows the
 * problem, once the fix is done. Empty where the rule looks at no events or changes nothing.
 */
export function marksOf(rule: Rule): "checked" | "unchecked" | "" {
  if (!historyOf(rule).fix) return "";
  return rule.checks.length > 0 ? "checked" : "unchecked";
}

/** What the script calls before it looks at events: the times before which they are history. */
function ruleContext(rule: Rule, called: Set<string>): ScriptContext {
  const { fix, start } = historyOf(rule);
  const calls = [fix ? ["Get-LastFix"] : [], start ? ["Get-LastStart"] : []].flat();
  for (const name of calls) called.add(name);
  return { called, notBefore: calls.map((name) => `(${name})`) };
}

/** Reads a fact only to name it in the report. */
function reportView(fact: Fact, index: number, indent: string, context: ScriptContext): ReportView {
  const read = readExpression(fact, `${indent}    `, context);
  context.called.add("Test-Fact");
  return {
    variable: `$report${index + 1}`,
    test: `Test-Fact -Name ${factName(fact)} -Expected '' -Read { ${read} } -Holds { $true }`,
  };
}

function eachView(
  { each }: Rule,
  context: ScriptContext,
  hidden: Pick<EachView, "hiddenInVerdict" | "hiddenInFix">,
): EachView | false {
  if (each === undefined) return false;
  context.called.add("Get-EventData");
  return {
    ...eventsExpression(each.query, "    ", context),
    key: keyExpression(each.key),
    among: each.among === undefined ? false : `@(${each.among.map(powershellString).join(", ")})`,
    name: powershellString(asciiText(each.text)),
    ...hidden,
  };
}
