// The stand-ins change a device as the simulation of its kind does: what scenarios promise is what scripts are tried on.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type RunResult, runJobs } from "../../src/engine/engine.ts";
import { propertyOf } from "../../src/kinds/index.ts";
import { StepFailure } from "../../src/kinds/kind.ts";
import { siteActions } from "../../src/model/step.ts";
import {
  createRegistryKey,
  type Device,
  type RegistryType,
  serviceKey,
  serviceStates,
  setRegistryValue,
  setServiceState,
  typicalDevice,
} from "../../src/simulate/device.ts";
import { runPackage } from "../../src/simulate/packages.ts";
import { powerShell } from "../power-shell.ts";

interface Agreement {
  readonly name: string;
  readonly device: Device;
  readonly script: string;
  /** The simulation; it returns what the script prints. */
  readonly simulate: (device: Device) => string;
}

const key = "HKLM\\SOFTWARE\\Contoso";
const configuration = {
  onboarding: { path: "C:\\Site\\onboard.cmd" },
  offboarding: { path: "C:\\Site\\offboard.ps1" },
};
const run = (program: string, words: string): string =>
  `$code = (Start-Process -FilePath "$env:SystemRoot\\System32\\${program}" -ArgumentList '${words}' -PassThru -Wait).ExitCode`;

function deviceWith(change: (device: Device) => void): Device {
  const device = typicalDevice();
  change(device);
  return device;
}

/** Runs a simulated write and says whether it did what was asked. */
function written(
  kind: string,
  property: string,
  slots: Record<string, string>,
  value: string | number | undefined,
  type?: string,
) {
  return (device: Device): string => {
    try {
      propertyOf({ kind, property }).simulation.write!(device, slots, value, type);
      return "done";
    } catch (failure) {
      if (!(failure instanceof StepFailure)) throw failure;
      return "refused";
    }
  };
}

function* stateAgreements(): Iterable<Agreement> {
  for (const name of ["Sense", "DiagTrack"]) {
    for (const state of [...serviceStates, "missing"] as const) {
      for (const wanted of ["running", "stopped"] as const) {
        for (const start of [2, 4]) {
          if (state === wanted) continue;
          const device = deviceWith((made) => {
            if (state === "missing") return;
            setServiceState(made, name, state);
            setRegistryValue(made, serviceKey(name), { name: "Start", type: "dword", data: start });
          });
          const script = `${run("sc.exe", `${wanted === "running" ? "start" : "stop"} "${name}"`)}
            $service = Get-Service -Name '${name}' -ErrorAction SilentlyContinue
            if ("$($service.Status)" -eq '${wanted}') { 'done' } else { 'refused' }`;
          const simulate = written("service", "state", { name }, wanted);
          yield { name: `${name} ${state}, start ${start}, to ${wanted}`, device, script, simulate };
        }
      }
    }
  }
}

function* startAgreements(): Iterable<Agreement> {
  const words = {
    automatic: "auto",
    "automatic-delayed": "delayed-auto",
    manual: "demand",
    disabled: "disabled",
  };
  for (const before of [undefined, 2, 3]) {
    for (const [value, word] of Object.entries(words)) {
      const device = deviceWith((made) => {
        if (before === undefined) return;
        setRegistryValue(made, serviceKey("X"), { name: "Start", type: "dword", data: before });
        setRegistryValue(made, serviceKey("X"), { name: "DelayedAutostart", type: "dword", data: 1 });
      });
      yield {
        name: `start ${before ?? "missing"} to ${value}`,
        device,
        script: `${run("sc.exe", `config X start= ${word}`)}; if ($code -eq 0) { 'done' } else { 'refused' }`,
        simulate: written("service", "start", { name: "X" }, value),
      };
    }
  }
}

function* registryAgreements(): Iterable<Agreement> {
  const shapes: Record<string, Device> = {
    "without the key": typicalDevice(),
    "with the key": deviceWith((device) => createRegistryKey(device, key)),
    "with the value": deviceWith((device) =>
      setRegistryValue(device, key, { name: "Name", type: "string", data: "x" }),
    ),
    "with the key denied": deviceWith((device) => {
      createRegistryKey(device, key);
      device.unreadable.push(`registry:${key.toLowerCase()}`);
    }),
  };
  const kinds: Partial<Record<RegistryType, string>> = {
    dword: "DWord",
    qword: "QWord",
    string: "String",
    "expand-string": "ExpandString",
  };
  for (const [shape, device] of Object.entries(shapes)) {
    for (const [type, kind] of Object.entries(kinds)) {
      const value = type.endsWith("word") ? 4294967295 : "%TEMP%";
      yield {
        name: `a ${type} ${shape}`,
        device,
        script: `try { $null = New-ItemProperty -LiteralPath 'Registry::${key}' -Name 'Name' -Value ${JSON.stringify(value)} -PropertyType ${kind} -Force -ErrorAction Stop; 'done' } catch { 'refused' }`,
        simulate: written("registry", "data", { key, name: "Name" }, value, type),
      };
    }
    yield {
      name: `a key ${shape}`,
      device,
      script: `try { if (-not (Test-Path -LiteralPath 'Registry::${key}')) { $null = New-Item -Path 'Registry::${key}' -Force -ErrorAction Stop }; $null = Get-Item -LiteralPath 'Registry::${key}' -ErrorAction Stop; 'done' } catch { 'refused' }`,
      simulate: written("registry", "key", { key }, "present"),
    };
  }
}

function* packageAgreements(): Iterable<Agreement> {
  for (const action of siteActions) {
    for (const outcome of ["succeeds", "fails"] as const) {
      for (const elevated of [true, false]) {
        for (const onboarded of [true, false]) {
          const device = deviceWith((made) => {
            if (onboarded) runPackage(made, "onboarding");
            made.packages[action] = outcome;
            made.elevated = elevated;
          });
          const { path } = configuration[action];
          const script = path.endsWith(".cmd")
            ? run("cmd.exe", `/d /c ""${path}""`)
            : run("WindowsPowerShell\\v1.0\\powershell.exe", `-NoProfile -File "${path}"`);
          const name = `${action} ${outcome}${elevated ? "" : ", not elevated"}${onboarded ? ", onboarded" : ""}`;
          yield {
            name,
            device,
            script: `${script}; "$code"`,
            simulate: (made) => String(runPackage(made, action)),
          };
        }
      }
    }
  }
}

const agreements = [
  ...stateAgreements(),
  ...startAgreements(),
  ...registryAgreements(),
  ...packageAgreements(),
];

if (powerShell === undefined) {
  for (const { name } of agreements) test.skip(name, () => undefined);
} else {
  const results = await runJobs(
    agreements.map(({ device, script }) => ({ device, configuration, runs: [{ script: { text: script } }] })),
  );
  for (const [index, agreement] of agreements.entries())
    test(agreement.name, () => compare(agreement, results[index]![0]!));
}

function compare({ device, simulate }: Agreement, result: RunResult): void {
  const simulated = structuredClone(device);
  assert.equal(
    { printed: result.stdout, errors: result.stderr },
    { printed: [simulate(simulated)], errors: [] },
  );
  // In which order processes are listed means nothing.
  const sorted = (one: Device): Device => ({ ...one, processes: [...one.processes].sort() });
  assert.equal(sorted(result.device), sorted(simulated));
}

test.run();
