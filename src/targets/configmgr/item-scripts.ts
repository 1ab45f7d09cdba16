import { windowsText } from "../../encode/windows-text.ts";
import type { Rule } from "../../model/rule.ts";
import { headerLines, type HeaderFact } from "../powershell/header-facts.ts";
import { detectView, remediateView, undoView } from "../powershell/script-view.ts";
import type { Program } from "../target.ts";
import { render } from "../templates.ts";
import { type ItemView, scriptSeconds, settingValues } from "./item-view.ts";

/** The scripts of a configuration item, as they are written to files and stand in its XML. */
export interface ItemScripts {
  readonly discover: string;
  readonly remediate: string | undefined;
  readonly undo: string | undefined;
}

/** The scripts of a planned rule. */
export function itemScripts(rule: Rule, item: ItemView, program: Program): ItemScripts {
  return {
    discover: discoverScript(rule, program),
    remediate: item.repairs ? remediateScript(rule, item, program) : undefined,
    undo: item.undoes
      ? windowsText(render("configmgr/undo", { ...undoView(rule, program), parameters: [] }))
      : undefined,
  };
}

function discoverScript(rule: Rule, program: Program): string {
  const { compliant, nonCompliant } = settingValues;
  return windowsText(
    render("configmgr/discover", {
      ...detectView(rule, program),
      purpose: `Discovery script of the rule ${rule.id} (${rule.severity}). It changes nothing.`,
      output: [
        `The only line of output is ${compliant} (healthy or not applicable) or ${nonCompliant} (unhealthy).`,
        "What cannot be read ends in an error with the reason: the discovery fails, and nothing is repaired.",
      ],
      compliant,
      nonCompliant,
    }),
  );
}

function remediateScript(rule: Rule, item: ItemView, program: Program): string {
  const view = remediateView(rule, program);
  return windowsText(
    render("configmgr/remediate", {
      ...view,
      facts: [...view.facts, ...timeFact(item)],
      purpose: `Remediation script of the rule ${rule.id} (${rule.severity}). It changes only what is named below.`,
      output: [
        `The only line of output is: mderules ${rule.id} <FIXED|RESTART-NEEDED|MANUAL> <what was found and done>`,
        "Where a step fails, or the problem is still there, it ends in an error that is this line with FAILED.",
        "Without a problem the script changes nothing and prints the verdict. With -WhatIf it only says what it would do.",
      ],
    }),
  );
}

function timeFact({ longWait }: ItemView): HeaderFact[] {
  const text = `may wait ${longWait ?? ""}; clients stop scripts after ${scriptSeconds} seconds unless a client setting says more`;
  return headerLines([["Time:", longWait === undefined ? undefined : text]]);
}
