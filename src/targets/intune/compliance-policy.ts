import { base64 } from "../../encode/base64.ts";
import type { Compliance } from "./compliance.ts";
import { objectId } from "./import-layouts.ts";
import { defaultScopeTag, definitionText } from "./remediation-package.ts";

const scriptName = "mderules compliance discovery";
const policyName = "mderules compliance";

interface PolicyFile {
  readonly path: string;
  readonly content: string;
}

/**
 * A custom compliance policy and its discovery script as Microsoft Graph takes them (deviceComplianceScript and
 * windows10CompliancePolicy, beta), and in the layouts of tools:
 * - IntuneCD finds the script of a policy by `deviceComplianceScriptName`;
 * - IntuneManagement posts every .json below ComplianceScripts; it knows the script of a policy by its id alone, so
 *   that the policy is left out there, as it is for IntuneBackupAndRestore, which has no scripts of policies.
 */
export function compliancePolicyFiles(
  { rules, definition }: Compliance,
  script: string | Uint8Array,
  isSigned: boolean,
): { readonly definitions: readonly PolicyFile[]; readonly layouts: readonly PolicyFile[] } {
  const scriptJson = (scopeTag: string): string =>
    definitionText({
      "@odata.type": "#microsoft.graph.deviceComplianceScript",
      displayName: scriptName,
      description: `Discovers ${rules.length} rules of the onboarding to Microsoft Defender for Endpoint. It changes nothing.`,
      publisher: "mderules",
      runAsAccount: "system",
      runAs32Bit: false,
      enforceSignatureCheck: isSigned,
      roleScopeTagIds: [scopeTag],
      detectionScriptContent: base64(script),
    });
  const policyJson = (scopeTag: string, more: object = {}): string =>
    definitionText({
      "@odata.type": "#microsoft.graph.windows10CompliancePolicy",
      displayName: policyName,
      description: `A device is noncompliant with a rule that is unhealthy: ${rules.length} rules of the onboarding to Microsoft Defender for Endpoint.`,
      roleScopeTagIds: [scopeTag],
      deviceCompliancePolicyScript: { deviceComplianceScriptId: "", rulesContent: base64(definition) },
      // A policy needs this action. Three days let a repair come first.
      scheduledActionsForRule: [
        {
          ruleName: "PasswordRequired",
          scheduledActionConfigurations: [
            {
              "@odata.type": "#microsoft.graph.deviceComplianceActionItem",
              actionType: "block",
              gracePeriodHours: 72,
              notificationTemplateId: "",
              notificationMessageCCList: [],
            },
          ],
        },
      ],
      ...more,
    });
  const { id, name } = defaultScopeTag;
  const folder = "IntuneCD/Compliance Policies";
  return {
    definitions: [
      { path: "deviceComplianceScript.json", content: scriptJson(id) },
      { path: "deviceCompliancePolicy.json", content: policyJson(id) },
    ],
    layouts: [
      { path: `IntuneManagement/ComplianceScripts/${scriptName}.json`, content: scriptJson(id) },
      {
        path: `${folder}/Scripts/${scriptName}__${objectId(`deviceComplianceScript ${scriptName}`)}.json`,
        content: scriptJson(name),
      },
      {
        path: `${folder}/Policies/${policyName}_windows10CompliancePolicy__${objectId(`deviceCompliancePolicy ${policyName}`)}.json`,
        content: policyJson(name, { deviceComplianceScriptName: scriptName }),
      },
    ],
  };
}
