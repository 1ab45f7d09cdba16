import { propertyOf } from "../kinds/index.ts";
import type { Configuration } from "../model/configuration.ts";
import { factsOf } from "../model/facts-of.ts";
import type { Rule } from "../model/rule.ts";
import { type FixBranch, isAutomatic, type RunStep, type Step } from "../model/step.ts";
import { planConditions } from "./plan-conditions.ts";

/**
 * A rule as it is on a site: its conditions know what the site says, and every package that it runs has a path. Only
 * such a rule becomes a script.
 */
export interface PlannedRule extends Rule {
  readonly fixes: readonly PlannedBranch[];
}

export interface PlannedBranch extends FixBranch {
  readonly steps: readonly PlannedStep[];
}

export type PlannedStep = Exclude<Step, RunStep> | PlannedRunStep;

export interface PlannedRunStep extends RunStep {
  /** Of the package on the devices of the site. */
  readonly path: string;
}

/**
 * The rule as it is on this site: its conditions know what the site says, and a package that the configuration does not
 * name is advice, not a step. So is one that has to have a digest: scripts do not compare digests yet, and what was not
 * compared does not run.
 */
export function planRule(written: Rule, configuration: Configuration): PlannedRule {
  const rule = asksSite(written) ? planConditions(written, configuration) : written;
  const fixes = rule.fixes.map((branch) => ({
    ...branch,
    steps: branch.steps.map((step) => planStep(step, configuration)),
  }));
  return { ...rule, fixes };
}

function asksSite(rule: Rule): boolean {
  return factsOf(rule).some(({ fact }) => propertyOf(fact).site !== undefined);
}

function planStep(step: Step, configuration: Configuration): PlannedStep {
  if (step.kind !== "run") return step;
  const sitePackage = configuration[step.action];
  if (sitePackage !== undefined && sitePackage.sha256 === undefined)
    return { ...step, path: sitePackage.path };
  return {
    kind: "advise",
    text: {
      en: `Run the ${step.action} package of your organisation on the device again, elevated.`,
      fr: `Ex\u00e9cutez \u00e0 nouveau, avec \u00e9l\u00e9vation, le package ${step.action === "onboarding" ? "d\u2019int\u00e9gration" : "de d\u00e9sint\u00e9gration"} de votre organisation sur l\u2019appareil.`,
    },
    span: step.span,
  };
}

/** Whether a script can do something about the problem: a fix with at least one step that is not left to a person. */
export function canRepair(rule: Rule): boolean {
  return rule.fixes.some(({ steps }) => steps.some((step) => isAutomatic(step) || step.kind === "restart"));
}

/** Whether a repair changes something that the journal keeps. */
export function canUndo(rule: Rule): boolean {
  return rule.fixes.some(({ steps }) => steps.some(({ kind }) => kind === "set"));
}
