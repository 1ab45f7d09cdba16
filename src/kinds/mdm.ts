import type { ValueType } from "../model/value.ts";
import type { Device } from "../simulate/device.ts";
import { denied, givenValue } from "./access.ts";
import type { Kind, Property } from "./kind.ts";

const typicalHealth: NonNullable<Device["mdm"]> = {
  senseIsRunning: true,
  onboardingState: 1,
  orgId: "organisation",
};

/** The health nodes of the Defender for Endpoint CSP, which a management server reads. */
export const mdm: Kind = {
  name: "mdm",
  summary:
    "The nodes below ./Device/Vendor/MSFT/WindowsAdvancedThreatProtection/HealthState, read through CIM as SYSTEM; `missing` where Windows has no such nodes (servers).",
  properties: [
    property(
      "sense-is-running",
      "SenseIsRunning",
      { type: "word", words: ["yes", "no"] },
      {
        read: ({ senseIsRunning }) => (senseIsRunning ? "yes" : "no"),
        change: (value) => ({ senseIsRunning: value === "yes" }),
      },
    ),
    property(
      "onboarding-state",
      "OnboardingState",
      { type: "integer", minimum: 0, maximum: 1 },
      {
        read: ({ onboardingState }) => onboardingState,
        change: (value) => ({ onboardingState: Number(value) }),
      },
    ),
    property(
      "org-id",
      "OrgId",
      { type: "text" },
      {
        read: ({ orgId }) => (orgId === "" ? undefined : orgId),
        change: (value) => ({ orgId: String(value) }),
      },
    ),
  ],
};

function property(
  name: string,
  node: string,
  type: ValueType,
  accessor: {
    read: (health: NonNullable<Device["mdm"]>) => string | number | undefined;
    change: (value: string | number) => Partial<NonNullable<Device["mdm"]>>;
  },
): Property {
  return {
    name,
    form: name,
    slots: {},
    summary: `The node ${node}.`,
    type,
    read: { name: `Get-Mdm${node}`, parameters: {} },
    write: { reason: "the node is read-only" },
    simulation: {
      resource: () => "mdm",
      read: (device) =>
        denied(device, "mdm") ?? { known: true, value: device.mdm && accessor.read(device.mdm) },
      describe: (device, _slots, given) => {
        const value = givenValue(given);
        if (value === undefined && name !== "org-id") delete device.mdm;
        else device.mdm = { ...typicalHealth, ...device.mdm, ...accessor.change(value ?? "") };
      },
    },
  };
}
