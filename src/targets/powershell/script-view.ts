import { asciiText } from "../../encode/ascii.ts";
import { powershellComment, powershellString } from "../../encode/powershell.ts";
import type { Rule } from "../../model/rule.ts";
import { lineReference } from "../../text/source.ts";
import { canUndo } from "../plan.ts";
import { effectsOf } from "../effects.ts";
import type { Program } from "../target.ts";
import { allExpression, conditionExpression, eventsExpression, keyExpression, type ScriptContext } from "./condition.ts";
import { describeCondition, describeEach, describeStep } from "../../model/describe.ts";
import { fixBody, restores } from "./fix.ts";
import { functionsNeeded } from "./functions.ts";

/** What the templates of detection, remediation and undo scripts take; every value is safe where it stands. */
export interface ScriptView {
  readonly rule: string;
  /** The key below which the rule remembers what it did on a device. */
  readonly memory: string;
  readonly synopsis: string;
  readonly purpose: string;
  readonly facts: readonly { readonly label: string; readonly text: string }[];
  readonly statuses: string;
  readonly exitCodes: readonly string[];
  readonly parameters: readonly { readonly name: string; readonly text: string }[];
  readonly canWhatIf: boolean;
  readonly functions: Readonly<Record<string, boolean>>;
  readonly each: EachView | false;
  readonly applies: string | false;
  readonly symptoms: string | false;
  readonly checks: string | false;
  /** The variables that can be unknown, and those that are evidence of a problem. */
  readonly parts: string;
  readonly evidence: string;
  readonly marksChecked: boolean;
  readonly marksUnchecked: boolean;
  readonly fix: string;
  /** Whether a step keeps more in the journal than the value it read. */
  readonly saves: boolean;
  readonly restores: readonly { readonly name: string; readonly restore: string }[];
}

interface EachView {
  readonly filter: string;
  readonly events: string;
  readonly key: string;
  readonly among: string | false;
  readonly name: string;
}

const whatIf = { name: "WhatIf", text: "Says what the script would change, and changes nothing." };

/** The view of a rule's detection script. `rule` is a planned one. */
export function detectView(rule: Rule, program: Program): ScriptView {
  const context = scriptContext(rule);
  const verdict = verdictView(rule, context);
  return {
    ...base(rule, program),
    ...verdict,
    purpose: `Detection script of the rule ${rule.id} (${rule.severity}). It changes nothing.`,
    statuses: "HEALTHY|UNHEALTHY|NOT-APPLICABLE|UNKNOWN",
    exitCodes: [
      "Exit code 1: unhealthy. Exit code 0: healthy, not applicable or unknown;",
      "what cannot be read is unknown and never leads to a repair.",
    ],
    functions: functionsNeeded(context.called),
  };
}

/** The view of a rule's remediation script. */
export function remediateView(rule: Rule, program: Program): ScriptView {
  const context = { ...scriptContext(rule), configuration: program.configuration };
  const verdict = verdictView(rule, context);
  const fix = fixBody(rule.fixes, context);
  const marks = context.notBefore.includes("(Get-LastFix)");
  if (marks) context.called.add("Save-LastFix");
  return {
    ...base(rule, program),
    ...verdict,
    purpose: `Remediation script of the rule ${rule.id} (${rule.severity}). It changes only what is named below.`,
    statuses: "FIXED|RESTART-NEEDED|MANUAL|FAILED",
    exitCodes: [
      "Exit code 1: a step failed, or the problem is still there. Exit code 0: all was done that a script can do.",
      "Without a problem the script changes nothing and reports the verdict of the detection.",
    ],
    parameters: [whatIf],
    canWhatIf: true,
    functions: functionsNeeded(context.called),
    marksChecked: marks && rule.checks.length > 0,
    marksUnchecked: marks && rule.checks.length === 0,
    fix,
    saves: fix.includes("Save = {"),
  };
}

/** The view of the script that puts back what the remediation changed. */
export function undoView(rule: Rule, program: Program): ScriptView {
  const context = scriptContext(rule);
  const entries = restores(rule.fixes, context);
  return {
    ...base(rule, program),
    each: rule.each === undefined ? false : { filter: "", events: "", key: "", among: false, name: "" },
    purpose: `Undo script of the rule ${rule.id}. It puts back what its remediation script changed on this device.`,
    statuses: "UNDONE|NOTHING-TO-UNDO|FAILED",
    exitCodes: [
      "Exit code 1: something could not be put back. Exit code 0 otherwise.",
      "What a package of the site or PowerShell of the rule's author changed is not put back.",
    ],
    parameters: [whatIf],
    canWhatIf: true,
    functions: functionsNeeded(context.called),
    restores: entries,
  };
}

