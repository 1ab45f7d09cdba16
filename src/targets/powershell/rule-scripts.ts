import { powershellComment } from "../../encode/powershell.ts";
import { guardOf } from "../../model/guard.ts";
import { isDetectable } from "../../model/rule.ts";
import { canRepair, canUndo, type PlannedRule, planRule } from "../plan.ts";
import type { OutputFile, Program } from "../target.ts";
import { atom, call, named } from "./code.ts";
import { definitionsIn } from "./definition-names.ts";
import { type HeaderFact, headerFacts } from "./header-facts.ts";
import { ruleCode, type RuleParts } from "./rule-code.ts";
import { type Header, type Parameters, printScript, type PrintedScript, type Script } from "./script.ts";

/** What a script does. */
export type ScriptRole = "detect" | "remediate" | "undo";

/** A script with the name of its file, without extension. */
export interface NamedScript extends PrintedScript {
  readonly role: ScriptRole;
  readonly name: string;
}

/** The scripts of one rule: what there is to detect, to repair and to undo. */
export function ruleScripts(rule: PlannedRule, program: Program): NamedScript[] {
  if (!isDetectable(rule)) return [];
  const scripts = [namedScript("detect", detectScript(rule, program))];
  if (!canRepair(rule)) return scripts;
  scripts.push(namedScript("remediate", remediateScript(rule, program)));
  if (canUndo(rule)) scripts.push(namedScript("undo", undoScript(rule, program)));
  return scripts;
}

/** The scripts of every rule, whatever it is emitted for: what proofs run. */
export function* scriptsOfAllRules(program: Program): Iterable<OutputFile> {
  for (const written of program.rules) {
    const rule = planRule(written, program.configuration);
    for (const { role, name, text } of ruleScripts(rule, program)) {
      const path = `intune/${rule.id}/${name}.ps1`;
      yield { path, content: text, target: "intune", role, rule: rule.id, covers: rule.covers };
    }
  }
}

export function namedScript(role: ScriptRole, script: Script): NamedScript {
  const name = { detect: "Detect", remediate: "Remediate", undo: "Undo" }[role];
  return { role, name, ...printScript(script) };
}

/** What the script of one rule is for, and the function that does it. */
export interface RuleScript {
  readonly purpose: string;
  readonly output: readonly string[];
  readonly facts?: readonly HeaderFact[];
  readonly main: string;
  readonly parameters: Parameters;
  readonly parts: RuleParts;
}

/** A script of one rule. */
export function ruleScript(rule: PlannedRule, program: Program, script: RuleScript): Script {
  const definitions = definitionsIn(program);
  const header: Header = {
    synopsis: powershellComment(rule.title.en),
    purpose: script.purpose,
    facts: [...headerFacts(rule, program.version), ...(script.facts ?? [])],
    output: script.output,
  };
  return {
    header,
    parameters: script.parameters,
    variables: [{ name: "rule", value: ruleCode(rule, definitions, script.parts) }],
    definitions,
    main: call(script.main, atom("$rule")),
    version: program.version,
  };
}

export const detects: RuleParts = { detects: true, repairs: false, undoes: false };
export const repairs: RuleParts = { detects: true, repairs: true, undoes: false };
export const undoes: RuleParts = { detects: false, repairs: false, undoes: true };

function detectScript(rule: PlannedRule, program: Program): Script {
  return ruleScript(rule, program, {
    purpose: `Detection script of the rule ${rule.id} (${rule.severity}). It changes nothing.`,
    output: [...lastLine(rule.id, "HEALTHY|UNHEALTHY|NOT-APPLICABLE|UNKNOWN"), ...detectExitCodes],
    main: "Invoke-Detection",
    parameters: "none",
    parts: detects,
  });
}

function remediateScript(rule: PlannedRule, program: Program): Script {
  return ruleScript(rule, program, {
    purpose: `Remediation script of the rule ${rule.id} (${rule.severity}). It changes only what is named below.`,
    output: [
      ...lastLine(rule.id, "FIXED|RESTART-NEEDED|MANUAL|FAILED"),
      "Exit code 1: a step failed, or the problem is still there. Exit code 0: all was done that a script can do.",
      "Without a problem the script changes nothing and reports the verdict of the detection.",
      ...guardLines(rule),
    ],
    main: "Invoke-Remediation",
    parameters: "what-if",
    parts: repairs,
  });
}

/** What the help of a script says where a guard can forbid what it repairs. */
export function guardLines(...rules: readonly PlannedRule[]): readonly string[] {
  return rules.every((rule) => guardOf(rule) === undefined)
    ? []
    : [
        "Where its guard does not hold, or is unknown, it changes nothing and reports MANUAL with the reason.",
      ];
}

/** The script that puts back what the remediation changed. */
export function undoScript(rule: PlannedRule, program: Program, parameters: Parameters = "undo"): Script {
  const script = ruleScript(rule, program, {
    purpose: `Undo script of the rule ${rule.id}. It puts back what its remediation script changed on this device.`,
    output: [...lastLine(rule.id, undoStatuses), ...undoExitCodes],
    main: "Invoke-Undo",
    parameters,
    parts: undoes,
  });
  return { ...script, main: { ...script.main, args: [...script.main.args, named("Force", atom("$Force"))] } };
}

export const undoStatuses = "UNDONE|NOTHING-TO-UNDO|CHANGED|FAILED";

export const detectExitCodes = [
  "Exit code 1: unhealthy. Exit code 0: healthy, not applicable or unknown;",
  "what cannot be read is unknown and never leads to a repair.",
];

export const undoExitCodes = [
  "CHANGED: something is no longer as the remediation left it; it stays so, and its journal entry too.",
  "Exit code 1: something was not put back. Exit code 0 otherwise.",
  "What a package of the site or PowerShell of the rule's author changed is not put back.",
];

/** What the last line of output is: the rule or bundle, a status, and what was found. */
export function lastLine(name: string, statuses: string): readonly string[] {
  return [
    `The last line of output, with ${statuses.replaceAll("|", ", ")} for <status>:`,
    `    mderules ${name} <status> <what was found>`,
  ];
}
