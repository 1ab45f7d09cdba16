import type { RunResult } from "../../engine/engine.ts";

/** The setting of a configuration item: the value that discovery has to print, and the type it is cast to. */
export interface ComplianceRule {
  readonly dataType: "String" | "Integer" | "Boolean";
  readonly expected: string;
}

/** What the scripts of a configuration item gave, as far as they were run. */
export interface ConfigurationItemRuns {
  readonly discover: RunResult;
  /** Undefined where the rule does not remediate. */
  readonly remediate: RunResult | undefined;
  readonly discoverAgain: RunResult | undefined;
}

export interface ComplianceReport {
  /** `error` is a discovery that failed, which never leads to a remediation, or a remediation that did. */
  readonly state: "compliant" | "non-compliant" | "remediated" | "error";
  /** The values that discovery found, an instance each. */
  readonly found: readonly string[];
  readonly ran: readonly (keyof ConfigurationItemRuns)[];
  readonly device: RunResult["device"];
}

/**
 * What the client of Configuration Manager makes of a configuration item with a script setting and a rule "Equals"
 * that remediates. Each line of the output is an instance, cast to the data type; every instance has to equal the
 * expected value. An exit code other than 0, an error or a value that cannot be cast is a failed discovery.
 * A remediation fails by throwing or by its exit code; after one that does not, discovery runs again.
 */
export function configurationItemAgent(rule: ComplianceRule, runs: ConfigurationItemRuns): ComplianceReport {
  const { discover, remediate, discoverAgain } = runs;
  const first = discoveredState(rule, discover);
  const found = instancesOf(discover);
  if (first !== "non-compliant" || remediate === undefined) {
    return { state: first, found, ran: ["discover"], device: discover.device };
  }
  const ran = ["discover", "remediate"] as const;
  if (failed(remediate) || discoverAgain === undefined) {
    return { state: "error", found, ran, device: remediate.device };
  }
  const second = discoveredState(rule, discoverAgain);
  return {
    state: second === "compliant" ? "remediated" : second,
    found: instancesOf(discoverAgain),
    ran: [...ran, "discoverAgain"],
    device: discoverAgain.device,
  };
}

function discoveredState(rule: ComplianceRule, result: RunResult): "compliant" | "non-compliant" | "error" {
  const values = instancesOf(result).map((text) => castTo(rule.dataType, text));
  if (failed(result) || values.length === 0 || values.includes(undefined)) return "error";
  const expected = castTo(rule.dataType, rule.expected);
  return values.every((value) => value === expected) ? "compliant" : "non-compliant";
}

function failed({ exitCode, stderr }: RunResult): boolean {
  return exitCode !== 0 || stderr.length > 0;
}

function instancesOf({ stdout }: RunResult): string[] {
  return stdout.map((line) => line.trim()).filter((line) => line !== "");
}

/** Text is compared without regard to case. */
function castTo(type: ComplianceRule["dataType"], text: string): string | undefined {
  switch (type) {
    case "String":
      return text.toLowerCase();
    case "Integer":
      return /^[+-]?\d+$/.test(text) ? String(BigInt(text)) : undefined;
    case "Boolean":
      return /^(true|false)$/i.test(text) ? text.toLowerCase() : undefined;
    default:
      return type satisfies never;
  }
}
