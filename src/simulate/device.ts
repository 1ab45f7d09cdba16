import { entryOf, setEntry } from "./dictionary.ts";

/**
 * All facts a rule can read, as a value, at the level at which Windows keeps them: what a kind reads from the registry
 * stands in `registry` here too. The stand-ins for Windows cmdlets run over the same value, as JSON.
 */
export interface Device {
  /** Keys by their full path, `HKLM\...`, lower case; with each of them those above it. */
  registry: Record<string, RegistryKey>;
  /** Services and drivers that the service manager runs, by name in lower case. */
  services: Record<string, { name: string; state: ServiceState }>;
  events: DeviceEvent[];
  /** Names of running processes, with extension. */
  processes: string[];
  /** Files by path in lower case; version: four numbers, absent where the file has none. */
  files: Record<string, { version?: string }>;
  /** Microsoft Defender Antivirus's status, absent where the component is. */
  defender?: { platform: string; mode: string };
  /** Updates that Windows lists, `KB4015217`. */
  hotfixes: string[];
  /** States of features on demand, by name in lower case: `installed`, `not-present`, `staged`, `pending`. */
  capabilities: Record<string, string>;
  /** Addresses that cannot be reached, lower case; all others can. */
  unreachable: string[];
  /** The health nodes of the Defender for Endpoint CSP, absent where Windows has none. An empty OrgId is none. */
  mdm?: { senseIsRunning: boolean; onboardingState: number; orgId: string };
  /** The workspaces of the Microsoft Monitoring Agent, absent where there are none. */
  workspace?: "connected" | "disconnected";
  /** Whether scripts run elevated. */
  elevated: boolean;
  /** Seconds since the device started. */
  uptimeSeconds: number;
  /**
   * Resources that cannot be read: `registry:hklm\...`, `service:sense`, `log:application`, `process`, `file:c:\...`,
   * `defender`, `hotfix`, `capability`, `url:https://...` (a time-out), `tls:https://...` (TLS fails), `mdm`,
   * `workspace`.
   */
  unreadable: string[];
  /** What becomes of running the packages of the site here. */
  packages: { onboarding: PackageState; offboarding: PackageState };
}

/**
 * A package is there and only administrators can change it, and it succeeds or fails; or it is not there, ordinary users
 * may change it, or who may cannot be read.
 */
export const packageStates = ["succeeds", "fails", "missing", "open", "unreadable"] as const;
export type PackageState = (typeof packageStates)[number];

export interface RegistryKey {
  /** The path as it was written. */
  path: string;
  /** Values by name in lower case. */
  values: Record<string, RegistryValue>;
  /** Who may set values and create keys here; both where it is absent. */
  writers?: { system: boolean; administrators: boolean };
}

export interface RegistryValue {
  name: string;
  type: RegistryType;
  data: number | string | string[] | number[];
}

export const registryTypes = ["dword", "qword", "string", "expand-string", "multi-string", "binary"] as const;
export type RegistryType = (typeof registryTypes)[number];

export const serviceStates = [
  "running",
  "stopped",
  "paused",
  "start-pending",
  "stop-pending",
  "continue-pending",
  "pause-pending",
] as const;
export type ServiceState = (typeof serviceStates)[number];

export interface DeviceEvent {
  log: string;
  provider: string;
  id: number;
  level: "critical" | "error" | "warning" | "information";
  /** Seconds before now. */
  ageSeconds: number;
  /** By position; a named one has its name too. */
  data: { name?: string; value: string }[];
}

/** The moment at which every simulated device lives, milliseconds since 1970: ages of events count back from it. */
export const deviceNow = Date.UTC(2026, 0, 15, 12);

const keysOfEveryWindows = [
  "HKLM\\SOFTWARE\\Microsoft",
  "HKLM\\SOFTWARE\\Policies\\Microsoft",
  "HKLM\\SYSTEM\\CurrentControlSet\\Control",
  "HKLM\\SYSTEM\\CurrentControlSet\\Services",
];

