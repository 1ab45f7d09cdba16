import type { Reading } from "../model/value.ts";
import { type Device, registryKeyIsDenied, registryValue } from "../simulate/device.ts";
import { denied, givenValue } from "./access.ts";
import type { Kind, Property } from "./kind.ts";

/** Microsoft Defender Antivirus, as its own status says. */
export const defender: Kind = {
  name: "defender",
  summary: "Microsoft Defender Antivirus; `missing` where the component is not installed.",
  properties: [
    property("platform", "The version of the platform, for example 4.18.2007.8.", { type: "version" }),
    property("mode", "How the antivirus runs.", {
      type: "word",
      words: ["normal", "passive", "sxs-passive", "edr-block", "not-running"],
    }),
  ],
};

function property(name: "platform" | "mode", summary: string, type: Property["type"]): Property {
  return {
    name,
    form: name,
    slots: {},
    summary,
    type,
    read: { name: `Get-Defender${name[0]!.toUpperCase()}${name.slice(1)}`, parameters: {} },
    write: { reason: "the antivirus changes it itself" },
    simulation: {
      resource: () => "defender",
      read: (device: Device): Reading =>
        name === "platform" && device.unreadable.includes("defender")
          ? platformOfFolder(device)
          : (denied(device, "defender") ?? { known: true, value: device.defender?.[name] }),
      describe: (device, _slots, given) => {
        const value = givenValue(given);
        if (value === undefined) delete device.defender;
        else
          device.defender = {
            platform: "4.18.24090.11",
            mode: "normal",
            ...device.defender,
            [name]: String(value),
          };
      },
    },
  };
}

const installKey = "HKLM\\SOFTWARE\\Microsoft\\Windows Defender";

/** Where the antivirus is off it does not answer; the folder it is installed in tells its version too. */
function platformOfFolder(device: Device): Reading {
  const folder = registryValue(device, installKey, "InstallLocation")?.data;
  const readable = !registryKeyIsDenied(device, installKey);
  const version = readable ? /\\(\d+\.\d+\.\d+\.\d+)-\d+\\?$/.exec(String(folder))?.[1] : undefined;
  return version === undefined
    ? { known: false, reason: "PermissionDenied" }
    : { known: true, value: version };
}
