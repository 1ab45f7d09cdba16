import type { Rule } from "../../model/rule.ts";
import type { Scenario } from "../../model/scenario.ts";
import { describeDevice } from "../../simulate/describe-device.ts";
import { type Device, typicalDevice } from "../../simulate/device.ts";
import type { Dimension, Option } from "./dimension.ts";
import { dimensionsOf } from "./dimensions-of.ts";
import { allCombinations, pairwise } from "./pairwise.ts";

/** A device to try a rule on, and in words what is particular about it. */
export interface DeviceCase {
  readonly name: string;
  readonly device: Device;
}

/** Up to this many devices all combinations are tried, beyond it combinations in which every two options meet. */
export const combinationLimit = 256;

/**
 * The devices that a rule can tell apart, each once: combinations of the interesting values of every fact it reads,
 * every scenario's device, and unhealthy ones and a healthy one with one fact changed. Combinations alone would seldom
 * come near the edge of a verdict: that takes several facts to be just so, which scenarios are.
 */
export function devicesThatMatter(rule: Rule, limit = combinationLimit): DeviceCase[] {
  const dimensions = dimensionsOf(rule);
  const cases = new Map<string, DeviceCase>();
  const add = (name: string, device: Device): void => {
    const key = JSON.stringify(device);
    if (!cases.has(key)) cases.set(key, { name, device });
  };
  for (const scenario of rule.scenarios) {
    add(scenario.name, describeDevice(scenario));
    if (!isBase(rule, scenario)) continue;
    for (const dimension of dimensions) {
      for (const option of dimension.options) {
        const device = describeDevice(scenario);
        option.apply(device);
        add(`${scenario.name}, but ${describeOption(dimension, option)}`, device);
      }
    }
  }
  const sizes = dimensions.map(({ options }) => options.length);
  const isSmall = sizes.reduce((product, size) => product * size, 1) <= limit;
  for (const choice of isSmall ? allCombinations(sizes) : pairwise(sizes)) {
    const chosen = dimensions.map((dimension, index) => ({
      dimension,
      option: dimension.options[choice[index]!]!,
    }));
    const device = typicalDevice();
    for (const { option } of chosen) if (option.denies !== true) option.apply(device);
    for (const { option } of chosen) if (option.denies === true) option.apply(device);
    add(chosen.map(({ dimension, option }) => describeOption(dimension, option)).join("; "), device);
  }
  return [...cases.values()];
}

function isBase({ scenarios }: Rule, scenario: Scenario): boolean {
  const isHealthy = ({ verdict }: Scenario): boolean => verdict === "healthy";
  return scenario.verdict === "unhealthy" || scenario === scenarios.find(isHealthy);
}

/** Each scenario's device with one resource to which access is denied. */
export function deniedDevices(rule: Rule): DeviceCase[] {
  return dimensionsOf(rule).flatMap((dimension) =>
    dimension.options
      .filter(({ denies }) => denies)
      .flatMap((option) =>
        rule.scenarios
          .filter(({ verdict }) => verdict === "unhealthy")
          .slice(0, 1)
          .map((scenario) => {
            const device = describeDevice(scenario);
            option.apply(device);
            return { name: `${scenario.name}, but ${describeOption(dimension, option)}`, device };
          }),
      ),
  );
}

function describeOption({ name }: Dimension, option: Option): string {
  return `${name}: ${option.name}`;
}