/** The device that a scenario starts from: a Windows 10 22H2 Enterprise client, elevated, on which nothing has happened. */
export function typicalDevice(): Device {
  const device: Device = {
    registry: {},
    services: {},
    events: [],
    processes: [],
    files: {},
    hotfixes: [],
    capabilities: { "microsoft.windows.sense.client~~~~": "installed" },
    unreachable: [],
    elevated: true,
    uptimeSeconds: 3 * 86_400,
    unreadable: [],
    packages: { onboarding: "succeeds", offboarding: "succeeds" },
  };
  for (const key of keysOfEveryWindows) createRegistryKey(device, key);
  const version = "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion";
  setRegistryValue(device, version, { name: "CurrentBuildNumber", type: "string", data: "19045" });
  setRegistryValue(device, version, { name: "UBR", type: "dword", data: 5000 });
  setRegistryValue(device, version, { name: "EditionID", type: "string", data: "Enterprise" });
  setRegistryValue(device, "HKLM\\SYSTEM\\CurrentControlSet\\Control\\ProductOptions", {
    name: "ProductType",
    type: "string",
    data: "WinNT",
  });
  // Windows comes with the sensor, which nothing starts until the device is onboarded.
  setServiceState(device, "Sense", "stopped");
  setRegistryValue(device, serviceKey("Sense"), { name: "Start", type: "dword", data: 3 });
  return device;
}

export function registryKey(device: Device, path: string): RegistryKey | undefined {
  return entryOf(device.registry, path.toLowerCase());
}

export function registryValue(device: Device, path: string, name: string): RegistryValue | undefined {
  const key = registryKey(device, path);
  return key && entryOf(key.values, name.toLowerCase());
}

/** Whether access to a key is denied. */
export function registryKeyIsDenied(device: Device, path: string): boolean {
  return device.unreadable.includes(`registry:${path.toLowerCase()}`);
}

/** Creates the key where it is missing, and those above it. */
export function createRegistryKey(device: Device, path: string): RegistryKey {
  const known = registryKey(device, path);
  if (known !== undefined) return known;
  createKeysAbove(device, path);
  const created = { path, values: {} };
  setEntry(device.registry, path.toLowerCase(), created);
  return created;
}

/** Creates the keys above one, below the hive, where they are missing. */
export function createKeysAbove(device: Device, path: string): void {
  const above = path.slice(0, Math.max(0, path.lastIndexOf("\\")));
  if (above.includes("\\")) createRegistryKey(device, above);
}

/** Removes the key, and those below it. */
export function removeRegistryKey(device: Device, path: string): void {
  const key = path.toLowerCase();
  for (const other of Object.keys(device.registry)) {
    if (other === key || other.startsWith(`${key}\\`)) delete device.registry[other];
  }
}

export function registryKeyIsEmpty(device: Device, path: string): boolean {
  const key = path.toLowerCase();
  return (
    Object.keys(registryKey(device, path)?.values ?? {}).length === 0 &&
    !Object.keys(device.registry).some((other) => other.startsWith(`${key}\\`))
  );
}

export function setRegistryValue(device: Device, path: string, value: RegistryValue): void {
  const { values } = createRegistryKey(device, path);
  const known = entryOf(values, value.name.toLowerCase());
  // A name keeps the case in which it was first written, as in Windows.
  setEntry(values, value.name.toLowerCase(), { ...value, name: known?.name ?? value.name });
}

export function removeRegistryValue(device: Device, path: string, name: string): void {
  const key = registryKey(device, path);
  if (key !== undefined) delete key.values[name.toLowerCase()];
}

/** Programs that run as long as their service does. */
export const serviceProcesses: Readonly<Record<string, string>> = {
  sense: "MsSense.exe",
  healthservice: "HealthService.exe",
  windefend: "MsMpEng.exe",
  wdnissvc: "NisSrv.exe",
};

/** Gives a service a state, and its program with it. */
export function setServiceState(device: Device, name: string, state: ServiceState): void {
  setEntry(device.services, name.toLowerCase(), { name, state });
  const process = entryOf(serviceProcesses, name.toLowerCase());
  if (process === undefined) return;
  device.processes = device.processes.filter((running) => running.toLowerCase() !== process.toLowerCase());
  if (state === "running") device.processes.push(process);
}

/** What the service manager does: the state, and what the health nodes of MDM say of the sensor, which they look up. */
export function changeServiceState(device: Device, name: string, state: ServiceState): void {
  setServiceState(device, name, state);
  if (device.mdm !== undefined && name.toLowerCase() === "sense")
    device.mdm = { ...device.mdm, senseIsRunning: state === "running" };
}

/** The key of a service's configuration. */
export function serviceKey(name: string): string {
  return `HKLM\\SYSTEM\\CurrentControlSet\\Services\\${name}`;
}

/** The value of `Start` of a service or driver that nothing starts. */
export const startDisabled = 4;

/**
 * Whether the early-launch driver of Microsoft Defender Antivirus is disabled: Windows then does not start the sensor,
 * whose signature that driver vouches for (error 577).
 * Source: https://learn.microsoft.com/defender-endpoint/troubleshoot-onboarding
 */
export function isEarlyLaunchDriverDisabled(device: Device): boolean {
  return registryValue(device, serviceKey("WdBoot"), "Start")?.data === startDisabled;
}
