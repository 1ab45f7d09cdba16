import type { Given } from "../model/scenario.ts";
import { type FactValue, literalValue, type Reading } from "../model/value.ts";
import type { Device } from "../simulate/device.ts";

/** The reading of a resource to which the device denies access, with the reason that PowerShell gives. */
export function denied(device: Device, resource: string, reason = "PermissionDenied"): Reading | undefined {
  return device.unreadable.includes(resource) ? { known: false, reason } : undefined;
}

/** The reading of a log that may not be opened; Get-WinEvent calls it unavailable rather than denied. */
export function deniedLog(device: Device, log: string): Reading | undefined {
  return denied(device, `log:${log.toLowerCase()}`, "LogInfoUnavailable");
}

/** What a scenario gives as a plain value; a missing thing is undefined. Unreadable ones never come here. */
export function givenValue({ value }: Given): FactValue {
  if (value.type === "unreadable") throw new Error("an unreadable fact has no value");
  return literalValue(value);
}
