import { windowsText } from "../../encode/windows-text.ts";
import type { Rule } from "../../model/rule.ts";
import { canRepair, canUndo, isDetectable, planRule } from "../plan.ts";
import type { OutputFile, Program } from "../target.ts";
import { render } from "../templates.ts";
import { detectView, remediateView, type ScriptView, undoView } from "./script-view.ts";

/** A script, its text with the line ends of Windows. */
export interface Script {
  readonly role: "detect" | "remediate" | "undo";
  readonly name: string;
  readonly text: string;
}

/** The scripts of one planned rule: what there is to detect, to repair and to undo. */
export function ruleScripts(rule: Rule, program: Program): Script[] {
  if (!isDetectable(rule)) return [];
  const scripts = [script("detect", detectView(rule, program))];
  if (!canRepair(rule)) return scripts;
  scripts.push(script("remediate", remediateView(rule, program)));
  if (canUndo(rule)) scripts.push(script("undo", undoView(rule, program)));
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

function script(role: Script["role"], view: ScriptView): Script {
  const name = { detect: "Detect", remediate: "Remediate", undo: "Undo" }[role];
  return { role, name, text: windowsText(render(`intune/${role}`, view)) };
}
