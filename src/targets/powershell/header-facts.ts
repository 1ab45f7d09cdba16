import { powershellComment } from "../../encode/powershell.ts";
import { describeByName, describeEach, describeSeconds, describeStep } from "../../model/describe.ts";
import { memoryKey } from "../../model/history.ts";
import { describeOrigin } from "../../model/rule.ts";
import type { FixBranch, Step } from "../../model/step.ts";
import { lineReference } from "../../text/source.ts";
import { effectsOf } from "../effects.ts";
import { canUndo, type PlannedRule } from "../plan.ts";
import { describeRepairsWhen } from "../repairs-when.ts";

const labelWidth = 14;
const lineWidth = 118;

/** A line of a script's header: a label of a fixed width, and text that is safe in a comment. */
export interface HeaderFact {
  readonly label: string;
  readonly text: string;
}

/** What an administrator wants to know before trusting the script of a planned rule, a line each. */
export function headerFacts(rule: PlannedRule, version: string): HeaderFact[] {
  const { writes } = effectsOf(rule);
  return headerLines([
    ["Why:", rule.cause?.en],
    ...meaningLines(rule),
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

/** What a rule says in the words of the language, each line with its label. */
function meaningLines(rule: PlannedRule): (readonly [string, string | undefined])[] {
  return [
    ["Applies when:", rule.applies && describeByName(rule.applies)],
    ["For:", describeEach(rule)],
    ...rule.symptoms.map((symptom): [string, string] => ["Symptom:", describeByName(symptom)]),
    ...rule.checks.map((check): [string, string] => ["Check:", describeByName(check)]),
    ["Repairs when:", describeRepairsWhen(rule)],
    ...rule.fixes.flatMap((branch, place) => branchLines(branch, rule.fixes[place - 1])),
  ];
}

/** The same as whole lines, as manifests have them. */
export function meaningOf(rule: PlannedRule): string[] {
  let last = "";
  return meaningLines(rule).flatMap(([label, text]) => {
    if (label !== "") last = label;
    return text === undefined ? [] : [`${last} ${text}`];
  });
}

/** Labels and texts as lines; one without a text is left out. */
export function headerLines(lines: readonly (readonly [string, string | undefined])[]): HeaderFact[] {
  return lines.flatMap(([label, text]) =>
    text === undefined ? [] : [{ label: label.padEnd(labelWidth), text: wrap(powershellComment(text)) }],
  );
}

/** A branch of the fix: when it is taken, and what it does and advises. */
function branchLines(
  { branch, condition, steps }: FixBranch,
  before: FixBranch | undefined,
): [string, string][] {
  const label = branch === "otherwise" ? "Otherwise:" : "Fix:";
  // Of branches with a condition that follow each other, only the first whose condition holds is taken.
  const when = before?.branch === "when" ? "else when" : "when";
  const taken = condition === undefined ? [] : [`${when} ${describeByName(condition)}:`];
  const lines = [...taken, ...steps.map(describeAnyStep)];
  return lines.map((text, index) => [index === 0 ? label : "", text]);
}

function describeAnyStep(step: Step): string {
  switch (step.kind) {
    case "advise":
      return `advise: ${step.text.en}`;
    case "support":
      return `advise to contact Microsoft support: ${step.text.en}`;
    case "wait-until":
      return `wait until ${describeByName(step.condition)}, ${describeSeconds(step.withinSeconds)} at most`;
    default:
      return describeStep(step)!;
  }
}

/**
 * Breaks a line between words where it would be wider than the rest of the script; what goes on stands below its text.
 * No line begins with a word such as `.NET`: PowerShell would take it for a keyword of the help, and then for no help.
 */
export function wrap(text: string, indent = labelWidth + 4): string {
  const lines: string[] = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1)!;
    const isTooLong = last !== "" && indent + last.length + word.length >= lineWidth;
    if (isTooLong && !/^\.\w/.test(word)) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines.join(`\n${" ".repeat(indent)}`);
}
