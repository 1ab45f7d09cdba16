import type { SiteAction } from "../model/step.ts";
import {
  createRegistryKey,
  type Device,
  removeRegistryValue,
  serviceKey,
  setRegistryValue,
  setServiceState,
} from "./device.ts";

const policyKey = "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Advanced Threat Protection";
const statusKey = "HKLM\\SOFTWARE\\Microsoft\\Windows Advanced Threat Protection\\Status";

/** Where offboarding by script leaves its data, besides OffboardingInfo. */
const offboardingValue = "696C1FA1-4030-4FA4-8713-FAF9B2EA7C0A";

/** Why a package is not run: what the script says of its file, nothing where it may be run. */
export function packageDistrust(device: Device, action: SiteAction): string | undefined {
  const state = device.packages[action];
  switch (state) {
    case "succeeds":
    case "fails":
      return undefined;
    case "missing":
      return "the file is missing";
    case "open":
      return "accounts other than administrators may change the file (BU)";
    case "unreadable":
      return "the file cannot be looked at (PermissionDenied)";
    default:
      return state satisfies never;
  }
}

/**
 * What a package of the site does to a device: the change itself, and the exit code. One that succeeds leaves the
 * traces that Microsoft's onboarding or offboarding script leaves; one that fails, or has no rights, changes nothing
 * and exits with 1.
 */
export function runPackage(device: Device, action: SiteAction): number {
  if (device.packages[action] === "fails" || !device.elevated) return 1;
  const onboarding = action === "onboarding";
  createRegistryKey(device, policyKey);
  for (const name of onboarding ? ["OffboardingInfo", offboardingValue] : ["OnboardingInfo"]) {
    removeRegistryValue(device, policyKey, name);
  }
  const info = onboarding ? "OnboardingInfo" : offboardingValue;
  setRegistryValue(device, policyKey, { name: info, type: "string", data: "{}" });
  if (onboarding)
    setRegistryValue(device, statusKey, { name: "OrgId", type: "string", data: "organisation" });
  setRegistryValue(device, statusKey, { name: "OnboardingState", type: "dword", data: onboarding ? 1 : 0 });
  const start = { name: "Start", type: "dword", data: onboarding ? 2 : 3 } as const;
  setRegistryValue(device, serviceKey("Sense"), start);
  removeRegistryValue(device, serviceKey("Sense"), "DelayedAutostart");
  setServiceState(device, "Sense", onboarding ? "running" : "stopped");
  return 0;
}
