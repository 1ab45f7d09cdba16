import type { PlannedRule } from "../plan.ts";
import { type HeaderFact, headerLines } from "../powershell/header-facts.ts";
import { detects, guardLines, repairs, ruleScript, undoScript } from "../powershell/rule-scripts.ts";
import { printScript, type PrintedScript, type Script } from "../powershell/script.ts";
import type { Program } from "../target.ts";
import { type ItemView, scriptSeconds, settingValues } from "./item-view.ts";

/** The scripts of a configuration item, as they are written to files and stand in its XML. */
export interface ItemScripts {
  readonly discover: PrintedScript;
  readonly remediate: PrintedScript | undefined;
  readonly undo: PrintedScript | undefined;
}

/** The scripts of a rule. */
export function itemScripts(rule: PlannedRule, item: ItemView, program: Program): ItemScripts {
  return {
    discover: printScript(discoverScript(rule, program)),
    remediate: item.repairs ? printScript(remediateScript(rule, item, program)) : undefined,
    undo: item.undoes ? printScript(undoScript(rule, program, "undo-arguments")) : undefined,
  };
}

function discoverScript(rule: PlannedRule, program: Program): Script {
  const { compliant, nonCompliant } = settingValues;
  return ruleScript(rule, program, {
    purpose: `Discovery script of the rule ${rule.id} (${rule.severity}). It changes nothing.`,
    output: [
      `The only line of output is ${compliant} (healthy or not applicable) or ${nonCompliant} (unhealthy).`,
      "What cannot be read ends in an error with the reason: the discovery fails, and nothing is repaired.",
    ],
    main: "Invoke-Discovery",
    parameters: "none",
    parts: detects,
  });
}

function remediateScript(rule: PlannedRule, item: ItemView, program: Program): Script {
  return ruleScript(rule, program, {
    purpose: `Remediation script of the rule ${rule.id} (${rule.severity}). It changes only what is named below.`,
    output: [
      `The only line of output is: mderules ${rule.id} <FIXED|RESTART-NEEDED|MANUAL> <what was found and done>`,
      "Where a step fails, or the problem is still there, it ends in an error that is this line with FAILED.",
      "Without a problem the script changes nothing and prints the verdict. With -WhatIf it only says what it would do.",
      ...guardLines(rule),
    ],
    facts: timeFact(item),
    main: "Invoke-ItemRemediation",
    parameters: "arguments",
    parts: repairs,
  });
}

function timeFact({ longWait }: ItemView): HeaderFact[] {
  const text = `may wait ${longWait ?? ""}; clients stop scripts after ${scriptSeconds} seconds unless a client setting says more`;
  return headerLines([["Time:", longWait === undefined ? undefined : text]]);
}
