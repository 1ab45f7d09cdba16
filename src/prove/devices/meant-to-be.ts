import type { Rule } from "../../model/rule.ts";
import { changesDevice } from "../../model/step.ts";
import {
  type Device,
  removeRegistryValue,
  serviceKey,
  setRegistryValue,
  setServiceState,
} from "../../simulate/device.ts";
import { judgedDocument, offboardingValue, policyKey, sense, statusKey } from "../asked-for.ts";
import type { Dimension } from "./dimension.ts";

/**
 * What the device is meant to be, for the rules that the law `asked-for` judges. The guard's own facts are not enough: a
 * guard that was weakened no longer asks for those that it lacks.
 */
export function meantToBeDimensions({ document, fixes }: Rule): Dimension[] {
  if (document !== judgedDocument || !fixes.some(({ steps }) => steps.some(changesDevice))) return [];
  const logs =
    (log: string, provider: string, id: number) =>
    (device: Device): void =>
      void device.events.push({ log, provider, id, level: "information", ageSeconds: 30, data: [] });
  const policy =
    (name: string) =>
    (device: Device): void => {
      setRegistryValue(device, policyKey, { name, type: "string", data: "{}" });
    };
  return [
    {
      name: "meant to be",
      options: [
        { name: "whatever else says", apply: () => undefined },
        { name: "nothing", apply: forget },
        { name: "wanted", apply: policy("OnboardingInfo") },
        { name: "taken out, as SENSE says", apply: logs(sense.log, sense.provider, 44) },
        { name: "taken out, as the script says", apply: logs("Application", "WDATPOffboarding", 20) },
        { name: "taken out, as its policy says", apply: policy("OffboardingInfo") },
        { name: "taken out, as the value of the script says", apply: policy(offboardingValue) },
        { name: "taken out by the service", apply: retire },
      ],
    },
  ];
}

function forget(device: Device): void {
  for (const name of ["OnboardingInfo", "OffboardingInfo", offboardingValue])
    removeRegistryValue(device, policyKey, name);
  removeRegistryValue(device, statusKey, "OnboardingState");
}

function retire(device: Device): void {
  setRegistryValue(device, statusKey, { name: "OrgId", type: "string", data: "organisation" });
  setServiceState(device, "Sense", "stopped");
  setRegistryValue(device, serviceKey("Sense"), { name: "Start", type: "dword", data: 3 });
}
