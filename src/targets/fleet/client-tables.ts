import type { EventLevel } from "../../model/condition.ts";

/**
 * The names of tables and columns of the engines that ask a device itself, in one place: documentation and public
 * queries do not agree on all of them, and not all are documented.
 *
 * CMPivot: documented are Device, the columns Property and Value of Registry, LevelDisplayName of WinEvent, Name of
 * Service, FileName of File; ID, DateTime and Message of WinEvent stand in public queries alone, ProviderName in one
 * reference. Service, Process and EPStatus show what Win32_Service, Win32_Process and Get-MpComputerStatus do.
 * Device query of Intune: all are in its schema, "Intune Data Platform Schema", but for Device, on which it joins.
 */
export interface ClientTables {
  readonly device: string;
  readonly devices: { readonly table: string };
  readonly registry: { readonly table: string; readonly name: string; readonly data: string };
  /** A table of the keys that match a path, where there is one. */
  readonly keys: { readonly table: string } | undefined;
  readonly service: {
    readonly table: string;
    readonly name: string;
    readonly state: string;
    readonly start: string;
  };
  readonly process: { readonly table: string; readonly name: string };
  readonly file: { readonly table: string; readonly name: string };
  readonly events: {
    readonly table: string;
    readonly id: string;
    readonly provider: string;
    readonly level: string;
  };
  readonly antivirus: { readonly table: string; readonly mode: string } | undefined;
  readonly updates: { readonly table: string; readonly id: string } | undefined;
  /** The beginning of a path below HKEY_LOCAL_MACHINE. */
  readonly hive: string;
  readonly levels: Readonly<Record<EventLevel | "verbose", string>>;
  /** Whether levels are words of the display language. */
  readonly localLevels: boolean;
  readonly states: (state: string) => string;
}

export const cmpivotTables: ClientTables = {
  device: "Device",
  devices: { table: "Device" },
  registry: { table: "Registry", name: "Property", data: "Value" },
  keys: { table: "RegistryKey" },
  service: { table: "Service", name: "Name", state: "State", start: "StartMode" },
  process: { table: "Process", name: "Name" },
  file: { table: "File", name: "FileName" },
  events: { table: "WinEvent", id: "ID", provider: "ProviderName", level: "LevelDisplayName" },
  antivirus: { table: "EPStatus", mode: "AMRunningMode" },
  // QuickFixEngineering is as old as the last inventory.
  updates: undefined,
  hive: "hklm:\\",
  levels: {
    critical: "Critical",
    error: "Error",
    warning: "Warning",
    information: "Information",
    verbose: "Verbose",
  },
  localLevels: true,
  // Start Pending, as Win32_Service says it in every language.
  states: (state) =>
    state
      .split("-")
      .map((part) => `${part[0]!.toUpperCase()}${part.slice(1)}`)
      .join(" "),
};

export const deviceQueryTables: ClientTables = {
  device: "Device",
  devices: { table: "SystemInfo" },
  registry: { table: "WindowsRegistry", name: "ValueName", data: "ValueData" },
  keys: undefined,
  service: { table: "WindowsService", name: "ServiceName", state: "State", start: "StartMode" },
  process: { table: "Process", name: "ProcessName" },
  file: { table: "FileInfo", name: "FileName" },
  events: { table: "WindowsEvent", id: "EventId", provider: "ProviderName", level: "Level" },
  antivirus: undefined,
  updates: { table: "WindowsQfe", id: "HotFixId" },
  hive: "HKEY_LOCAL_MACHINE\\",
  levels: {
    critical: "CRITICAL_ERROR",
    error: "ERROR",
    warning: "WARNING",
    information: "INFORMATION",
    verbose: "VERBOSE",
  },
  localLevels: false,
  states: (state) => state.replace("-", "_").toUpperCase(),
};
