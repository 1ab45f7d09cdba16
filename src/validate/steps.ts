import { type FixBranch, siteActions, type Step } from "../model/step.ts";
import type { FixStatement, StepNode, WaitUntilStep as WaitUntilNode } from "../syntax/tree.ts";
import type { WaitUntilStep } from "../model/step.ts";
import { toCondition } from "./condition.ts";
import type { Context } from "./context.ts";
import { toSeconds, waiting } from "./duration.ts";
import { checkPowerShell } from "./laws/powershell-step.ts";
import { type Phrased, pairPhrases } from "./phrase.ts";
import { toSetStep } from "./set-step.ts";
import { splitQualifiers } from "./step-qualifiers.ts";

/** A package of the site may take this long where the rule does not say. */
const packageSeconds = 600;

/** The branches of a rule's fixes in the order in which they are tried. */
export function toFixes(written: readonly FixStatement[], context: Context): FixBranch[] {
  const branches: FixBranch[] = [];
  const statements = withTranslations(written);
  for (const [index, statement] of statements.entries()) {
    if (statement.branch === "otherwise" && statements[index - 1]?.branch !== "when") {
      context.report("otherwiseWithoutWhen", statement.span, {});
    }
    const condition = statement.condition && toCondition(statement.condition, context);
    const steps = toSteps(statement.steps, context);
    // Without its condition a branch would mean something else; the error has been reported.
    if (statement.condition !== undefined && condition === undefined) continue;
    branches.push({ branch: statement.branch, condition, steps, span: statement.span });
  }
  return branches;
}

/** A line `fix advise fr "..."` belongs to the line before it, which says the same in English. */
function withTranslations(statements: readonly FixStatement[]): FixStatement[] {
  const joined: FixStatement[] = [];
  for (const statement of statements) {
    const above = joined.at(-1);
    const last = above?.steps.at(-1);
    const [first, ...others] = statement.steps;
    const isTranslation =
      above?.branch === "always" &&
      statement.branch === "always" &&
      first !== undefined &&
      others.length === 0 &&
      "language" in first &&
      first.language === "fr" &&
      last?.kind === first.kind;
    if (isTranslation) joined[joined.length - 1] = { ...above, steps: [...above.steps, first] };
    else joined.push(statement);
  }
  return joined;
}

function toSteps(nodes: readonly StepNode[], context: Context): Step[] {
  return pairPhrases(nodes, context).flatMap((node) => {
    const step = toStep(node, context);
    return step === undefined ? [] : [step];
  });
}

function toStep(node: Phrased<StepNode>, context: Context): Step | undefined {
  switch (node.kind) {
    case "set":
      return toSetStep(node, context);
    case "run": {
      const action = siteActions.find((known) => known === node.action.text);
      if (action === undefined) {
        const { text: word, span } = node.action;
        return context.report("wordExpected", span, {
          place: "a package of the site",
          word,
          words: siteActions,
        });
      }
      const { within } = splitQualifiers(node.qualifiers, ["within"], "run", context);
      return { kind: "run", action, withinSeconds: within ?? packageSeconds, span: node.span };
    }
    case "wait": {
      const seconds = toSeconds(node.duration, "wait", waiting, context);
      return seconds === undefined ? undefined : { kind: "wait", seconds, span: node.span };
    }
    case "wait-until":
      return toWaitUntil(node, context);
    case "advise":
    case "support":
      return { kind: node.kind, text: node.phrase, span: node.span };
    case "restart":
      return { kind: "restart", span: node.span };
    case "powershell": {
      const character = /[^\t\n\r -~]/u.exec(node.script.text)?.[0];
      if (character !== undefined) return context.report("nonAsciiScript", node.script.span, { character });
      if (!checkPowerShell(node.script, context)) return undefined;
      return { kind: "powershell", script: node.script.text, span: node.span };
    }
    default:
      return node satisfies never;
  }
}

/** `wait until CONDITION within DURATION`. */
export function toWaitUntil(node: WaitUntilNode, context: Context): WaitUntilStep | undefined {
  const condition = toCondition(node.condition, context);
  if (node.within === undefined) return context.report("unboundedWait", node.span, {});
  const withinSeconds = toSeconds(node.within, "within", waiting, context);
  if (condition === undefined || withinSeconds === undefined) return undefined;
  return { kind: "wait-until", condition, withinSeconds, span: node.span };
}
