import type { SiteAction } from "../model/step.ts";
import {
  createRegistryKey,
  type Device,
  removeRegistryValue,
  serviceKey,
  setRegistryValue,
} from "./device.ts";

const policyKey = "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Advanced Threat Protection";
const statusKey = "HKLM\\SOFTWARE\\Microsoft\\Windows Advanced Threat Protection\\Status";

/**
 * What a package of the site does to a device: the change itself, and the exit code. One that succeeds leaves the
 * traces that Microsoft's onboarding or offboarding script leaves; one that fails changes nothing and exits with 1.
 */
export function runPackage(device: Device, action: SiteAction): number {
  if (device.packages[action] === "fails") return 1;
  const onboarding = action === "onboarding";
  createRegistryKey(device, policyKey);
  removeRegistryValue(device, policyKey, onboarding ? "OffboardingInfo" : "OnboardingInfo");
  const info = onboarding ? "OnboardingInfo" : "OffboardingInfo";
  setRegistryValue(device, policyKey, { name: info, type: "string", data: `${action} data` });
  setRegistryValue(device, statusKey, { name: "OnboardingState", type: "dword", data: onboarding ? 1 : 0 });
  const start = { name: "Start", type: "dword", data: onboarding ? 2 : 3 } as const;
  setRegistryValue(device, serviceKey("Sense"), start);
  removeRegistryValue(device, serviceKey("Sense"), "DelayedAutostart");
  device.services["sense"] = { name: "Sense", state: onboarding ? "running" : "stopped" };
  device.processes = device.processes.filter((name) => name.toLowerCase() !== "mssense.exe");
  if (onboarding) device.processes.push("MsSense.exe");
  return 0;
}
