import { propertyOf } from "../../kinds/index.ts";
import { isWritable } from "../../kinds/kind.ts";
import { describeCondition, describeStep } from "../../model/describe.ts";
import type { FixBranch, Step } from "../../model/step.ts";
import { describeLiteral } from "../../model/value.ts";
import { changedConditions } from "./change-condition.ts";
import { otherLiterals } from "./change-literal.ts";
import type { Change } from "./mutant.ts";

type Fix = readonly FixBranch[];

/** Every fix that is this one with one thing changed: a branch, its condition, a step dropped, swapped or set otherwise. */
export function changedFixes(fix: Fix): Change<Fix>[] {
  const changes: Change<Fix>[] = [];
  for (const [index, branch] of fix.entries()) {
    const { span } = branch;
    const replaced = (...branches: FixBranch[]): Fix => [
      ...fix.slice(0, index),
      ...branches,
      ...fix.slice(index + 1),
    ];
    const name = nameOf(branch);
    if (fix.length > 1) changes.push({ change: `without ${name}`, span, part: replaced() });
    const next = fix[index + 1];
    if (branch.branch === "when" && next?.branch === "when") {
      const part = [...fix.slice(0, index), next, branch, ...fix.slice(index + 2)];
      changes.push({ change: `${nameOf(next)} before ${name}`, span, part });
    }
    for (const changed of branch.condition === undefined ? [] : changedConditions(branch.condition)) {
      const part = replaced({ ...branch, condition: changed.part });
      changes.push({ ...changed, change: `${changed.change}, in ${name}`, part });
    }
    for (const changed of changedSteps(branch.steps)) {
      const part = replaced({ ...branch, steps: changed.part });
      changes.push({ change: `${changed.change}, in ${name}`, span: changed.span, part });
    }
  }
  return changes;
}

function nameOf({ branch, condition }: FixBranch): string {
  return condition === undefined ? `\`fix ${branch}\`` : `\`fix when ${describeCondition(condition)}\``;
}

function changedSteps(steps: readonly Step[]): Change<readonly Step[]>[] {
  const changes: Change<readonly Step[]>[] = [];
  for (const [index, step] of steps.entries()) {
    const { span } = step;
    const replaced = (...others: Step[]) => [...steps.slice(0, index), ...others, ...steps.slice(index + 1)];
    const name = shownStep(step);
    // What advice says is for people; a scenario can tell only whether there is any.
    const isMoreAdvice = isAdvice(step) && steps.some((other) => other !== step && isAdvice(other));
    if (!isMoreAdvice && step.kind !== "wait")
      changes.push({ change: `without \`${name}\``, span, part: replaced() });
    const next = steps[index + 1];
    if (next !== undefined && !isAdvice(step) && !isAdvice(next)) {
      const part = [...steps.slice(0, index), next, step, ...steps.slice(index + 2)];
      changes.push({ change: `\`${shownStep(next)}\` before \`${name}\``, span, part });
    }
    if (step.kind !== "set") continue;
    const property = propertyOf(step.fact);
    const allowed = isWritable(property) ? property.write.values : undefined;
    const type =
      allowed === undefined || property.type.type !== "word"
        ? property.type
        : { ...property.type, words: allowed };
    for (const value of otherLiterals(step.value, type)) {
      const part = replaced({ ...step, value });
      changes.push({
        change: `\`${describeLiteral(value)}\` for \`${describeLiteral(step.value)}\` in \`${name}\``,
        span,
        part,
      });
    }
  }
  return changes;
}

function isAdvice({ kind }: Step): boolean {
  return kind === "advise" || kind === "support" || kind === "restart";
}

function shownStep(step: Step): string {
  return describeStep(step) ?? step.kind;
}
