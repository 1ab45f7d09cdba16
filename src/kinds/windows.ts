import type { Reading } from "../model/value.ts";
import { type Device, registryValue, removeRegistryValue, setRegistryValue } from "../simulate/device.ts";
import { denied, givenValue } from "./access.ts";
import type { Kind, Property } from "./kind.ts";

/** Where Windows keeps what it is. */
export const versionKey = "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion";
export const productKey = "HKLM\\SYSTEM\\CurrentControlSet\\Control\\ProductOptions";

/** What a device is, as `ProductType` names it. */
export const products = { client: "WinNT", server: "ServerNT", "domain-controller": "LanmanNT" } as const;

/** `EditionID` as Windows writes it. */
const editions = [
  "Core",
  "CoreN",
  "CoreSingleLanguage",
  "CoreCountrySpecific",
  "Professional",
  "ProfessionalN",
  "ProfessionalEducation",
  "ProfessionalEducationN",
  "ProfessionalWorkstation",
  "ProfessionalWorkstationN",
  "Education",
  "EducationN",
  "Enterprise",
  "EnterpriseN",
  "EnterpriseS",
  "EnterpriseSN",
  "EnterpriseG",
  "IoTEnterprise",
  "IoTEnterpriseS",
  "ServerRdsh",
  "CloudEdition",
  "CloudEditionN",
  "IoTUAP",
  "Holographic",
  "Team",
  "ServerStandard",
  "ServerStandardEval",
  "ServerDatacenter",
  "ServerDatacenterEval",
  "ServerEssentials",
  "ServerStandardCore",
  "ServerDatacenterCore",
  "ServerAzureCor",
  "ServerTurbine",
] as const;

/** The Windows that runs: read from the registry, which every language mode may. */
export const windows: Kind = {
  name: "windows",
  summary: "The Windows that runs on the device.",
  properties: [
    numberProperty(
      "build",
      "The build, for example 14393 (version 1607) or 17763 (version 1809).",
      "CurrentBuildNumber",
      "string",
      1_000_000,
    ),
    numberProperty(
      "revision",
      "The revision of the build, raised by each cumulative update.",
      "UBR",
      "dword",
      1_000_000,
    ),
    {
      ...base("edition", versionKey),
      summary: "The edition, as `EditionID` names it.",
      type: { type: "word", words: editions },
      simulation: simulated(
        versionKey,
        "EditionID",
        (device) => registryValue(device, versionKey, "EditionID")?.data as string | undefined,
        (device, value) =>
          setRegistryValue(device, versionKey, { name: "EditionID", type: "string", data: String(value) }),
      ),
    },
    {
      ...base("product", productKey),
      summary: "What the device is: a client, a server or a domain controller.",
      type: { type: "word", words: Object.keys(products) },
      simulation: simulated(
        productKey,
        "ProductType",
        (device) => {
          const type = registryValue(device, productKey, "ProductType")?.data;
          return Object.entries(products).find(([, value]) => value === type)?.[0];
        },
        (device, value) =>
          setRegistryValue(device, productKey, {
            name: "ProductType",
            type: "string",
            data: products[value as keyof typeof products],
          }),
      ),
    },
  ],
};

function base(name: string, _key: string): Pick<Property, "name" | "form" | "slots" | "read" | "write"> {
  const function_ = `Get-Windows${name[0]!.toUpperCase()}${name.slice(1)}`;
  return {
    name,
    form: name,
    slots: {},
    read: { name: function_, parameters: {} },
    write: { reason: "no script replaces the Windows of a device" },
  };
}

function numberProperty(
  name: string,
  summary: string,
  valueName: string,
  type: "string" | "dword",
  maximum: number,
): Property {
  return {
    ...base(name, versionKey),
    summary,
    type: { type: "integer", minimum: 0, maximum },
    simulation: simulated(
      versionKey,
      valueName,
      (device) => {
        const data = registryValue(device, versionKey, valueName)?.data;
        return data === undefined ? undefined : Number(data);
      },
      (device, value) =>
        setRegistryValue(device, versionKey, {
          name: valueName,
          type,
          data: type === "string" ? String(value) : Number(value),
        }),
    ),
  };
}

function simulated(
  key: string,
  valueName: string,
  read: (device: Device) => string | number | undefined,
  set: (device: Device, value: string | number) => void,
): Property["simulation"] {
  const resource = `registry:${key.toLowerCase()}`;
  return {
    resource: () => resource,
    read: (device): Reading => denied(device, resource) ?? { known: true, value: read(device) },
    describe: (device, _slots, given) => {
      const value = givenValue(given);
      if (value === undefined) removeRegistryValue(device, key, valueName);
      else set(device, value);
    },
  };
}
