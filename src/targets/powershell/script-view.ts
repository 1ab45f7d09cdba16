import { powershellComment, powershellString } from "../../encode/powershell.ts";
import type { Rule } from "../../model/rule.ts";
import type { Program } from "../target.ts";
import { guardArgument, guardViews, type GuardView } from "./guards.ts";
import { functionsNeeded } from "./functions.ts";
import { type HeaderFact, headerFacts } from "./header-facts.ts";
import { marksOf, restoreView, type RuleView, ruleView } from "./rule-view.ts";

/** What the help at the beginning of a script says; every value is safe in a comment. */
export interface HeaderView {
  /** What the last line of output names: a rule, or a bundle of rules. */
  readonly rule: string;
  readonly synopsis: string;
  readonly purpose: string;
  readonly facts: readonly HeaderFact[];
  readonly statuses: string;
  readonly exitCodes: readonly string[];
  readonly parameters: readonly { readonly name: string; readonly text: string }[];
}

/** What the functions take that rules share; every value is safe where it stands. */
export interface SharedView {
  readonly canWhatIf: boolean;
  readonly canForce: boolean;
  readonly functions: Readonly<Record<string, boolean>>;
  /** Whether an event names what a function is called with: names are then checked. */
  readonly each: object | boolean;
  readonly memory: MemoryView;
  /** The guards of the rules, and what the repair of one takes: its guard, and when its fix makes events history. */
  readonly guards: readonly GuardView[];
  /** Whether a repair is told when its success makes events history; one rule's own script knows. */
  readonly takesMarks: boolean;
  readonly flowParameters: string;
  /** The conditions under which a fix makes events history, before and after the second verdict. */
  readonly marksUnchecked: string | false;
  readonly marksChecked: string | false;
}

/** Where a rule remembers on a device what it did, as PowerShell expressions. */
export interface MemoryView {
  readonly key: string;
  /** The key as a path of the registry provider, and that of the journal below it. */
  readonly path: string;
  readonly journal: string;
}

/** What the templates of the scripts of one rule take. */
export type ScriptView = HeaderView & SharedView & RuleView & { readonly guardArgument: string };

export const whatIf = { name: "WhatIf", text: "Says what the script would change, and changes nothing." };

export const force = { name: "Force", text: "Puts back, too, what was changed after the remediation." };

/** The view of a rule's detection script. `rule` is a planned one. */
export function detectView(rule: Rule, program: Program): ScriptView {
  const called = new Set<string>();
  const view = ruleView(rule, called);
  return {
    ...header(rule, program),
    ...shared(rule, called),
    ...view,
    guardArgument: "",
    purpose: `Detection script of the rule ${rule.id} (${rule.severity}). It changes nothing.`,
    statuses: "HEALTHY|UNHEALTHY|NOT-APPLICABLE|UNKNOWN",
    exitCodes: detectExitCodes,
  };
}

export const detectExitCodes = [
  "Exit code 1: unhealthy. Exit code 0: healthy, not applicable or unknown;",
  "what cannot be read is unknown and never leads to a repair.",
];

/** The view of a rule's remediation script. */
export function remediateView(rule: Rule, program: Program): ScriptView {
  const called = new Set<string>();
  const view = ruleView(rule, called, { configuration: program.configuration });
  const guards = guardViews([rule], called);
  const marks = marksOf(rule);
  return {
    ...header(rule, program),
    ...shared(rule, called),
    ...view,
    purpose: `Remediation script of the rule ${rule.id} (${rule.severity}). It changes only what is named below.`,
    statuses: "FIXED|RESTART-NEEDED|MANUAL|FAILED",
    exitCodes: [
      "Exit code 1: a step failed, or the problem is still there. Exit code 0: all was done that a script can do.",
      "Without a problem the script changes nothing and reports the verdict of the detection.",
      ...guardExitCodes(guards),
    ],
    parameters: [whatIf],
    canWhatIf: true,
    guards,
    takesMarks: false,
    flowParameters: guards.length === 0 ? "" : "[scriptblock]$Guard",
    guardArgument: guardArgument(rule),
    marksUnchecked: marks === "unchecked" && marked.unchecked,
    marksChecked: marks === "checked" && marked.checked,
  };
}

/** What the help says where a guard can forbid the fix. */
export function guardExitCodes(guards: readonly GuardView[]): string[] {
  return guards.length === 0
    ? []
    : [
        "Where its guard does not hold, or is unknown, it changes nothing and reports MANUAL with the reason.",
      ];
}

/** When a rule whose fix makes events history marks the moment. */
export const marked = {
  unchecked: "$did -and -not $advice -and -not $restart",
  checked: "$after.Verdict -eq 'HEALTHY' -and -not $restart",
};

/** The view of the script that puts back what the remediation changed. */
export function undoView(rule: Rule, program: Program): ScriptView {
  const called = new Set<string>();
  const view = restoreView(rule, called);
  return {
    ...header(rule, program),
    ...shared(rule, called),
    ...view,
    guardArgument: "",
    purpose: `Undo script of the rule ${rule.id}. It puts back what its remediation script changed on this device.`,
    statuses: "UNDONE|NOTHING-TO-UNDO|CHANGED|FAILED",
    exitCodes: undoExitCodes,
    parameters: [whatIf, force],
    canWhatIf: true,
    canForce: true,
  };
}

export const undoExitCodes = [
  "CHANGED: something is no longer as the remediation left it; it stays so, and its journal entry too.",
  "Exit code 1: something was not put back. Exit code 0 otherwise.",
  "What a package of the site or PowerShell of the rule's author changed is not put back.",
];

function header(rule: Rule, program: Program): HeaderView {
  return {
    rule: rule.id,
    synopsis: powershellComment(rule.title.en),
    purpose: "",
    facts: headerFacts(rule, program.version),
    statuses: "",
    exitCodes: [],
    parameters: [],
  };
}

function shared(rule: Rule, called: ReadonlySet<string>): SharedView {
  const key = `HKLM\\SOFTWARE\\mderules\\${rule.id}`;
  return {
    canWhatIf: false,
    canForce: false,
    functions: functionsNeeded(called),
    each: false,
    memory: {
      key: powershellString(key),
      path: powershellString(`Registry::${key}`),
      journal: powershellString(`Registry::${key}\\Journal`),
    },
    guards: [],
    takesMarks: false,
    flowParameters: "",
    marksUnchecked: false,
    marksChecked: false,
  };
}
