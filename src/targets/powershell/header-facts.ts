import { powershellComment } from "../../encode/powershell.ts";
import { describeCondition, describeEach, describeStep } from "../../model/describe.ts";
import { memoryKey } from "../../model/history.ts";
import { describeOrigin, type Rule } from "../../model/rule.ts";
import type { FixBranch, Step } from "../../model/step.ts";
import { lineReference } from "../../text/source.ts";
import { effectsOf } from "../effects.ts";
import { canUndo } from "../plan.ts";
import { describeRepairsWhen } from "../repairs-when.ts";

const labelWidth = 14;
const textWidth = 100;

/** A line of a script's header: a label of a fixed width, and text that is safe in a comment. */
export interface HeaderFact {
  readonly label: string;
  readonly text: string;
}

/** What an administrator wants to know before trusting the script of a planned rule, a line each. */
export function headerFacts(rule: Rule, version: string): HeaderFact[] {
  const { writes } = effectsOf(rule);
  return headerLines([
    ["Why:", rule.cause?.en],
    ["Applies when:", rule.applies && describeCondition(rule.applies)],
    ["For:", describeEach(rule)],
    ...rule.symptoms.map((symptom): [string, string] => ["Symptom:", describeCondition(symptom)]),
    ...rule.checks.map((check): [string, string] => ["Check:", describeCondition(check)]),
    ["Repairs when:", describeRepairsWhen(rule)],
    ...rule.fixes.flatMap(branchLines),
    ["May change:", writes.length === 0 ? "nothing" : writes.join("; ")],
    ["Journal:", canUndo(rule) ? `${memoryKey(rule)}, for Undo.ps1` : undefined],
    ...rule.notes.map((note): [string, string] => [
      "Note:",
      note.source === undefined ? note.text.en : `${note.text.en} (${note.source})`,
    ]),
    ["Document:", describeOrigin(rule)],
    ["Rule:", `${lineReference(rule.span)}, compiled by mderules ${version} for Windows PowerShell 5.1`],
  ]);
}

/** Labels and texts as lines; one without a text is left out. */
export function headerLines(lines: readonly (readonly [string, string | undefined])[]): HeaderFact[] {
  return lines.flatMap(([label, text]) =>
    text === undefined ? [] : [{ label: label.padEnd(labelWidth), text: wrap(powershellComment(text)) }],
  );
}

/** A branch of the fix: when it is taken, and what it does and advises. */
function branchLines({ branch, condition, steps }: FixBranch): [string, string][] {
  const label = branch === "otherwise" ? "Otherwise:" : "Fix:";
  const taken = condition === undefined ? [] : [`when ${describeCondition(condition)}:`];
  const lines = [...taken, ...steps.map(describeAnyStep)];
  return lines.map((text, index) => [index === 0 ? label : "", text]);
}

function describeAnyStep(step: Step): string {
  const done = describeStep(step);
  if (done !== undefined) return done;
  return step.kind === "advise" || step.kind === "support" ? `advise: ${step.text.en}` : "";
}

/**
 * Breaks a line between words where it would be wider than the rest of the script; what goes on stands below its text.
 * No line begins with a word such as `.NET`: PowerShell would take it for a keyword of the help, and then for no help.
 */
function wrap(text: string): string {
  const lines: string[] = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1)!;
    const isTooLong = last !== "" && last.length + word.length >= textWidth;
    if (isTooLong && !/^\.\w/.test(word)) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines.join(`\n${" ".repeat(labelWidth + 4)}`);
}
