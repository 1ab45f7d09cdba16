import { propertyOf } from "../kinds/index.ts";
import type { Scenario } from "../model/scenario.ts";
import { type Device, typicalDevice } from "./device.ts";
import { resolveSlots } from "./truth.ts";

/** The device that a scenario describes: the typical one, and on it what the scenario gives, line by line. */
export function describeDevice(scenario: Scenario): Device {
  const device = typicalDevice();
  for (const given of scenario.given) {
    const { simulation } = propertyOf(given.fact);
    const slots = resolveSlots(given.fact, { each: undefined });
    if (given.value.type === "unreadable") device.unreadable.push(simulation.resource(slots));
    else simulation.describe(device, slots, given);
  }
  return device;
}
