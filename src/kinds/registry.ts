import {
  createRegistryKey,
  type Device,
  registryKey,
  registryKeyIsDenied,
  registryKeyIsEmpty,
  registryTypes,
  type RegistryType,
  type RegistryValue,
  registryValue,
  removeRegistryKey,
  removeRegistryValue,
  setRegistryValue,
} from "../simulate/device.ts";
import { denied, givenValue } from "./access.ts";
import { type Kind, type SlotSignature, StepFailure } from "./kind.ts";
import { foldName, isPlainPath, wildcardRemedy } from "./path-parts.ts";
import { protectedService, protectedServices } from "./service.ts";

const hives = /^(?:HKLM:?|HKEY_LOCAL_MACHINE)\\/i;

/**
 * A key below HKLM, as rules name it; other spellings of the hive are brought into this form. PowerShell takes a slash for
 * a backslash where it creates a key, and in some versions where it reads one.
 */
export const registryKeySlot: SlotSignature = {
  type: "text",
  remedy: keyRemedy,
  description:
    'a registry key below HKLM, without slashes, wildcards or parts such as `..`, for example "HKLM\\SOFTWARE\\Policies"',
  normalize: (text) => {
    if (!hives.test(text) || /[*?/]/.test(text)) return undefined;
    const parts = text.replace(hives, "").split("\\");
    return isPlainPath(parts) && parts.length <= deepest ? ["HKLM", ...parts].join("\\") : undefined;
  },
};
/** What people write who have another hive, or another way of writing keys, in mind. */
function keyRemedy(text: string): string | undefined {
  const [, hive, rest] = /^(HK\w+):?\\(.*)$/i.exec(text) ?? [];
  switch (hive?.toUpperCase()) {
    case "HKCU":
    case "HKEY_CURRENT_USER":
    case "HKU":
    case "HKEY_USERS":
      return "scripts run as SYSTEM, which has no hive of the user: check the setting for all users below HKLM, or read the hives of users in a `powershell` step";
    case "HKCR":
    case "HKEY_CLASSES_ROOT":
      return `write where Windows keeps it for all users: \`"HKLM\\SOFTWARE\\Classes\\${rest}"\``;
    case "HKCC":
    case "HKEY_CURRENT_CONFIG":
      return `write where Windows keeps it: \`"HKLM\\SYSTEM\\CurrentControlSet\\Hardware Profiles\\Current\\${rest}"\``;
    default:
  }
  if (/[*?]/.test(text)) return wildcardRemedy(text, "key");
  if (text.includes("/")) return `write backslashes: \`"${text.replaceAll("/", "\\")}"\``;
  if (/^(?:Computer|Registry::?|My Computer)\\/i.test(text))
    return `begin it with the hive: \`"${text.replace(/^[^\\]*\\(?:HKEY_LOCAL_MACHINE\\)?/i, "HKLM\\")}"\``;
  if (/^(?:SOFTWARE|SYSTEM|SAM|SECURITY)\\/i.test(text)) return `begin it with the hive: \`"HKLM\\${text}"\``;
  return undefined;
}

/** Windows has no deeper keys. */
const deepest = 512;
const name: SlotSignature = {
  type: "text",
  description: "the name of a registry value",
  remedy: (text) => wildcardRemedy(text, "value"),
  normalize: (text) => (/^[^\p{Cc}\p{Cs}*?[\]]{1,255}$/u.test(text) ? text : undefined),
};

/** A key of a service whose start type must not be changed: it is changed there too. */
function protectedKey(key: string): string | undefined {
  const [, system, set, services, service] = key.split("\\").map(foldName);
  if (system !== "system" || services !== "services" || service === undefined) return undefined;
  return /^(?:current)?controlset/.test(set!) ? protectedService(service) : undefined;
}

/** The same, and the keys above: who removes one of those removes what is below it. */
function protectedKeyOrAbove(key: string): string | undefined {
  const parts = key.split("\\").map(foldName);
  const isAbove = parts.every((part, index) =>
    [/^hklm$/, /^system$/, /controlset/, /^services$/][index]?.test(part),
  );
  return isAbove ? protectedServices.join(", ") : protectedKey(key);
}

