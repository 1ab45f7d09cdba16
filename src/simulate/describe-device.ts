import { propertyOf } from "../kinds/index.ts";
import type { Scenario } from "../model/scenario.ts";
import { createRegistryKey, type Device, serviceKey, typicalDevice } from "./device.ts";
import { resolveSlots } from "./truth.ts";

/** The device that a scenario describes: the typical one, and on it what the scenario gives, line by line. */
export function describeDevice(scenario: Scenario): Device {
  const device = typicalDevice();
  for (const given of scenario.given) {
    const { simulation } = propertyOf(given.fact);
    const slots = resolveSlots(given.fact, { each: undefined });
    if (given.value.type === "unreadable") denyAccess(device, simulation.resource(slots));
    else simulation.describe(device, slots, given);
  }
  return device;
}

/** What denies access is there: Windows says that a missing key is missing, whoever asks. */
export function denyAccess(device: Device, resource: string): void {
  device.unreadable.push(resource);
  const [, key] = /^registry:(.*)$/.exec(resource) ?? [];
  if (key !== undefined) createRegistryKey(device, key);
  const [, service] = /^service:(.*)$/.exec(resource) ?? [];
  if (service !== undefined) createRegistryKey(device, serviceKey(service));
}
