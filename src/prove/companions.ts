import type { RunResult } from "../engine/engine.ts";
import type { Verdict } from "../model/rule.ts";
import { settingValues } from "../targets/configmgr/item-view.ts";
import type { OutputFile } from "../targets/target.ts";
import { configurationItemAgent } from "./agents/configuration-item-agent.ts";

/** A script of another target that gives the same verdict as a rule's detection, in its own way. */
export interface Companion {
  /** How messages name it: the target and the role. */
  readonly name: string;
  readonly script: string;
  /** The verdict that the target's agent reads from a run, or those that it does not tell apart; undefined for none. */
  readonly verdictOf: (result: RunResult) => Verdict | readonly Verdict[] | undefined;
}

/**
 * How to read the verdict from what scripts of a target print, by `target/role`: a new target adds its line, and from
 * then on all targets have to agree on every device that is tried.
 */
const readers: Readonly<Record<string, Companion["verdictOf"]>> = {
  "configmgr/detect": (result) => discoveredVerdict(result),
};

/** The client of Configuration Manager knows compliant devices, not why they are; a failed discovery is unknown. */
function discoveredVerdict(result: RunResult): readonly Verdict[] {
  const rule = { dataType: "String", expected: settingValues.compliant } as const;
  const runs = { discover: result, remediate: undefined, discoverAgain: undefined };
  const { state, found } = configurationItemAgent(rule, runs);
  if (state === "error") return found.length === 0 ? ["unknown"] : [];
  if (state === "compliant") return ["healthy", "not-applicable"];
  return found.join() === settingValues.nonCompliant ? ["unhealthy"] : [];
}

/** The file as a companion; undefined where it is none. */
export function companionOf({ target, role, content }: OutputFile): Companion | undefined {
  const name = `${target}/${role}`;
  const verdictOf = readers[name];
  return verdictOf === undefined || typeof content !== "string"
    ? undefined
    : { name, script: content, verdictOf };
}
