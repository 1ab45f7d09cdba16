/** What a column of an export says. */
export type Role = (typeof roles)[number];
export const roles = [
  "device",
  "id",
  "time",
  "before",
  "repair",
  "after",
  "beforeError",
  "repairError",
  "afterError",
  "verdict",
  "found",
  "rule",
  "value",
  "state",
] as const;

/**
 * The names that columns have. Sources on which this rests:
 * - Intune's report DeviceRunStatesByProactiveRemediation, which the portal exports for the device status of a remediation:
 *   MicrosoftDocs/memdocs, reports-export-graph-available-reports.md. `RemediationScriptOutputDetails` is young.
 * - Graph's deviceHealthScriptDeviceState and deviceHealthScriptPolicyState (learn.microsoft.com/graph/api/resources).
 *   They hold no output of the remediation itself.
 * - Reports of Configuration Manager: exports of Reporting Services call cells `Details_Table0_MachineName`, others
 *   `CurrentValue` (published scripts that read them); SMS_DCMDeploymentNonCompliantAssetDetails (AssetName, CIName,
 *   RuleName); the widely used report with actual values of MEM-Zone (DeviceName, RuleName, ActualValue, LastEvaluation).
 * - Fleet queries of mderules: Device, Verdict, Found; CMPivot puts a column Device before what a query projects.
 * French names are those of Intune's portal in French, which were not seen in a file: a header in another language is
 * told to the user, never guessed.
 */
const names: Readonly<Record<Role, readonly string[]>> = {
  device: [
    "DeviceName",
    "Device name",
    "Device",
    "MachineName",
    "ComputerName",
    "Computer",
    "AssetName",
    "Netbios_Name0",
    "managedDevice.deviceName",
    "Nom de l'appareil",
    "Appareil",
    "Nom de l'ordinateur",
  ],
  id: ["DeviceId", "ManagedDeviceId", "managedDevice.id", "Device ID", "AzureADDeviceId"],
  time: [
    "ModifiedTime",
    "lastStateUpdateDateTime",
    "LastEvaluation",
    "LastComplianceMessageTime",
    "TimeGenerated",
    "Timestamp",
    "Status update time",
    "Heure de mise à jour de l'état",
  ],
  before: [
    "PreRemediationDetectionScriptOutput",
    "Pre-remediation detection output",
    "Sortie de détection avant correction",
    "Line",
  ],
  repair: ["RemediationScriptOutputDetails", "Remediation output", "Sortie de la correction"],
  after: [
    "PostRemediationDetectionScriptOutput",
    "Post-remediation detection output",
    "Sortie de détection après correction",
  ],
  beforeError: [
    "PreRemediationDetectionScriptError",
    "Pre-remediation detection error",
    "Erreur de détection avant correction",
  ],
  repairError: [
    "RemediationScriptErrorDetails",
    "RemediationScriptError",
    "Remediation error",
    "Erreur de correction",
  ],
  afterError: [
    "PostRemediationDetectionScriptError",
    "Post-remediation detection error",
    "Erreur de détection après correction",
  ],
  verdict: ["Verdict"],
  found: ["Found"],
  rule: ["Rule", "RuleName", "Rule name", "CIName", "SettingName", "ConfigurationItem"],
  value: ["ActualValue", "CurrentValue", "Actual value", "Current value"],
  state: ["ComplianceState", "ComplianceStateName", "Compliance state", "State"],
};

const roleOfName: ReadonlyMap<string, Role> = new Map(
  roles.flatMap((role) => names[role].map((name) => [plain(name), role] as const)),
);

/** The role of a column, by its name without regard to case, accents, spaces and what Reporting Services puts before it. */
export function roleOf(name: string): Role | undefined {
  return roleOfName.get(plain(name));
}

function plain(name: string): string {
  return name
    .replace(/^Details_Table\d+_/i, "")
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");
}

/**
 * Which column has which role, or undefined where this is no header of an export: it names devices and something that
 * is said of them. Of two columns of a role the first in the order of `names` counts.
 */
export function headerOf(cells: readonly string[]): ReadonlyMap<Role, number> | undefined {
  const found = new Map<Role, number>();
  for (const [index, cell] of cells.entries()) {
    const role = roleOf(cell);
    if (role === undefined) continue;
    const before = found.get(role);
    if (before === undefined || rankOf(role, cell) < rankOf(role, cells[before]!)) found.set(role, index);
  }
  const says = [...found.keys()].some((role) => !["device", "id", "time", "rule", "state"].includes(role));
  return (found.has("device") || found.has("id")) && says ? found : undefined;
}

function rankOf(role: Role, cell: string): number {
  return names[role].findIndex((name) => plain(name) === plain(cell));
}
