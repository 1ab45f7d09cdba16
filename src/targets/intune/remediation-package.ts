import { asciiText } from "../../encode/ascii.ts";
import { base64 } from "../../encode/base64.ts";
import { describeSource, type Rule } from "../../model/rule.ts";
import { effectsOf } from "../effects.ts";
import type { Bundle } from "./bundles.ts";

/** One entry of the portal's list of remediations, with the scripts that it takes. */
export interface RemediationPackage {
  /** Unique, and safe as the name of a file: tools that import match by it. It does not change with a title. */
  readonly displayName: string;
  readonly description: string;
  readonly detect: string | Uint8Array;
  /** Absent where a script can repair nothing: any remediation content at all would be run. */
  readonly remediate: string | Uint8Array | undefined;
  readonly signed: boolean;
}

const longestDescription = 1000;

/** What the portal shows of a planned rule. */
export function describeRule(rule: Rule): { displayName: string; description: string } {
  const { writes } = effectsOf(rule);
  return {
    displayName: `mderules ${rule.id}`,
    description: cut(
      `${sentence(rule.title.en)} May change: ${writes.length === 0 ? "nothing" : writes.join("; ")}. ` +
        `Severity ${rule.severity}. Source: ${describeSource(rule)}.`,
    ),
  };
}

/** What the portal shows of a bundle. No rule can have such a name: an id has no space. */
export function describeBundle({ name, title, rules }: Bundle): { displayName: string; description: string } {
  const writes = [...new Set(rules.flatMap((rule) => effectsOf(rule).writes))].sort();
  return {
    displayName: `mderules bundle ${name}`,
    description: cut(
      `${sentence(title)} ${rules.length} rules: ${rules.map(({ id }) => id).join(", ")}. ` +
        `May change: ${writes.length === 0 ? "nothing" : writes.join("; ")}.`,
    ),
  };
}

/** The scope tag that every tenant has: by its id, and by the name that IntuneCD keeps in its files. */
export const defaultScopeTag = { id: "0", name: "Default" } as const;

/** The package as Microsoft Graph takes it: only what it lets one set, and the exact bytes of the scripts. */
export function deviceHealthScript(
  remediation: RemediationPackage,
  scopeTag: string = defaultScopeTag.id,
): string {
  const { displayName, description, detect, remediate, signed } = remediation;
  return definitionText({
    "@odata.type": "#microsoft.graph.deviceHealthScript",
    displayName,
    description,
    publisher: "mderules",
    runAsAccount: "system",
    runAs32Bit: false,
    enforceSignatureCheck: signed,
    roleScopeTagIds: [scopeTag],
    detectionScriptContent: base64(detect),
    ...(remediate === undefined ? {} : { remediationScriptContent: base64(remediate) }),
  });
}

/** A definition as a file. */
export function definitionText(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function cut(text: string): string {
  const line = asciiText(text);
  return line.length > longestDescription ? `${line.slice(0, longestDescription - 3)}...` : line;
}
