import { writeFiles } from "../temporary-folder.ts";
import { project } from "../commands/run-in.ts";

/** The columns that the tests' exports of Intune have, in the order in which the portal has them. */
export const intuneHeader =
  "DeviceId,DeviceName,ModifiedTime,PostRemediationDetectionScriptError,PostRemediationDetectionScriptOutput," +
  "PreRemediationDetectionScriptError,PreRemediationDetectionScriptOutput,RemediationScriptOutputDetails,UPN";

export interface IntuneRow {
  readonly device: string;
  readonly time?: string;
  readonly before?: string;
  readonly error?: string;
  readonly repair?: string;
  readonly after?: string;
}

/** An export of a remediation's device status, as the portal writes it. */
export function intuneCsv(...rows: IntuneRow[]): string {
  const quoted = (text = ""): string => `"${text.replaceAll('"', '""')}"`;
  const lines = rows.map(({ device, time = "2026-11-20 08:12:33.1234567", before, error, repair, after }) =>
    ["00000000-0000-4000-8000-000000000001", quoted(device), time, "", quoted(after), quoted(error)]
      .concat(quoted(before), quoted(repair), "user@contoso.com")
      .join(","),
  );
  return [intuneHeader, ...lines, ""].join("\r\n");
}

export const line = (rule: string, status: string, text = "x"): string =>
  `mderules ${rule} ${status} ${text}`;

/** A project with the rules rule-a and rule-b, a bundle of both, and exports in the folder `exports`. */
export function exportProject(exports: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = project({
    "mderules.config.json": JSON.stringify({ bundle: [{ name: "both", rules: ["rule-a", "rule-b"] }] }),
  });
  writeFiles(
    folder,
    Object.fromEntries(Object.entries(exports).map(([name, text]) => [`exports/${name}`, text])),
  );
  return folder;
}
