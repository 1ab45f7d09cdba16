import type { RepairOutcome, Rule, Verdict } from "../model/rule.ts";
import type { Device } from "../simulate/device.ts";
import { evaluate } from "../simulate/evaluate.ts";
import { repair } from "../simulate/repair.ts";
import { lineOf } from "../model/line.ts";

/** What rules would say and do on the devices that were simulated: numbers of devices. */
export interface RuleTotals {
  readonly rule: Rule;
  readonly verdicts: Record<Verdict, number>;
  readonly outcomes: Record<RepairOutcome, number>;
  /** How often each fact would be changed, by the fact's name. */
  readonly changes: Map<string, number>;
}

/** What one rule would say and do on one device. */
export interface Simulated {
  readonly rule: string;
  readonly verdict: Verdict;
  readonly line: string;
  /** What the remediation would report; undefined where there is nothing to repair. */
  readonly repairLine: string | undefined;
  readonly changes: readonly string[];
}

export function emptyTotals(rules: readonly Rule[]): RuleTotals[] {
  return rules.map((rule) => ({
    rule,
    verdicts: { healthy: 0, unhealthy: 0, "not-applicable": 0, unknown: 0 },
    outcomes: { fixed: 0, "restart-needed": 0, manual: 0, failed: 0 },
    changes: new Map(),
  }));
}

/** Evaluates planned rules on a device, each by itself, and adds it to the totals. The device stays as it is. */
export function simulateDevice(totals: readonly RuleTotals[], device: Device): Simulated[] {
  return totals.map(({ rule, verdicts, outcomes, changes }) => {
    const { verdict, text } = evaluate(rule, device);
    verdicts[verdict] += 1;
    const simulated = { rule: rule.id, verdict, line: lineOf(rule.id, verdict, text) };
    if (verdict !== "unhealthy") return { ...simulated, repairLine: undefined, changes: [] };
    const repaired = repair(rule, device);
    outcomes[repaired.status as RepairOutcome] += 1;
    const changed = [...new Set(repaired.writes)];
    for (const name of changed) changes.set(name, (changes.get(name) ?? 0) + 1);
    return { ...simulated, repairLine: lineOf(rule.id, repaired.status, repaired.text), changes: changed };
  });
}
