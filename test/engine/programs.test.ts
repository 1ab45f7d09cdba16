import * as assert from "uvu/assert";
import {
  type Device,
  serviceKey,
  serviceStates,
  setRegistryValue,
  setServiceState,
} from "../../src/simulate/device.ts";
import { failureOf, testCases } from "./script-case.ts";

/** Runs sc.exe as emitted scripts do, and prints its exit code. */
const control = (...words: string[]): string =>
  `$process = Start-Process -FilePath "$env:SystemRoot\\System32\\sc.exe" -ArgumentList ${words.map((word) => `'${word}'`).join(", ")} -WindowStyle Hidden -PassThru -ErrorAction Stop
   $null = $process.Handle
   Wait-Process -InputObject $process -Timeout 60 -ErrorAction SilentlyContinue
   "$($process.HasExited) $($process.ExitCode)"`;

const start = (device: Device, name: string, value: number): void =>
  setRegistryValue(device, serviceKey(name), { name: "Start", type: "dword", data: value });

const allStates = (device: Device): void => {
  for (const state of serviceStates) {
    setServiceState(device, state, state);
    start(device, state, 3);
  }
  setServiceState(device, "off", "stopped");
  start(device, "off", 4);
};

const site = {
  onboarding: { path: "\\\\server\\share\\On Board.cmd" },
  offboarding: { path: "C:\\Site Scripts\\Off(1).ps1" },
};
const onboard = `$process = Start-Process -FilePath "$env:SystemRoot\\System32\\cmd.exe" -ArgumentList '/d', '/c', '""\\\\server\\share\\On Board.cmd""' -WindowStyle Hidden -PassThru`;
const offboard = `$process = Start-Process -FilePath "$env:SystemRoot\\System32\\WindowsPowerShell\\v1.0\\powershell.exe" -ArgumentList '-NoProfile', '-NonInteractive', '-File', '"C:\\Site Scripts\\Off(1).ps1"' -WindowStyle Hidden -PassThru -Wait`;

