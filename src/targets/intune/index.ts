import { windowsText } from "../../encode/windows-text.ts";
import type { Rule } from "../../model/rule.ts";
import { canRepair, canUndo, isDetectable, planRule } from "../plan.ts";
import { detectView, remediateView, type ScriptView, undoView } from "../powershell/script-view.ts";
import type { FileRole, OutputFile, Program, Target } from "../target.ts";
import { render } from "../templates.ts";

/** Scripts for Intune Remediations: a folder a rule, with what there is to detect, to repair and to undo. */
export const intune: Target = {
  name: "intune",
  *emit(program: Program): Iterable<OutputFile> {
    for (const written of program.rules) {
      if (!isDetectable(written)) continue;
      const rule = planRule(written, program.configuration);
      yield script(rule, "Detect", "detect", detectView(rule, program));
      if (!canRepair(rule)) continue;
      yield script(rule, "Remediate", "remediate", remediateView(rule, program));
      if (canUndo(rule)) yield script(rule, "Undo", "undo", undoView(rule, program));
    }
  },
};

function script(rule: Rule, name: string, role: FileRole, view: ScriptView): OutputFile {
  return {
    path: `intune/${rule.id}/${name}.ps1`,
    content: windowsText(render(`intune/${role}`, view)),
    target: "intune",
    role,
    rule: rule.id,
    covers: rule.covers,
  };
}
