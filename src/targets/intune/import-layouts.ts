import { createHash } from "node:crypto";
import { defaultScopeTag, deviceHealthScript, type RemediationPackage } from "./remediation-package.ts";

/** A file below a folder that a tool imports; every file there is one that the tool expects. */
export interface LayoutFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/**
 * A package in the layouts of the tools that administrators already use:
 * - IntuneManagement posts every .json below DeviceHealthScripts;
 * - IntuneBackupAndRestore posts every file below Device Health Scripts;
 * - IntuneCD takes the content from files beside the JSON, finds them by the id in their names, and sends an empty
 *   detection where there is no remediation: such packages are left out there. Scope tags stand there by their name.
 */
export function importLayouts(remediation: RemediationPackage): LayoutFile[] {
  const { displayName, detect, remediate } = remediation;
  const definition = deviceHealthScript(remediation);
  const files: LayoutFile[] = [
    { path: `IntuneManagement/DeviceHealthScripts/${displayName}.json`, content: definition },
    { path: `IntuneBackupAndRestore/Device Health Scripts/${displayName}.json`, content: definition },
  ];
  if (remediate === undefined) return files;
  const folder = "IntuneCD/Proactive Remediations";
  const id = `__${objectId(`deviceHealthScript ${displayName}`)}`;
  return [
    ...files,
    {
      path: `${folder}/${displayName}${id}.json`,
      content: deviceHealthScript(remediation, defaultScopeTag.name),
    },
    { path: `${folder}/Script Data/${displayName}_detectionScript${id}.ps1`, content: detect },
    { path: `${folder}/Script Data/${displayName}_remediationScript${id}.ps1`, content: remediate },
  ];
}

/** In the form of the ids that the service gives, and no part of another one. */
export function objectId(name: string): string {
  const hex = createHash("sha256").update(`mderules ${name}`).digest("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}
