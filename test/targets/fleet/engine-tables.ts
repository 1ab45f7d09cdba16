import { deviceNow, type Device, type DeviceEvent } from "../../../src/simulate/device.ts";
import { type Cell, cellText, type Row, type Rows, type Span, type Tables } from "./kusto/evaluate-query.ts";
import type { Schema } from "./kusto/parse-query.ts";

/** A device of a fleet, its name, and the language of its Windows. */
export interface FleetDevice {
  readonly name: string;
  readonly device: Device;
  readonly language: "en" | "de";
}

/** An engine's tables: their columns for the language service, and their rows on described devices. */
export interface EngineTables {
  readonly schema: Schema;
  /** Tables that take arguments, as definitions before the query. */
  readonly functions: string;
  readonly ignoresCase: boolean;
  readonly rows: (fleet: readonly FleetDevice[]) => Tables;
}

const words = {
  en: { critical: "Critical", error: "Error", warning: "Warning", information: "Information" },
  de: { critical: "Kritisch", error: "Fehler", warning: "Warnung", information: "Informationen" },
} as const;

function logged({ ageSeconds }: DeviceEvent): Date {
  return new Date(deviceNow - ageSeconds * 1000);
}

/** The rows that every device gives. */
function rowsOf(
  fleet: readonly FleetDevice[],
  of: (one: FleetDevice) => readonly Row[],
  device: string,
): Rows {
  return fleet.flatMap((one) => of(one).map((row) => ({ [device]: one.name, ...row })));
}

/** The keys that a path names, a star for those right below a key. */
function keysAt(device: Device, path: string): string[] {
  const key = path.replace(/^(?:hklm:|HKEY_LOCAL_MACHINE)\\/i, "HKLM\\").toLowerCase();
  if (!key.endsWith("\\*")) return device.registry[key] === undefined ? [] : [key];
  const above = key.slice(0, -1);
  return Object.keys(device.registry).filter(
    (one) => one.startsWith(above) && !one.slice(above.length).includes("\\"),
  );
}

/** The data of a registry value as an engine shows it. */
function shown(data: string | number | readonly (string | number)[]): string {
  return Array.isArray(data) ? data.join(" ") : String(data);
}

function registryRows(device: Device, path: string): { key: string; name: string; data: string }[] {
  return keysAt(device, path).flatMap((key) =>
    Object.values(device.registry[key]!.values).map(({ name, data }) => ({
      key: device.registry[key]!.path.replace(/^HKLM/i, "HKEY_LOCAL_MACHINE"),
      name,
      data: shown(data),
    })),
  );
}

function eventsOf(device: Device, log: Cell, span: Cell): DeviceEvent[] {
  const seconds = span === null ? 86_400 : (span as Span).milliseconds / 1000;
  return device.events.filter(
    (event) => event.log.toLowerCase() === cellText(log).toLowerCase() && event.ageSeconds <= seconds,
  );
}

const antivirusModes: Readonly<Record<string, string>> = {
  normal: "Normal",
  passive: "Passive Mode",
  "sxs-passive": "SxS Passive Mode",
  "edr-block": "EDR Block Mode",
};

function pathOf(path: Cell): string {
  return cellText(path).toLowerCase();
}

export const cmpivotTables: EngineTables = {
  schema: {
    Device: "Device: string, Manufacturer: string, Model: string, UserName: string",
    Service: "Device: string, Name: string, DisplayName: string, State: string, StartMode: string",
    Process: "Device: string, Name: string, ProcessId: long",
    EPStatus: "Device: string, AMRunningMode: string, AMProductVersion: string",
  },
  functions: `let Registry = (path: string) { datatable(Device: string, Key: string, Property: string, Value: string)[] };
let RegistryKey = (path: string) { datatable(Device: string, Key: string)[] };
let WinEvent = (log: string, span: timespan = 1d) { datatable(Device: string, DateTime: datetime, ID: long, LevelDisplayName: string, ProviderName: string, Message: string)[] };
let File = (path: string) { datatable(Device: string, FileName: string, Version: string)[] };
`,
  ignoresCase: true,
  rows: (fleet) => {
    const rows = (of: (one: FleetDevice) => readonly Row[]): Rows => rowsOf(fleet, of, "Device");
    return {
      Device: rows(() => [{ UserName: "" }]),
      Service: rows(({ device }) =>
        Object.values(device.services).map(({ name, state }) => ({
          Name: name,
          State: state.replace(
            /(^|-)(.)/g,
            (_, dash: string, first: string) => `${dash === "" ? "" : " "}${first.toUpperCase()}`,
          ),
        })),
      ),
      Process: rows(({ device }) => device.processes.map((name) => ({ Name: name }))),
      EPStatus: rows(({ device: { defender } }) =>
        defender === undefined || defender.mode === "not-running"
          ? []
          : [{ AMRunningMode: antivirusModes[defender.mode]!, AMProductVersion: defender.platform }],
      ),
      Registry: (path) =>
        rows(({ device }) =>
          registryRows(device, cellText(path)).map(({ key, name, data }) => ({
            Key: key,
            Property: name,
            Value: data,
          })),
        ),
      RegistryKey: (path) =>
        rows(({ device }) => keysAt(device, cellText(path)).map((key) => ({ Key: key }))),
      WinEvent: (log, span) =>
        rows(({ device, language }) =>
          eventsOf(device, log, span ?? null).map((event) => ({
            DateTime: logged(event),
            ID: event.id,
            LevelDisplayName: words[language][event.level],
            ProviderName: event.provider,
            Message: "",
          })),
        ),
      File: (path) =>
        rows(({ device }) => (device.files[pathOf(path)] === undefined ? [] : [{ FileName: pathOf(path) }])),
    };
  },
};

