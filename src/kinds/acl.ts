import type { FactValue } from "../model/value.ts";
import { createRegistryKey, type Device, registryKey, removeRegistryKey } from "../simulate/device.ts";
import { denied, givenValue } from "./access.ts";
import type { Kind, Property } from "./kind.ts";
import { registryKeySlot } from "./registry.ts";

/** Who may write to registry keys, by security identifier, never by an account's name in some language. */
export const acl: Kind = {
  name: "acl",
  summary: "Whether SYSTEM or Administrators may set values and create keys in a registry key below HKLM.",
  properties: [
    property("system", "Whether SYSTEM (S-1-5-18) may, itself or as a member of Administrators."),
    property("administrators", "Whether Administrators (S-1-5-32-544) may."),
  ],
};

function property(account: "system" | "administrators", summary: string): Property {
  return {
    name: account,
    form: `<key> ${account}`,
    slots: { key: registryKeySlot },
    summary: `${summary} \`missing\` where the key is.`,
    type: { type: "word", words: ["writable", "read-only"] },
    read: {
      name: account === "system" ? "Get-SystemAccess" : "Get-AdministratorAccess",
      parameters: { Key: "key" },
    },
    write: { reason: "permissions are a person's decision" },
    simulation: {
      resource: ({ key }) => `registry:${key!.toLowerCase()}`,
      read: (device, { key }) =>
        denied(device, `registry:${key!.toLowerCase()}`) ?? {
          known: true,
          value: accessOf(device, key!, account),
        },
      describe: (device, { key }, given) => {
        const access = givenValue(given);
        if (access === undefined) removeRegistryKey(device, key!);
        else setAccess(device, key!, account, access === "writable");
      },
    },
  };
}

function accessOf(device: Device, key: string, account: "system" | "administrators"): FactValue {
  const known = registryKey(device, key);
  if (known === undefined) return undefined;
  const { system, administrators } = known.writers ?? { system: true, administrators: true };
  return administrators || (account === "system" && system) ? "writable" : "read-only";
}

/** SYSTEM is a member of Administrators: it cannot write only where neither of them can. */
function setAccess(device: Device, key: string, account: "system" | "administrators", writes: boolean): void {
  const known = createRegistryKey(device, key);
  known.writers = { system: true, administrators: true, ...known.writers, [account]: writes };
  if (account === "system" && !writes) known.writers.administrators = false;
}
