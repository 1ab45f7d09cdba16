import { type Device, registryValue, removeRegistryValue, setRegistryValue } from "../simulate/device.ts";
import { denied, givenValue } from "./access.ts";
import type { Kind, Property } from "./kind.ts";
import { entryOf } from "../simulate/dictionary.ts";

export const setupKey = "HKLM\\SYSTEM\\Setup";
export const stateKey = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Setup\\State";

/** All other states say that a phase of setup is still to come. */
export const imageStates: Readonly<Record<string, string>> = {
  complete: "IMAGE_STATE_COMPLETE",
  undeployable: "IMAGE_STATE_UNDEPLOYABLE",
};

/** How far the setup of Windows has come. */
export const setup: Kind = {
  name: "setup",
  summary: "How far the setup of Windows has come.",
  properties: [
    property(
      "oobe",
      "Whether the first run, in which the user is asked for settings, is over: `OOBEInProgress`.",
      ["complete", "in-progress"],
      setupKey,
      "OOBEInProgress",
      (device) =>
        registryValue(device, setupKey, "OOBEInProgress")?.data === 1 ? "in-progress" : "complete",
      (device, value) =>
        setRegistryValue(device, setupKey, {
          name: "OOBEInProgress",
          type: "dword",
          data: value === "complete" ? 0 : 1,
        }),
    ),
    property(
      "image",
      "How far Windows is generalised or specialised: `ImageState`. `undeployable` is a phase that has not ended, or failed; machines that work have it too.",
      ["complete", "incomplete", "undeployable"],
      stateKey,
      "ImageState",
      (device) => {
        const state = registryValue(device, stateKey, "ImageState")?.data;
        if (state === undefined) return undefined;
        return Object.keys(imageStates).find((word) => entryOf(imageStates, word) === state) ?? "incomplete";
      },
      (device, value) => {
        const data = entryOf(imageStates, String(value)) ?? "IMAGE_STATE_SPECIALIZE_RESEAL_TO_OOBE";
        setRegistryValue(device, stateKey, { name: "ImageState", type: "string", data });
      },
    ),
  ],
};

function property(
  name: "oobe" | "image",
  summary: string,
  words: readonly string[],
  key: string,
  valueName: string,
  read: (device: Device) => string | undefined,
  set: (device: Device, value: unknown) => void,
): Property {
  const resource = `registry:${key.toLowerCase()}`;
  return {
    name,
    form: name,
    slots: {},
    summary,
    type: { type: "word", words },
    read: { name: name === "oobe" ? "Get-SetupOobe" : "Get-SetupImage", parameters: {} },
    write: { reason: "setup ends by itself, or with its user" },
    simulation: {
      resource: () => resource,
      read: (device) => denied(device, resource) ?? { known: true, value: read(device) },
      describe: (device, _slots, given) => {
        const value = givenValue(given);
        if (value === undefined) removeRegistryValue(device, key, valueName);
        else set(device, value);
      },
    },
  };
}