const starts = ["BOOT_START", "SYSTEM_START", "AUTO_START", "DEMAND_START", "DISABLED"];

export const deviceQueryTables: EngineTables = {
  schema: {
    SystemInfo: "Device: string, ComputerName: string, FqdnHostname: string",
    WindowsService: "Device: string, ServiceName: string, State: string, StartMode: string",
    Process: "Device: string, ProcessName: string",
    WindowsQfe: "Device: string, HotFixId: string",
  },
  functions: `let WindowsRegistry = (path: string) { datatable(Device: string, RegistryKey: string, ValueName: string, ValueType: string, ValueData: string)[] };
let WindowsEvent = (log: string, span: timespan) { datatable(Device: string, LogName: string, EventId: long, Level: string, LoggedDateTime: datetime, ProviderName: string)[] };
let FileInfo = (path: string) { datatable(Device: string, FileName: string, FileVersion: string)[] };
`,
  ignoresCase: true,
  rows: (fleet) => {
    const rows = (of: (one: FleetDevice) => readonly Row[]): Rows => rowsOf(fleet, of, "Device");
    return {
      SystemInfo: rows(({ name }) => [{ ComputerName: name }]),
      // Drivers have a key and no state: they are not listed.
      WindowsService: rows(({ device }) =>
        Object.values(device.services).flatMap(({ name, state }) => {
          const key = device.registry[`hklm\\system\\currentcontrolset\\services\\${name.toLowerCase()}`];
          const start = key?.values["start"]?.data;
          return [
            {
              ServiceName: name,
              State: state.replace("-", "_").toUpperCase(),
              StartMode: typeof start === "number" ? (starts[start] ?? "UNKNOWN") : "",
            },
          ];
        }),
      ),
      Process: rows(({ device }) => device.processes.map((name) => ({ ProcessName: name }))),
      WindowsQfe: rows(({ device }) => device.hotfixes.map((id) => ({ HotFixId: id }))),
      // Of some 64-bit keys it shows nothing: here of those of every second device.
      WindowsRegistry: (path) =>
        rows(({ device, language }) =>
          language === "de"
            ? []
            : registryRows(device, cellText(path)).map(({ key, name, data }) => ({
                RegistryKey: key,
                ValueName: name,
                ValueType: "",
                ValueData: data,
              })),
        ),
      WindowsEvent: (log, span) =>
        rows(({ device }) =>
          eventsOf(device, log, span ?? null).map((event) => ({
            LogName: event.log,
            EventId: event.id,
            Level: event.level === "critical" ? "CRITICAL_ERROR" : event.level.toUpperCase(),
            LoggedDateTime: logged(event),
            ProviderName: event.provider,
          })),
        ),
      FileInfo: (path) =>
        rows(({ device }) => (device.files[pathOf(path)] === undefined ? [] : [{ FileName: pathOf(path) }])),
    };
  },
};

