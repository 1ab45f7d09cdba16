import type { FactValue, Reading } from "../model/value.ts";
import {
  changeServiceState,
  type Device,
  isEarlyLaunchDriverDisabled,
  registryKey,
  registryValue,
  removeRegistryKey,
  removeRegistryValue,
  serviceKey,
  setRegistryValue,
  setServiceState,
  serviceStates,
  type ServiceState,
} from "../simulate/device.ts";
import { entryOf } from "../simulate/dictionary.ts";
import { denied, givenValue } from "./access.ts";
import { type Kind, type SlotSignature, StepFailure } from "./kind.ts";
import { foldName, isPlainName, wildcardRemedy } from "./path-parts.ts";

/** Where Windows keeps what it knows of a service. */
export { serviceKey } from "../simulate/device.ts";

/** Start types with the value of `Start` in the service's key; automatic-delayed is automatic with `DelayedAutostart`. */
export const startValues = { boot: 0, system: 1, automatic: 2, manual: 3, disabled: 4 } as const;
const startTypes = ["boot", "system", "automatic", "automatic-delayed", "manual", "disabled"] as const;

/** Services of Microsoft Defender Antivirus whose start type must never be changed. */
export const protectedServices = ["WdBoot", "WdFilter", "WdNisDrv", "WdNisSvc", "WinDefend"] as const;

/** Which of them a name means, however it is spelt. */
export function protectedService(name: string): string | undefined {
  return protectedServices.find((known) => foldName(known) === foldName(name));
}

