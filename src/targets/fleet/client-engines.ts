import { clientEngine } from "./client-engine.ts";
import { cmpivotTables, deviceQueryTables } from "./client-tables.ts";
import type { Engine } from "./engine.ts";

const cmpivotOptions = {
  name: "CMPivot",
  file: "CMPivot.kql",
  notes: [
    "Run it: Configuration Manager console, a device collection, Start CMPivot. It asks the devices that are online.",
    "Taken for granted: the client (SYSTEM) may read what is asked for, and a registry value has the type that the rule",
    "expects. Where a key or value is missing CMPivot shows no row; neither does it where access is denied.",
  ],
  assumed: {
    WinEvent:
      "the columns ID and ProviderName of WinEvent (public queries use them; they are not documented)",
    RegistryKey: "the entity RegistryKey (Configuration Manager 2107 or later)",
    Service: "the columns Name and State of Service, as of Win32_Service",
    Process: "the column Name of Process, as of Win32_Process",
    EPStatus: "the column AMRunningMode of EPStatus, as of Get-MpComputerStatus",
  },
  // Documented, "CMPivot changes for version 1906": five joins, 64 columns.
  limits: { joins: 5, characters: Infinity },
  missingIsSeen: true,
} as const;

export const cmpivot: Engine = clientEngine(cmpivotTables, { ...cmpivotOptions, servicesTogether: false });

/** The same with the keys of all services in one table, for rules of several of them. */
export const cmpivotWithAllServices: Engine = clientEngine(cmpivotTables, {
  ...cmpivotOptions,
  assumed: {
    ...cmpivotOptions.assumed,
    Registry: "the column Key of Registry, the path of a key (Configuration Manager 2107 or later)",
  },
  servicesTogether: true,
});

export const deviceQuery: Engine = clientEngine(deviceQueryTables, {
  name: "Device query",
  file: "DeviceQuery.kql",
  notes: [
    "Run it: Intune admin center, Devices, one device, Device query. Paste only what stands below these lines:",
    "a query has 2,048 characters at most.",
  ],
  assumed: {
    SystemInfo: "the column Device, by which device query joins",
    WindowsRegistry: "that the data of a number is shown in decimal",
  },
  limits: { joins: 5, characters: 2048 },
  servicesTogether: false,
  // Documented as a known limitation of the entity WindowsRegistry.
  missingIsSeen: "device query shows no row of some 64-bit keys, so that a value is missing is not seen",
});
