import type { Rule } from "../../model/rule.ts";
import type { FixBranch, Step } from "../../model/step.ts";

/**
 * How many seconds the steps of a fix may wait at most, for one thing where the rule has `each`: every branch that
 * is always done, and of each choice the branch that waits longest.
 */
export function longestWait({ fixes }: Pick<Rule, "fixes">): number {
  let total = 0;
  let choice: number[] = [];
  const endChoice = (): void => {
    total += Math.max(0, ...choice);
    choice = [];
  };
  for (const branch of fixes) {
    if (branch.branch === "always") {
      endChoice();
      total += branchWait(branch);
    } else {
      choice.push(branchWait(branch));
      if (branch.branch === "otherwise") endChoice();
    }
  }
  endChoice();
  return total;
}

function branchWait({ steps }: FixBranch): number {
  return steps.reduce((sum, step) => sum + stepWait(step), 0);
}

function stepWait(step: Step): number {
  switch (step.kind) {
    case "set":
      return step.withinSeconds ?? 0;
    case "run":
    case "wait-until":
      return step.withinSeconds;
    case "wait":
      return step.seconds;
    case "advise":
    case "support":
    case "restart":
    case "powershell":
      return 0;
    default:
      return step satisfies never;
  }
}