const resourceOf = (path: string): string => `registry:${path.toLowerCase()}`;

/** Registry keys and values below HKLM, in the 64-bit view. */
export const registry: Kind = {
  name: "registry",
  summary: "A registry key below HKLM, or a value in it, always in the 64-bit view.",
  properties: [
    {
      name: "key",
      form: "<key>",
      slots: { key: registryKeySlot },
      summary: "Whether the key is there.",
      type: { type: "presence" },
      read: { name: "Get-RegistryKey", parameters: { Key: "key" } },
      write: {
        call: { name: "Write-RegistryKey", parameters: { Key: "key" } },
        journal: {
          restore: { name: "Write-RegistryKey", parameters: { Key: "key" } },
          readLeft: { name: "Get-RegistryKeyUse", parameters: { Key: "key" } },
          makes: {
            list: { name: "Get-MissingParent", parameters: { Key: "key" } },
            remove: { name: "Remove-MadeParent", parameters: { Key: "key" } },
          },
        },
        needsBound: false,
        protected: { slot: "key", thing: protectedKeyOrAbove },
      },
      simulation: {
        resource: ({ key }) => resourceOf(key!),
        read: (device, { key }) =>
          denied(device, resourceOf(key!)) ?? {
            known: true,
            value: registryKey(device, key!) === undefined ? undefined : "present",
          },
        write: (device, { key }, value) => {
          writeKey(device, key!, value !== undefined);
        },
        journal: {
          restore: (device, { key }, saved) => {
            writeKey(device, key!, saved !== undefined);
          },
          readLeft: (device, { key }) =>
            registryKey(device, key!) === undefined
              ? undefined
              : registryKeyIsEmpty(device, key!)
                ? "present"
                : "not empty",
          makes: {
            list: (device, { key }) => missingParents(device, key!),
            remove: (device, { key }, made) => {
              removeMadeParents(device, key!, made);
            },
          },
        },
        describe: (device, { key }, given) => {
          if (givenValue(given) === undefined) removeRegistryKey(device, key!);
          else createRegistryKey(device, key!);
        },
      },
    },
    {
      name: "data",
      form: "<key> <name>",
      slots: { key: registryKeySlot, name },
      summary:
        "The data of a value: a number or text (several strings joined by `; `, bytes as hexadecimal); `missing` where the key or the value is not there. Environment variables in an expand-string stay as they are written; ConstrainedLanguage tells only what they stand for, so there a comparison with a text that holds one is unknown. A value is set only in a key that is there; `set registry KEY to present` before it makes the key.",
      type: { type: "data" },
      holdsVariables: true,
      read: { name: "Get-RegistryData", parameters: { Key: "key", Name: "name" } },
      write: {
        call: { name: "Write-RegistryData", parameters: { Key: "key", Name: "name" } },
        // The type of the data has to come back with it.
        journal: {
          save: { name: "Get-RegistryEntry", parameters: { Key: "key", Name: "name" } },
          restore: { name: "Write-RegistryEntry", parameters: { Key: "key", Name: "name" } },
        },
        needsBound: false,
        protected: { slot: "key", thing: protectedKey },
      },
      simulation: {
        resource: ({ key }) => resourceOf(key!),
        read: (device, { key, name }) =>
          denied(device, resourceOf(key!)) ?? { known: true, value: dataOf(device, key!, name!) },
        write: (device, { key, name }, value, valueType) => {
          allow(device, key!);
          if (value === undefined) return removeRegistryValue(device, key!, name!);
          if (registryKey(device, key!) === undefined) throw new StepFailure(`the key ${key} is missing`);
          const type = (valueType ?? (typeof value === "number" ? "dword" : "string")) as RegistryType;
          setRegistryValue(device, key!, { name: name!, type, data: value });
        },
        journal: {
          save: (device, { key, name }) => structuredClone(registryValue(device, key!, name!)),
          restore: (device, { key, name }, saved) => {
            if (saved === undefined && registryValue(device, key!, name!) === undefined) return;
            if (registryKey(device, key!) === undefined) throw new StepFailure(`the key ${key} is missing`);
            allow(device, key!);
            if (saved === undefined) removeRegistryValue(device, key!, name!);
            else setRegistryValue(device, key!, saved as RegistryValue);
          },
        },
        describe: (device, { key, name }, given) => {
          const data = givenValue(given);
          if (data === undefined) return removeRegistryValue(device, key!, name!);
          const type = (given.valueType ?? (typeof data === "number" ? "dword" : "string")) as RegistryType;
          setRegistryValue(device, key!, { name: name!, type, data: data });
        },
      },
    },
    {
      name: "type",
      form: "<key> <name> type",
      slots: { key: registryKeySlot, name },
      summary: "The type of a value. It cannot be read in ConstrainedLanguage.",
      type: { type: "word", words: registryTypes },
      read: { name: "Get-RegistryType", parameters: { Key: "key", Name: "name" } },
      write: { reason: "a type belongs to its data; write `set registry KEY NAME to DATA as TYPE`" },
      simulation: {
        resource: ({ key }) => resourceOf(key!),
        read: (device, { key, name }) =>
          denied(device, resourceOf(key!)) ?? {
            known: true,
            value: registryValue(device, key!, name!)?.type,
          },
        describe: (device, { key, name }, given) => {
          const type = givenValue(given) as RegistryType | undefined;
          if (type === undefined) return removeRegistryValue(device, key!, name!);
          const data =
            registryValue(device, key!, name!)?.data ?? (type === "dword" || type === "qword" ? 0 : "");
          setRegistryValue(device, key!, { name: name!, type, data });
        },
      },
    },
  ],
};