await testCases({
  "knows the state and start type of services": {
    given: allStates,
    script: [...serviceStates, "OFF"]
      .map(
        (name) =>
          `$service = Get-Service -Name '${name}'; "$($service.Name) $($service.Status) $($service.StartType)"`,
      )
      .join("\n"),
    prints: [
      "running Running Manual",
      "stopped Stopped Manual",
      "paused Paused Manual",
      "start-pending StartPending Manual",
      "stop-pending StopPending Manual",
      "continue-pending ContinuePending Manual",
      "pause-pending PausePending Manual",
      "off Stopped Disabled",
    ],
  },
  "names what Get-Service cannot find or open": {
    given: (device) => {
      setServiceState(device, "Secret", "running");
      device.unreadable.push("service:secret");
    },
    script: [
      "Get-Service -Name None -ErrorAction Stop",
      "Get-Service -Name Secret -ErrorAction Stop",
      "Get-Service -Names x",
    ]
      .map(failureOf)
      .join("\n"),
    prints: [
      "NoServiceFoundForGivenName,Microsoft.PowerShell.Commands.GetServiceCommand ObjectNotFound ServiceCommandException",
      "CouldNotGetServiceInfo,Microsoft.PowerShell.Commands.GetServiceCommand PermissionDenied ServiceCommandException",
      "NamedParameterNotFound,Microsoft.PowerShell.Commands.GetServiceCommand InvalidArgument ParameterBindingException",
    ],
  },
  "starts services with the exit codes of Windows": {
    given: allStates,
    script: [...serviceStates, "off", "none"].map((name) => control("start", `"${name}"`)).join("\n"),
    prints: [
      "True 1056",
      "True 0",
      "True 1056",
      "True 1056",
      "True 1056",
      "True 1056",
      "True 1056",
      "True 1058",
      "True 1060",
    ],
    writes: [{ action: "set-state", resource: "service:stopped", detail: "running" }],
  },
  "stops services with the exit codes of Windows": {
    given: allStates,
    script: [...serviceStates, "none"].map((name) => control("stop", name)).join("\n"),
    prints: [
      "True 0",
      "True 1062",
      "True 0",
      "True 1061",
      "True 1061",
      "True 1061",
      "True 1061",
      "True 1060",
    ],
  },
  "configures the start of services": {
    given: (device) => ["a", "b", "c", "d"].forEach((name) => start(device, name, 1)),
    script: [
      control("config", '"a"', "start=", "delayed-auto"),
      control("config", "a", "start=", "auto"),
      control("config", "b", "start=", "delayed-auto"),
      control("config", "c", "start=", "demand"),
      control("config", "d", "start=", "disabled"),
      control("config", "none", "start=", "auto"),
      control("config", "a", "start=auto"),
      control("config", "a", "start=", "automatic"),
    ].join("\n"),
    prints: ["True 0", "True 0", "True 0", "True 0", "True 0", "True 1060", "True 1639", "True 1639"],
    then: ({ registry }) => {
      const configured = ["a", "b", "c", "d"].map((name) =>
        Object.values(registry[serviceKey(name).toLowerCase()]!.values).map(({ data }) => data),
      );
      assert.equal(configured, [[2], [2, 1], [3], [4]]);
    },
  },
  "lets only an elevated account control services": {
    given: (device) => {
      allStates(device);
      device.elevated = false;
    },
    script: [
      control("start", "stopped"),
      control("stop", "running"),
      control("config", "off", "start=", "auto"),
    ].join("\n"),
    prints: ["True 5", "True 5", "True 5"],
    writes: [],
  },
  "starts and ends the program of a service with it": {
    given: (device) => setServiceState(device, "Sense", "stopped"),
    script: `${failureOf("Get-Process -Name MsSense -ErrorAction Stop")}
      ${control("start", "Sense")}
      (Get-Process -Name MsSense).Name`,
    prints: [
      "NoProcessFoundForGivenName,Microsoft.PowerShell.Commands.GetProcessCommand ObjectNotFound ProcessCommandException",
      "True 0",
      "MsSense",
    ],
    then: ({ processes }) => assert.equal(processes, ["MsSense.exe"]),
  },
  "takes time for programs, and knows an exit code only of one whose handle was read": {
    given: allStates,
    script: `$began = Get-Date
      $process = Start-Process -FilePath "$env:SystemRoot\\System32\\sc.exe" -ArgumentList 'start stopped' -PassThru
      "$($process.HasExited) $((Get-Service -Name stopped).Status)"
      Wait-Process -InputObject $process
      "$($process.HasExited) [$($process.ExitCode)] $((Get-Service -Name stopped).Status) $(((Get-Date) - $began).TotalSeconds)"
      $process = Start-Process -FilePath "$env:SystemRoot\\System32\\sc.exe" -ArgumentList 'start stopped' -PassThru -Wait
      "$($process.ExitCode)"`,
    prints: ["False Stopped", "True [] Running 1", "1056"],
  },
  "lets programs end that nobody waits for": {
    given: allStates,
    script: `Start-Process -FilePath "$env:SystemRoot\\System32\\sc.exe" -ArgumentList 'start stopped'`,
    writes: [{ action: "set-state", resource: "service:stopped", detail: "running" }],
    prints: [],
  },
  "times out, and stops programs before they do anything": {
    given: allStates,
    script: `$process = Start-Process -FilePath "$env:SystemRoot\\System32\\sc.exe" -ArgumentList 'start stopped' -PassThru
      ${failureOf("Wait-Process -InputObject $process -Timeout 0 -ErrorAction Stop")}
      Stop-Process -InputObject $process -Force
      "$($process.HasExited) $((Get-Service -Name stopped).Status)"`,
    prints: [
      "ProcessNotTerminated,Microsoft.PowerShell.Commands.WaitProcessCommand CloseError TimeoutException",
      "True Stopped",
    ],
    writes: [{ action: "stop-process", resource: "process:sc.exe" }],
  },
  "stops a process of the device unless -WhatIf": {
    given: ({ processes }) => processes.push("Other.exe"),
    script: `Stop-Process -Id (Get-Process -Name Other).Id -WhatIf; (Get-Process -Name Other).Name
      $WhatIfPreference = $true; Stop-Process -Id (Get-Process -Name Other).Id; (Get-Process -Name Other).Name
      $WhatIfPreference = $false; Stop-Process -Id (Get-Process -Name Other).Id`,
    then: ({ processes }, { stdout }) => {
      assert.equal(processes, []);
      assert.is(stdout.filter((line) => line === "Other").length, 2);
    },
  },
  "starts programs in spite of -WhatIf, as 5.1 does": {
    given: allStates,
    script: `$WhatIfPreference = $true
      Start-Process -FilePath "$env:SystemRoot\\System32\\sc.exe" -ArgumentList 'start stopped'
      ${failureOf("Start-Process -FilePath 'x' -WhatIf")}`,
    prints: [
      "NamedParameterNotFound,Microsoft.PowerShell.Commands.StartProcessCommand InvalidArgument ParameterBindingException",
    ],
    writes: [{ action: "set-state", resource: "service:stopped", detail: "running" }],
  },
  "says that a program is not there": {
    script: failureOf("Start-Process -FilePath 'C:\\none\\x.exe'"),
    prints: [
      "InvalidOperationException,Microsoft.PowerShell.Commands.StartProcessCommand InvalidOperation InvalidOperationException",
    ],
  },
  "runs the onboarding package of the site": {
    configuration: site,
    script: `${onboard}; $null = $process.Handle; Wait-Process -InputObject $process -Timeout 600; $process.ExitCode`,
    prints: ["0"],
    then: ({ services, processes }) => {
      assert.equal(services, { sense: { name: "Sense", state: "running" } });
      assert.equal(processes, ["MsSense.exe"]);
    },
  },
  "runs the offboarding package of the site": {
    configuration: site,
    given: (device) => setServiceState(device, "Sense", "running"),
    script: `${offboard}; $process.ExitCode`,
    prints: ["0"],
    then: ({ services }) => assert.equal(services, { sense: { name: "Sense", state: "stopped" } }),
  },
  "changes nothing where a package fails": {
    configuration: site,
    given: (device) => (device.packages.offboarding = "fails"),
    script: `${offboard}; $process.ExitCode`,
    prints: ["1"],
    writes: [{ action: "run-package", resource: "package:offboarding" }],
  },
  "splits a name with a space as cmd.exe does where quotes are missing": {
    configuration: site,
    script: `try { Start-Process -FilePath "$env:SystemRoot\\System32\\cmd.exe" -ArgumentList '/c', '\\\\server\\share\\On Board.cmd' } catch { 'failed' }`,
    prints: ["failed"],
    unsupported: [/^stand-in: running .*cmd\.exe/],
  },
  "records a restart as a broken law": {
    script: `foreach ($try in { Restart-Computer -Force }, { Stop-Computer }, { shutdown.exe /r /t 0 }, { & "$env:SystemRoot\\System32\\shutdown.exe" /r },
        { Start-Process -FilePath "$env:SystemRoot\\System32\\shutdown.exe" -ArgumentList '/r' }) { try { & $try } catch { 'failed' } }`,
    prints: ["failed", "failed", "failed", "failed", "failed"],
    violations: [
      "restart: Restart-Computer",
      "restart: Stop-Computer",
      "restart: shutdown.exe",
      "restart: C:\\Windows\\System32\\shutdown.exe",
      "restart: C:\\Windows\\System32\\shutdown.exe /r",
    ],
    unsupported: [/shutdown/, /shutdown/, /shutdown/],
  },
  "refuses what it does not know": {
    script: `foreach ($try in { Get-Service }, { Get-Service -Name 's*' }, { Get-Service -Name s -ComputerName x }, { Set-Service -Name s },
        { Start-Process -FilePath 'sc.exe' }, { Start-Process -FilePath 'C:\\Windows\\System32\\sc.exe' -ArgumentList 'delete', 'Sense' },
        { & "$env:SystemRoot\\System32\\sc.exe" start Sense }, { Get-Content -Path 'C:\\x' }) { try { & $try } catch { 'failed' } }`,
    prints: Array<string>(8).fill("failed"),
    unsupported: [
      /Get-Service without -Name/,
      /wildcard/,
      /Get-Service -ComputerName/,
      /the command Set-Service/,
      /sc\.exe without its path/,
      /sc\.exe delete Sense/,
      /the command C:\\Windows\\System32\\sc\.exe/,
      /the command Get-Content/,
    ],
  },
});