const name: SlotSignature = {
  type: "text",
  description: "the name of a service: its short name, without slashes or wildcards, 255 characters at most",
  remedy: (text) => wildcardRemedy(text, "service"),
  normalize: (text) => (isPlainName(text) && !/[\\/"*?[\]`]/.test(text) ? text : undefined),
};

/** Windows services and drivers. */
export const service: Kind = {
  name: "service",
  summary: "A Windows service or driver, by its short name.",
  properties: [
    {
      name: "state",
      form: "<name> state",
      slots: { name },
      summary:
        "What the service manager says it does; drivers have no state here. One that it hides, although its key is there, is unknown.",
      type: { type: "word", words: serviceStates },
      read: { name: "Get-ServiceState", parameters: { Name: "name" } },
      write: {
        call: { name: "Write-ServiceState", parameters: { Name: "name" } },
        journal: { restore: { name: "Restore-ServiceState", parameters: { Name: "name" } } },
        values: ["running", "stopped"],
        needsBound: true,
      },
      simulation: {
        resource: ({ name }) => `service:${name!.toLowerCase()}`,
        read: (device, { name }) => stateOf(device, name!),
        write: (device, { name }, value) => {
          controlService(device, name!, value as SettledState);
        },
        journal: {
          restore: (device, { name }, saved) => {
            const state = settledStates[saved as ServiceState];
            if (state === "paused" && entryOf(device.services, name!.toLowerCase())?.state === "stopped")
              controlService(device, name!, "running");
            controlService(device, name!, state);
          },
        },
        describe: (device, { name }, given) => {
          const state = givenValue(given);
          if (state === undefined) removeService(device, name!);
          else addService(device, name!, state as ServiceState);
        },
      },
    },
    {
      name: "start",
      form: "<name> start",
      slots: { name },
      summary: "When Windows starts it: `Start` and `DelayedAutostart` of its key.",
      type: { type: "word", words: startTypes },
      read: { name: "Get-ServiceStart", parameters: { Name: "name" } },
      write: {
        call: { name: "Write-ServiceStart", parameters: { Name: "name" } },
        journal: { restore: { name: "Restore-ServiceStart", parameters: { Name: "name" } } },
        values: ["automatic", "automatic-delayed", "manual", "disabled"],
        needsBound: false,
        protected: { slot: "name", thing: protectedService },
      },
      simulation: {
        resource: ({ name }) => `registry:${serviceKey(name!).toLowerCase()}`,
        read: (device, { name }) =>
          denied(device, `registry:${serviceKey(name!).toLowerCase()}`) ?? {
            known: true,
            value: startOf(device, name!),
          },
        write: (device, { name }, value) => {
          if (startOf(device, name!) === undefined)
            throw new StepFailure(`sc.exe config ${name} returned 1060`);
          // Whom the service manager tells nothing, it lets change nothing.
          if (device.unreadable.includes(`service:${name!.toLowerCase()}`))
            throw new StepFailure(`sc.exe config ${name} returned 5`);
          setStart(device, name!, value);
        },
        journal: {
          restore: (device, { name }, saved) => {
            const start = ownStartValue(String(saved));
            if (start === undefined) setStart(device, name!, saved as FactValue);
            else setRegistryValue(device, serviceKey(name!), { name: "Start", type: "dword", data: start });
          },
        },
        describe: (device, { name }, given) => {
          const start = givenValue(given);
          if (start === undefined) removeRegistryKey(device, serviceKey(name!));
          else setStart(device, name!, start);
        },
      },
    },
  ],
};

/** The service manager shows nobody a service that he may not query; its key tells that it is there. */
function stateOf(device: Device, name: string): Reading {
  const key = `registry:${serviceKey(name).toLowerCase()}`;
  const state = entryOf(device.services, name.toLowerCase())?.state;
  const refused = denied(device, `service:${name.toLowerCase()}`);
  if (refused !== undefined) return refused;
  if (state !== undefined) return { known: true, value: state };
  return registryKey(device, serviceKey(name)) === undefined
    ? { known: true, value: undefined }
    : (denied(device, key) ?? { known: false, reason: "PermissionDenied" });
}

function startOf(device: Device, name: string): string | undefined {
  const start = registryValue(device, serviceKey(name), "Start")?.data;
  if (start === undefined) return undefined;
  const delayed = registryValue(device, serviceKey(name), "DelayedAutostart")?.data === 1;
  const word = Object.entries(startValues).find(([, value]) => value === start)?.[0];
  return word === "automatic" && delayed ? "automatic-delayed" : (word ?? String(start));
}

function setStart(device: Device, name: string, start: FactValue): void {
  const delayed = start === "automatic-delayed";
  const word = delayed ? "automatic" : (start as keyof typeof startValues);
  setRegistryValue(device, serviceKey(name), { name: "Start", type: "dword", data: startValues[word] });
  if (delayed)
    setRegistryValue(device, serviceKey(name), { name: "DelayedAutostart", type: "dword", data: 1 });
  else removeRegistryValue(device, serviceKey(name), "DelayedAutostart");
}

/** The value of a start type that sc.exe gives only to drivers, or to nothing: it goes to the service's key. */
function ownStartValue(start: string): number | undefined {
  if (start === "boot" || start === "system") return startValues[start];
  return /^\d{1,9}$/.test(start) ? Number(start) : undefined;
}

function removeService(device: Device, name: string): void {
  delete device.services[name.toLowerCase()];
  removeRegistryKey(device, serviceKey(name));
}

/** A described service; its start type is automatic unless the scenario says otherwise. */
function addService(device: Device, name: string, state: ServiceState): void {
  setServiceState(device, name, state);
  if (startOf(device, name) === undefined) setStart(device, name, "automatic");
}

type SettledState = "running" | "stopped" | "paused";

/** The states that services are on their way to. */
const settledStates: Readonly<Record<ServiceState, SettledState>> = {
  running: "running",
  "start-pending": "running",
  "continue-pending": "running",
  stopped: "stopped",
  "stop-pending": "stopped",
  paused: "paused",
  "pause-pending": "paused",
};

/** What the service manager does with `sc start`, `sc stop` and `sc pause`; one in an intermediate state stays there. */
function controlService(device: Device, name: string, wanted: SettledState): void {
  const service = entryOf(device.services, name.toLowerCase());
  const verb = { running: "start", stopped: "stop", paused: "pause" }[wanted];
  if (service === undefined) throw new StepFailure(`sc.exe ${verb} ${name} returned 1060`);
  if (service.state === wanted) return;
  if (wanted === "paused" && service.state !== "running")
    throw new StepFailure(`sc.exe pause ${name} returned ${service.state === "stopped" ? 1062 : 1061}`);
  if (wanted === "running" && service.state !== "stopped") {
    throw new StepFailure(`service ${name} state is ${service.state} after the time allowed`);
  }
  if (wanted === "stopped" && service.state.endsWith("-pending")) {
    throw new StepFailure(`sc.exe stop ${name} returned 1061`);
  }
  if (wanted === "running" && startOf(device, name) === "disabled") {
    throw new StepFailure(`sc.exe start ${name} returned 1058`);
  }
  if (wanted === "running" && name.toLowerCase() === "sense" && isEarlyLaunchDriverDisabled(device)) {
    throw new StepFailure(`sc.exe start ${name} returned 577`);
  }
  changeServiceState(device, service.name, wanted);
}