/** The data of a value as scripts read it. */
export function dataOf(device: Device, key: string, name: string): number | string | undefined {
  const data = registryValue(device, key, name)?.data;
  if (!Array.isArray(data)) return data;
  return data.every((item) => typeof item === "number")
    ? data.map((byte) => byte.toString(16).padStart(2, "0")).join("")
    : data.join("; ");
}

/** Makes a key, or removes it while it is empty. */
function writeKey(device: Device, key: string, present: boolean): void {
  if (registryKeyIsDenied(device, key)) throw new StepFailure("PermissionDenied");
  const isThere = registryKey(device, key) !== undefined;
  if (present === isThere) return;
  if (isThere && !registryKeyIsEmpty(device, key)) throw new StepFailure(`the key ${key} is not empty`);
  allowInParent(device, key);
  allow(device, key);
  if (isThere) removeRegistryKey(device, key);
  else createRegistryKey(device, key);
}

/** The keys above one, the nearest first. */
function* keysAbove(key: string): Iterable<string> {
  for (let end = key.lastIndexOf("\\"); end > key.indexOf("\\"); end = key.lastIndexOf("\\", end - 1))
    yield key.slice(0, end);
}

/** The keys above one that are missing, and are made with it. */
function missingParents(device: Device, key: string): string[] {
  const missing: string[] = [];
  for (const above of keysAbove(key)) {
    if (registryKeyIsDenied(device, above)) throw new StepFailure("PermissionDenied");
    if (registryKey(device, above) !== undefined) break;
    missing.push(above);
  }
  return missing;
}

/** Removes keys above one that were made with it, as long as they are empty. */
function removeMadeParents(device: Device, key: string, made: readonly string[]): void {
  for (const above of keysAbove(key)) {
    if (!made.includes(above)) return;
    if (registryKey(device, above) === undefined) continue;
    if (!registryKeyIsEmpty(device, above)) return;
    removeRegistryKey(device, above);
  }
}

/** A key is made and removed in the one above it. */
function allowInParent(device: Device, key: string): void {
  const parent = key.slice(0, key.lastIndexOf("\\"));
  if (registryKey(device, parent) === undefined && parent.includes("\\")) allowInParent(device, parent);
  else allow(device, parent);
}

function allow(device: Device, key: string): void {
  const writers = registryKey(device, key)?.writers;
  const isReadOnly = writers !== undefined && !writers.system && !writers.administrators;
  if (isReadOnly || registryKeyIsDenied(device, key)) throw new StepFailure("PermissionDenied");
}