/** Which events are history: those before the last successful fix, or where a restart is the fix, before the last start. */
function scriptContext(rule: Rule): ScriptContext {
  const called = new Set<string>();
  const usesEvents = rule.each !== undefined || rule.symptoms.length > 0;
  const steps = rule.fixes.flatMap((branch) => branch.steps);
  const notBefore: string[] = [];
  if (usesEvents && steps.some(({ kind }) => kind === "set" || kind === "run" || kind === "powershell")) {
    notBefore.push("(Get-LastFix)");
    called.add("Get-LastFix");
  }
  if (usesEvents && steps.some(({ kind }) => kind === "restart")) {
    notBefore.push("(Get-LastStart)");
    called.add("Get-LastStart");
  }
  return { called, notBefore };
}

function base(rule: Rule, program: Program): ScriptView {
  return {
    rule: rule.id,
    memory: `HKLM\\SOFTWARE\\mderules\\${rule.id}`,
    synopsis: powershellComment(rule.title.en),
    purpose: "",
    facts: headerFacts(rule, program.version),
    statuses: "",
    exitCodes: [],
    parameters: [],
    canWhatIf: false,
    functions: {},
    each: false,
    applies: false,
    symptoms: false,
    checks: false,
    parts: "",
    evidence: "",
    marksChecked: false,
    marksUnchecked: false,
    fix: "",
    saves: false,
    restores: [],
  };
}

/** What an administrator wants to know before trusting the script, a line each. */
function headerFacts(rule: Rule, version: string): { label: string; text: string }[] {
  const { writes } = effectsOf(rule);
  const steps = rule.fixes.flatMap((branch) => branch.steps);
  const each = describeEach(rule);
  const lines: [string, string | undefined][] = [
    ["Why", rule.cause?.en],
    ["Applies when", rule.applies && describeCondition(rule.applies)],
    ["For", each],
    ...rule.symptoms.map((symptom): [string, string] => ["Symptom", describeCondition(symptom)]),
    ...rule.checks.map((check): [string, string] => ["Check", describeCondition(check)]),
    ...steps.map((step): [string, string | undefined] => ["Fix", describeStep(step)]),
    ...steps.flatMap((step): [string, string][] =>
      step.kind === "advise" || step.kind === "support" ? [["Advice", step.text.en]] : [],
    ),
    ["May change", writes.length === 0 ? "nothing" : writes.join("; ")],
    ["Journal", canUndo(rule) ? `HKLM\\SOFTWARE\\mderules\\${rule.id}, for Undo.ps1` : undefined],
    ...rule.notes.map((note): [string, string] => [
      "Note",
      note.source === undefined ? note.text.en : `${note.text.en} (${note.source})`,
    ]),
    ["Document", `${rule.document}, ${rule.covers.join(", ")}`],
    ["Rule", `${lineReference(rule.span)}, compiled by mderules ${version} for Windows PowerShell 5.1`],
  ];
  return lines.flatMap(([label, text]) =>
    text === undefined ? [] : [{ label: `${label}:`.padEnd(14), text: powershellComment(text) }],
  );
}

function verdictView(rule: Rule, context: ScriptContext): Pick<ScriptView, "each" | "applies" | "symptoms" | "checks" | "parts" | "evidence"> {
  const indent = "    ";
  const applies = rule.applies === undefined ? false : conditionExpression(rule.applies, indent, context);
  const symptoms = rule.symptoms.length === 0 ? false : allExpression(rule.symptoms, indent, context);
  const checks = rule.checks.length === 0 ? false : allExpression(rule.checks, indent, context);
  const evidence = [symptoms === false ? [] : ["$symptoms"], checks === false ? [] : ["$checks"]].flat();
  return {
    each: eachView(rule, context),
    applies,
    symptoms,
    checks,
    parts: [applies === false ? [] : ["$applies"], evidence].flat().join(", "),
    evidence: evidence.join(", "),
  };
}

function eachView({ each }: Rule, context: ScriptContext): EachView | false {
  if (each === undefined) return false;
  context.called.add("Get-EventData");
  return {
    ...eventsExpression(each.query, "    ", context),
    key: keyExpression(each.key),
    among: each.among === undefined ? false : `@(${each.among.map(powershellString).join(", ")})`,
    name: powershellString(asciiText(each.text)),
  };
}
