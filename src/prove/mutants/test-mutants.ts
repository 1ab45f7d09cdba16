import type { Configuration } from "../../model/configuration.ts";
import type { Rule } from "../../model/rule.ts";
import type { Span } from "../../text/source.ts";
import { describeDevice } from "../../simulate/describe-device.ts";
import { planRule } from "../../targets/plan.ts";
import { devicesThatMatter } from "../devices/devices-that-matter.ts";
import { judgeScenario } from "../judge-scenario.ts";
import { nominalConfiguration, scenarioConfiguration } from "../nominal-configuration.ts";
import { observeMeaning } from "../observation.ts";
import type { Mutant } from "./mutant.ts";
import { mutantsOf } from "./mutants-of.ts";

/** A surviving change that the rule's author has looked at and accepts. */
export interface AcceptedMutant {
  readonly rule: string;
  readonly change: string;
  readonly reason: string;
}

export interface MutationReport {
  readonly rules: number;
  readonly tried: number;
  /** Changes that a scenario notices. */
  readonly killed: number;
  /** Changes that no device that matters can tell from the rule: there is nothing to notice. */
  readonly equivalent: number;
  readonly accepted: number;
  readonly survivors: readonly Survivor[];
  /** What is accepted and does not survive any more. */
  readonly stale: readonly AcceptedMutant[];
}

export interface Survivor {
  readonly rule: string;
  readonly change: string;
  readonly span: Span;
  /** A device on which the change makes a difference, in words: what a scenario would have to describe. */
  readonly device: string;
}

/**
 * Changes one thing at a time in rules, and tells which changes no scenario notices. Of all changes every `step`th is
 * tried, from the first: a sample of them where there is no time for all. It is one of changes and not of rules,
 * because a change in a definition may be noticed in any rule that uses it.
 */
export function testMutants(
  rules: readonly Rule[],
  configuration: Configuration,
  accepted: readonly AcceptedMutant[],
  step = 1,
): MutationReport {
  const nominal = nominalConfiguration(configuration);
  const survivors: Survivor[] = [];
  const found = new Set<AcceptedMutant>();
  const counts = { tried: 0, killed: 0, equivalent: 0, accepted: 0 };
  for (const [number, change] of changesOf(rules.map((rule) => planRule(rule, nominal))).entries()) {
    const known = accepted.find((entry) =>
      change.some(({ rule, mutant }) => rule.id === entry.rule && mutant.change === entry.change),
    );
    if (number % step !== 0) {
      // Nobody has looked whether it still survives.
      if (known !== undefined) found.add(known);
      continue;
    }
    counts.tried += 1;
    if (change.some((changed) => isNoticed(changed, nominal))) {
      counts.killed += 1;
      continue;
    }
    const shown = firstDifference(change);
    if (shown === undefined) counts.equivalent += 1;
    else if (known !== undefined) {
      found.add(known);
      counts.accepted += 1;
    } else survivors.push(shown);
  }
  const ids = new Set(rules.map(({ id }) => id));
  const stale = accepted.filter((entry) => ids.has(entry.rule) && !found.has(entry));
  return { rules: rules.length, ...counts, survivors, stale };
}

interface ChangedRule {
  readonly rule: Rule;
  readonly mutant: Mutant;
}

/** Every change: in one rule, or in a definition and so in every rule that uses it. */
function changesOf(rules: readonly Rule[]): readonly (readonly ChangedRule[])[] {
  const changes: ChangedRule[][] = [];
  const ofDefinitions = new Map<string, ChangedRule[]>();
  for (const rule of rules) {
    for (const mutant of mutantsOf(rule)) {
      const key = mutant.definition && `${mutant.definition.name} ${mutant.definition.number}`;
      const known = key === undefined ? undefined : ofDefinitions.get(key);
      if (known !== undefined) known.push({ rule, mutant });
      else {
        const change = [{ rule, mutant }];
        changes.push(change);
        if (key !== undefined) ofDefinitions.set(key, change);
      }
    }
  }
  return changes;
}

/** The first device that tells one of the changed rules from the rule as it was. */
function firstDifference(change: readonly ChangedRule[]): Survivor | undefined {
  for (const { rule, mutant } of change) {
    // The change may have made other values interesting.
    const devices = [...devicesThatMatter(rule), ...devicesThatMatter({ ...mutant.rule, scenarios: [] })];
    const difference = devices.find(
      ({ device }) => meaningOn(rule, device) !== meaningOn(mutant.rule, device),
    );
    if (difference !== undefined)
      return { rule: rule.id, change: mutant.change, span: mutant.span, device: difference.name };
  }
  return undefined;
}

function isNoticed({ rule, mutant }: ChangedRule, nominal: Configuration): boolean {
  return rule.scenarios.some((scenario) => {
    const changed = planRule(mutant.rule, scenarioConfiguration(scenario, nominal));
    const seen = observeMeaning(changed, describeDevice(scenario));
    return judgeScenario(changed, scenario, seen).failures.length > 0;
  });
}

/** What can be seen of a rule on a device, apart from words. */
function meaningOn(rule: Rule, described: Parameters<typeof observeMeaning>[1]): string {
  const { verdict, outcome, device } = observeMeaning(rule, described);
  return JSON.stringify([verdict, outcome, device]);
}
