import type { SiteAction } from "../model/step.ts";
import {
  changeServiceState,
  createRegistryKey,
  type Device,
  isEarlyLaunchDriverDisabled,
  registryValue,
  removeRegistryValue,
  serviceKey,
  setRegistryValue,
  startDisabled,
} from "./device.ts";

const policyKey = "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Advanced Threat Protection";
const statusKey = "HKLM\\SOFTWARE\\Microsoft\\Windows Advanced Threat Protection\\Status";

/** Where offboarding by script leaves its data, besides OffboardingInfo. */
const offboardingValue = "696C1FA1-4030-4FA4-8713-FAF9B2EA7C0A";

/** Editions of Windows that have no sensor: Home. */
const editionsWithoutSensor = ["Core", "CoreN", "CoreSingleLanguage", "CoreCountrySpecific"];

/** The exit code of the onboarding script where the sensor does not run in the end: the id of its event. */
const sensorDidNotStart = 15;

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
 * and exits with 1. Onboarding writes its data first: where Windows does not start the sensor afterwards, it is there.
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
  if (onboarding && !canStartSensor(device)) return sensorDidNotStart;
  const orgId = "organisation";
  const onboardingState = onboarding ? 1 : 0;
  if (onboarding) setRegistryValue(device, statusKey, { name: "OrgId", type: "string", data: orgId });
  setRegistryValue(device, statusKey, { name: "OnboardingState", type: "dword", data: onboardingState });
  // The health nodes of MDM look these up.
  if (device.mdm !== undefined)
    device.mdm = { ...device.mdm, onboardingState, ...(onboarding ? { orgId } : {}) };
  if (device.services["sense"] === undefined) return 0;
  const start = { name: "Start", type: "dword", data: onboarding ? 2 : 3 } as const;
  setRegistryValue(device, serviceKey("Sense"), start);
  removeRegistryValue(device, serviceKey("Sense"), "DelayedAutostart");
  changeServiceState(device, "Sense", onboarding ? "running" : "stopped");
  return 0;
}

function canStartSensor(device: Device): boolean {
  const edition = registryValue(
    device,
    "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion",
    "EditionID",
  )?.data;
  return (
    device.services["sense"] !== undefined &&
    !editionsWithoutSensor.includes(String(edition)) &&
    registryValue(device, serviceKey("Sense"), "Start")?.data !== startDisabled &&
    !isEarlyLaunchDriverDisabled(device)
  );
}
