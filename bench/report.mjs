// Measures `mderules report` over 200,000 rows of Intune's export: time and memory of the whole process.
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";

const rules = [
  "diagtrack-start-type",
  "diagtrack-running",
  "sense-event-5",
  "script-event-15-state",
  "winhttp-connectivity",
  "intune-local-script",
  "sensor-installed",
  "av-policy-cleared",
  "sense-event-6",
  "sense-event-7",
];
const header =
  "DetectionScriptStatus,DetectionStatus,DeviceId,DeviceName,DisplayName,InternalVersion,LastAgentUpdateTime,Model,ModifiedTime," +
  "OSDescription,OSVersion,PolicyId,PostRemediationDetectionScriptError,PostRemediationDetectionScriptOutput," +
  "PreRemediationDetectionScriptError,PreRemediationDetectionScriptOutput,RemediationScriptErrorDetails," +
  "RemediationScriptOutputDetails,RemediationScriptStatus,UniqueKustoKey,UPN,UserEmail,UserId,UserName";

/** Writes an export for each of ten remediations, a row for each device. */
export function writeExports(folder, devices) {
  mkdirSync(folder, { recursive: true });
  for (const [index, rule] of rules.entries()) {
    const file = openSync(join(folder, `${rule}-export.csv`), "w");
    writeSync(file, `${header}\r\n`);
    for (let start = 0; start < devices; start += 1000) {
      const rows = Array.from({ length: Math.min(1000, devices - start) }, (_, at) =>
        row(rule, index, start + at),
      );
      writeSync(file, rows.join(""));
    }
    closeSync(file);
  }
}

function row(rule, index, device) {
  const say = (status, text) => `"mderules ${rule} ${status} ${text}"`;
  const kind = (device * 7919 + index * 31) % 100;
  const start = "service DiagTrack start is";
  const found = say("UNHEALTHY", `${start} disabled, expected automatic (${device % 50})`);
  const [before, repair, after] =
    kind < 70
      ? [
          say(
            "HEALTHY",
            `${start} automatic; registry HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Advanced Threat Protection OnboardingInfo is present`,
          ),
          "",
          "",
        ]
      : kind < 80
        ? [say("NOT-APPLICABLE", "windows product is server, expected client"), "", ""]
        : kind < 88
          ? [
              found,
              say("FIXED", `set service DiagTrack start to automatic, was disabled. ${start} automatic`),
              say("HEALTHY", `${start} automatic`),
            ]
          : kind < 92
            ? [found, say("MANUAL", `${start} disabled. Ask for help.`), found]
            : kind < 96
              ? [say("UNKNOWN", "service DiagTrack start cannot be read (PermissionDenied)"), "", ""]
              : [kind < 98 ? "Windows is up to date" : "", "", ""];
  const id = `${String(device).padStart(8, "0")}-0000-4000-8000-000000000000`;
  const user = `user${device}@contoso.com`;
  const time = `2026-11-2${device % 8} 0${device % 10}:12:33.1234567`;
  return `${["Without issues,1", id, `PC-${device}`, ",1", "2026-11-26 08:00:00.0000000", "Latitude 5420", time, "Windows 11,10.0.22631.4317", id, "", after, "", before, "", repair, "Skipped", `key${device}`, user, user, id, `User ${device}`].join(",")}\r\n`;
}
