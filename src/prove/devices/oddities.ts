import type { ResolvedSlots } from "../../kinds/kind.ts";
import {
  createRegistryKey,
  type Device,
  type RegistryValue,
  removeRegistryValue,
  serviceKey,
  setRegistryValue,
} from "../../simulate/device.ts";
import type { Option } from "./dimension.ts";

const versionKey = "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion";
const productKey = "HKLM\\SYSTEM\\CurrentControlSet\\Control\\ProductOptions";

/** What Windows can hold and no scenario can say, by kind and property: other types, unknown words, half of a thing. */
const odd: Readonly<Record<string, (slots: ResolvedSlots) => readonly Option[]>> = {
  "registry data": ({ key, name }) => [
    value("several strings", key!, { name: name!, type: "multi-string", data: ["one", "two"] }),
    value("bytes", key!, { name: name!, type: "binary", data: [1, 0, 255] }),
    value("a 64-bit number", key!, { name: name!, type: "qword", data: 1 }),
    value("text to expand", key!, { name: name!, type: "expand-string", data: "none to expand" }),
    { name: "the key without the value", apply: (device) => void createRegistryKey(device, key!) },
  ],
  "service start": ({ name }) => [
    value("an unknown number", serviceKey(name!), { name: "Start", type: "dword", data: 7 }),
    value("a delay without automatic", serviceKey(name!), {
      name: "DelayedAutostart",
      type: "dword",
      data: 1,
    }),
    {
      name: "a key without a start type",
      apply: (device) => {
        createRegistryKey(device, serviceKey(name!));
        removeRegistryValue(device, serviceKey(name!), "Start");
      },
    },
  ],
  "windows build": () => [removed(versionKey, "CurrentBuildNumber")],
  "windows revision": () => [removed(versionKey, "UBR")],
  "windows edition": () => [
    removed(versionKey, "EditionID"),
    value("an unknown word", versionKey, { name: "EditionID", type: "string", data: "Unheard" }),
  ],
  "windows product": () => [
    removed(productKey, "ProductType"),
    value("an unknown word", productKey, { name: "ProductType", type: "string", data: "UnheardNT" }),
  ],
  "file version": ({ path }) => [
    { name: "no file", apply: (device) => delete device.files[path!.toLowerCase()] },
  ],
};

/** The odd ways in which a fact can be on a device. */
export function oddOptions(
  fact: { readonly kind: string; readonly property: string },
  slots: ResolvedSlots,
): readonly Option[] {
  return odd[`${fact.kind} ${fact.property}`]?.(slots) ?? [];
}

function value(name: string, key: string, set: RegistryValue): Option {
  return { name, apply: (device: Device) => setRegistryValue(device, key, set) };
}

function removed(key: string, name: string): Option {
  return { name: "missing", apply: (device) => removeRegistryValue(device, key, name) };
}
