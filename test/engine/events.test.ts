import type { Device, DeviceEvent } from "../../src/simulate/device.ts";
import { failureOf, testCases } from "./script-case.ts";

const onboarding: DeviceEvent = {
  log: "Application",
  provider: "WDATPOnboarding",
  id: 15,
  level: "error",
  ageSeconds: 3600,
  data: [{ value: "1058" }, { name: "Reason", value: 'a <b> & "c" é' }],
};
const events =
  (...list: readonly Partial<DeviceEvent>[]) =>
  (device: Device): void => {
    device.events.push(...list.map((one) => ({ ...onboarding, ...one })));
  };

await testCases({
  "returns events newest first, with all that they are": {
    given: events({ ageSeconds: 7200, level: "warning" }, {}, { id: 20 }),
    script: `Get-WinEvent -FilterHashtable @{ LogName = 'application'; ProviderName = 'wdatponboarding'; Id = 15 } | ForEach-Object {
        "$($_.Id) $($_.LogName) $($_.ProviderName) $($_.Level) $($_.LevelDisplayName) $($_.TimeCreated.ToUniversalTime().ToString('HH:mm')) $($_.Properties.Count) $($_.Properties[0].Value) $($_.RecordId)"
      }`,
    prints: [
      "15 Application WDATPOnboarding 2 Error 11:00 2 1058 2",
      "15 Application WDATPOnboarding 3 Warning 10:00 2 1058 1",
    ],
  },
  "names data in ToXml, which ConstrainedLanguage blocks": {
    given: events({}),
    script: `$entry = Get-WinEvent -FilterHashtable @{ LogName = 'Application'; Id = 15 } -MaxEvents 1
      ([xml]$entry.ToXml()).Event.EventData.Data | Where-Object { $_.Name -eq 'Reason' } | ForEach-Object { $_.'#text' }
      ([xml]$entry.ToXml()).Event.System.Channel`,
    prints: ['a <b> & "c" é', "Application"],
  },
  "shows ConstrainedLanguage the properties of events": {
    given: events({}),
    languageMode: "ConstrainedLanguage",
    script: `$entry = Get-WinEvent -FilterHashtable @{ LogName = 'Application'; Id = 15 } -MaxEvents 1
      "$($entry.Properties[1].Value)"
      ${failureOf("$entry.ToXml()")}`,
    prints: [
      'a <b> & "c" é',
      "MethodInvocationNotSupportedInConstrainedLanguage InvalidOperation RuntimeException",
    ],
  },
  "filters by id, level and time": {
    given: events(
      { ageSeconds: 60 },
      { ageSeconds: 61 },
      { level: "critical", ageSeconds: 1 },
      { id: 16, ageSeconds: 2 },
    ),
    script: `function Show($Filter) { "$(@(Get-WinEvent -FilterHashtable (@{ LogName = 'Application' } + $Filter)).RecordId)" }
      $minute = (Get-Date).AddSeconds(-60)
      Show @{ Id = 15 }
      Show @{ Id = 15, 16; Level = 2 }
      Show @{ Level = 1, 4 }
      Show @{ StartTime = $minute }
      Show @{ EndTime = $minute }
      "$((Get-WinEvent -FilterHashtable @{ LogName = 'Application' } -MaxEvents 2).RecordId)"`,
    prints: ["3 1 2", "4 1 2", "3", "3 4 1", "1 2", "3 4"],
  },
  "has an error of its own for each thing that is not there": {
    given: events({}, { log: "Other", provider: "Elsewhere" }),
    script: [
      "@{ LogName = 'Application'; Id = 1 }",
      "@{ LogName = 'None'; Id = 1 }",
      "@{ LogName = 'Application'; ProviderName = 'None' }",
      "@{ LogName = 'Application'; ProviderName = 'Elsewhere' }",
      "@{ LogName = 'Other'; StartTime = (Get-Date) }",
    ]
      .map((filter) => failureOf(`Get-WinEvent -FilterHashtable ${filter} -ErrorAction Stop`))
      .join("\n"),
    prints: [
      "NoMatchingEventsFound,Microsoft.PowerShell.Commands.GetWinEventCommand ObjectNotFound Exception",
      "NoMatchingLogsFound,Microsoft.PowerShell.Commands.GetWinEventCommand ObjectNotFound Exception",
      "NoMatchingProvidersFound,Microsoft.PowerShell.Commands.GetWinEventCommand ObjectNotFound Exception",
      "LogsAndProvidersDontOverlap,Microsoft.PowerShell.Commands.GetWinEventCommand InvalidArgument Exception",
      "NoMatchingEventsFound,Microsoft.PowerShell.Commands.GetWinEventCommand ObjectNotFound Exception",
    ],
  },
  "calls a log that may not be read unavailable first": {
    given: (device) => {
      events({})(device);
      device.unreadable.push("log:application");
    },
    script: `${failureOf("Get-WinEvent -FilterHashtable @{ LogName = 'Application' } -ErrorAction Stop")}
      ${failureOf("Get-WinEvent -FilterHashtable @{ LogName = 'Application' } -ErrorAction SilentlyContinue -ErrorVariable problems")}
      $problems[0, 1] | ForEach-Object { "$($_.FullyQualifiedErrorId) $($_.CategoryInfo.Category)" }`,
    prints: [
      "LogInfoUnavailable,Microsoft.PowerShell.Commands.GetWinEventCommand NotSpecified Exception",
      "System.Diagnostics.Eventing.Reader.EventLogException,Microsoft.PowerShell.Commands.GetWinEventCommand NotSpecified EventLogException",
      "LogInfoUnavailable,Microsoft.PowerShell.Commands.GetWinEventCommand NotSpecified",
      "NoMatchingLogsFound,Microsoft.PowerShell.Commands.GetWinEventCommand ObjectNotFound",
    ],
  },
  "refuses keys it does not know": {
    script:
      "try { Get-WinEvent -FilterHashtable @{ LogName = 'Application'; Data = 'x' } } catch { 'failed' }",
    prints: ["failed"],
    unsupported: [/the key Data/],
  },
});
