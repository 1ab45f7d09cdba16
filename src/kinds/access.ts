import type { Given } from "../model/scenario.ts";
import type { FactValue, Reading } from "../model/value.ts";
import type { Device } from "../simulate/device.ts";

/** The reading of a resource to which the device denies access, as PowerShell categorises that error. */
export function denied(device: Device, resource: string): Reading | undefined {
  return device.unreadable.includes(resource) ? { known: false, reason: "PermissionDenied" } : undefined;
}

/** What a scenario gives as a plain value; a missing thing is undefined. Unreadable ones never come here. */
export function literalValue(given: Given): FactValue {
  const { value } = given;
  switch (value.type) {
    case "word":
      return value.word;
    case "integer":
      return value.value;
    case "version":
    case "text":
      return value.text;
    case "missing":
    case "unreadable":
    case "variable":
      return undefined;
    default:
      return value satisfies never;
  }
}
