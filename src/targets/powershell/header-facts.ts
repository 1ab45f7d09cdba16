import { powershellComment } from "../../encode/powershell.ts";
import { describeCondition, describeEach, describeStep } from "../../model/describe.ts";
import type { Rule } from "../../model/rule.ts";
import { lineReference } from "../../text/source.ts";
import { effectsOf } from "../effects.ts";
import { canUndo } from "../plan.ts";

/** A line of a script's header: a label of a fixed width, and text that is safe in a comment. */
export interface HeaderFact {
  readonly label: string;
  readonly text: string;
}

/** What an administrator wants to know before trusting the script of a planned rule, a line each. */
export function headerFacts(rule: Rule, version: string): HeaderFact[] {
  const { writes } = effectsOf(rule);
  const steps = rule.fixes.flatMap((branch) => branch.steps);
  return headerLines([
    ["Why", rule.cause?.en],
    ["Applies when", rule.applies && describeCondition(rule.applies)],
    ["For", describeEach(rule)],
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
  ]);
}

/** Labels and texts as lines; one without a text is left out. */
export function headerLines(lines: readonly (readonly [string, string | undefined])[]): HeaderFact[] {
  return lines.flatMap(([label, text]) =>
    text === undefined ? [] : [{ label: `${label}:`.padEnd(14), text: powershellComment(text) }],
  );
}
