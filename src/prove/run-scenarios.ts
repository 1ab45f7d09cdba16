import type { Configuration } from "../model/configuration.ts";
import type { Rule } from "../model/rule.ts";
import type { Scenario } from "../model/scenario.ts";
import { describeDevice } from "../simulate/describe-device.ts";
import { planRule } from "../targets/plan.ts";
import { judgeScenario, type ScenarioResult } from "./judge-scenario.ts";
import { nominalConfiguration, scenarioConfiguration } from "./nominal-configuration.ts";
import { observeMeaning } from "./observation.ts";

/** Which scenarios to run: those whose rule or name contains a text, or all. */
export type ScenarioFilter = string | undefined;

export interface ChosenScenario {
  /** The rule as it is on the site of the scenario. */
  readonly rule: Rule;
  readonly scenario: Scenario;
  readonly configuration: Configuration;
}

/** Every scenario that a filter leaves, with its rule as it is on a site that has configured everything. */
export function chosenScenarios(
  rules: readonly Rule[],
  configuration: Configuration,
  filter: ScenarioFilter,
): ChosenScenario[] {
  const wanted = filter?.toLowerCase();
  const nominal = nominalConfiguration(configuration);
  return rules.flatMap((written) => {
    const rule = planRule(written, nominal);
    return rule.scenarios
      .filter(({ name }) => wanted === undefined || `${rule.id} ${name}`.toLowerCase().includes(wanted))
      .map((scenario) => {
        const site = scenarioConfiguration(scenario, nominal);
        return { rule: site === nominal ? rule : planRule(written, site), scenario, configuration: site };
      });
  });
}

/** Runs scenarios through the meaning of rules. Nothing but this process is needed. */
export function runScenarios(
  rules: readonly Rule[],
  configuration: Configuration,
  filter?: ScenarioFilter,
): ScenarioResult[] {
  return chosenScenarios(rules, configuration, filter).map(({ rule, scenario }) =>
    judgeScenario(rule, scenario, observeMeaning(rule, describeDevice(scenario))),
  );
}