function xmlText(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** The XML of an event's data, as the table Event holds it. */
export function eventXml({ data }: Pick<DeviceEvent, "data">): string {
  const items = data.map(({ name, value }) =>
    name === undefined ? `<Data>${xmlText(value)}</Data>` : `<Data Name="${name}">${xmlText(value)}</Data>`,
  );
  return `<DataItem type="System.XmlData" time="2026-01-15T12:00:00.0000000Z" sourceHealthServiceId="0"><EventData xmlns="http://schemas.microsoft.com/win/2004/08/events/event">${items.join("")}</EventData></DataItem>`;
}

export const logAnalyticsTables: EngineTables = {
  schema: {
    Heartbeat: "TimeGenerated: datetime, Computer: string, OSType: string",
    Event:
      "TimeGenerated: datetime, Computer: string, EventLog: string, Source: string, EventID: int, EventLevel: int, EventLevelName: string, EventData: string, ParameterXml: string, RenderedDescription: string",
  },
  functions: "",
  ignoresCase: false,
  rows: (fleet) => ({
    Heartbeat: rowsOf(fleet, () => [{ TimeGenerated: new Date(deviceNow - 60_000) }], "Computer"),
    Event: rowsOf(
      fleet,
      ({ device }) =>
        device.events.map((event) => ({
          TimeGenerated: logged(event),
          EventLog: event.log,
          Source: event.provider,
          EventID: event.id,
          EventLevelName: words.en[event.level],
          EventData: eventXml(event),
        })),
      "Computer",
    ),
  }),
};

const platforms: Readonly<Record<string, string>> = {
  WinNT: "Windows10",
  ServerNT: "WindowsServer2016",
  LanmanNT: "WindowsServer2016",
};

const assessedModes: Readonly<Record<string, string>> = {
  normal: "0",
  passive: "1",
  "sxs-passive": "1",
  "edr-block": "4",
};

export const huntingTables: EngineTables = {
  schema: {
    DeviceInfo:
      "Timestamp: datetime, DeviceId: string, DeviceName: string, ClientVersion: string, OSPlatform: string, OSBuild: long, OnboardingStatus: string, SensorHealthState: string",
    DeviceRegistryEvents:
      "Timestamp: datetime, DeviceId: string, DeviceName: string, ActionType: string, RegistryKey: string, RegistryValueType: string, RegistryValueName: string, RegistryValueData: string",
    DeviceTvmSecureConfigurationAssessment:
      "DeviceId: string, DeviceName: string, Timestamp: datetime, ConfigurationId: string, IsApplicable: bool, IsCompliant: bool, Context: string",
    DeviceEvents: "Timestamp: datetime, DeviceId: string, DeviceName: string, ActionType: string",
  },
  functions: "",
  ignoresCase: false,
  rows: (fleet) => {
    const aged = (days: number): Date => new Date(deviceNow - days * 86_400_000);
    // A value that some device has was deleted where another has none.
    const everywhere = new Map<string, { key: string; name: string }>();
    for (const { device } of fleet)
      for (const { path, values } of Object.values(device.registry))
        for (const { name } of Object.values(values))
          everywhere.set(`${path}\\${name}`.toLowerCase(), { key: path, name });
    return {
      DeviceInfo: rowsOf(
        fleet,
        ({ name, device }) => {
          const version = device.registry["hklm\\software\\microsoft\\windows nt\\currentversion"]?.values;
          const product = device.registry["hklm\\system\\currentcontrolset\\control\\productoptions"]?.values;
          const build = version?.["currentbuildnumber"]?.data;
          return [
            {
              Timestamp: aged(0.1),
              DeviceName: name,
              OSPlatform: platforms[String(product?.["producttype"]?.data)] ?? "Windows",
              OSBuild: build === undefined ? null : Number(build),
              OnboardingStatus: "Onboarded",
              SensorHealthState: "Active",
            },
          ];
        },
        "DeviceId",
      ),
      // Of every second device nothing was recorded.
      DeviceRegistryEvents: rowsOf(
        fleet,
        ({ device, language }) =>
          language === "de"
            ? []
            : [...everywhere.values()].flatMap(({ key, name }) => {
                const value = device.registry[key.toLowerCase()]?.values[name.toLowerCase()];
                const change = {
                  RegistryKey: key.replace(/^HKLM/i, "HKEY_LOCAL_MACHINE"),
                  RegistryValueName: name,
                };
                const before = { ...change, Timestamp: aged(20) };
                const after = { ...change, Timestamp: aged(10) };
                return value === undefined
                  ? [
                      { ...before, ActionType: "RegistryValueSet", RegistryValueData: "1" },
                      { ...after, ActionType: "RegistryValueDeleted", RegistryValueData: "" },
                    ]
                  : [
                      { ...before, ActionType: "RegistryValueDeleted", RegistryValueData: "" },
                      { ...after, ActionType: "RegistryValueSet", RegistryValueData: shown(value.data) },
                    ];
              }),
        "DeviceId",
      ),
      DeviceTvmSecureConfigurationAssessment: rowsOf(
        fleet,
        ({ device: { defender } }) =>
          defender === undefined || assessedModes[defender.mode] === undefined
            ? []
            : [{ ConfigurationId: "scid-2010", Context: JSON.stringify([[assessedModes[defender.mode]]]) }],
        "DeviceId",
      ),
      DeviceEvents: [],
    };
  },
};
