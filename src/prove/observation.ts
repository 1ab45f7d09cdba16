import type { Assertion } from "../model/condition.ts";
import { lineOf } from "../model/line.ts";
import type { RepairOutcome, Rule, Verdict } from "../model/rule.ts";
import type { FixBranch } from "../model/step.ts";
import type { Device } from "../simulate/device.ts";
import { evaluate } from "../simulate/evaluate.ts";
import { repair } from "../simulate/repair.ts";

/** What was seen of a rule on a device: by the interpreter, or by an agent that ran its scripts. */
export interface Observation {
  /** Undefined where the script reported none. */
  readonly verdict: Verdict | undefined;
  /** The last line of the detection. */
  readonly line: string;
  /** What the remediation came to; undefined where none was called for. */
  readonly outcome: RepairOutcome | undefined;
  /** The last line of the remediation, where one was called for. */
  readonly repairLine: string | undefined;
  /** The device afterwards. */
  readonly device: Device;
  /** What the verdict rests on, before and after the fix, and which parts of the fix were done. */
  readonly deciding: readonly Assertion[];
  readonly decidingAfter: readonly Assertion[];
  readonly branches: readonly FixBranch[];
}

/** What a planned rule means on a device: its verdict, and where that is unhealthy what the fix comes to. */
export function observeMeaning(rule: Rule, device: Device): Observation {
  const { verdict, text, deciding } = evaluate(rule, device);
  const observed = { verdict, line: lineOf(rule.id, verdict, text), deciding };
  if (verdict !== "unhealthy") {
    return {
      ...observed,
      outcome: undefined,
      repairLine: undefined,
      device,
      decidingAfter: [],
      branches: [],
    };
  }
  const repaired = repair(rule, device);
  return {
    ...observed,
    outcome: repaired.status as RepairOutcome,
    repairLine: lineOf(rule.id, repaired.status, repaired.text),
    device: repaired.device,
    decidingAfter: repaired.deciding,
    branches: repaired.branches,
  };
}
