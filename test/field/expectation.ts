import type { Simulated } from "../../src/prove/fleet.ts";

/** What is right on one device of the field; expectations.json says in its "//" what each of them means. */
export interface Expectation {
  readonly why?: string;
  /** The file of the device, without extension, where it is not the name of the case. */
  readonly device?: string;
  readonly config?: string;
  /** No rule would change anything. */
  readonly writes?: "none";
  /** All rules that are unhealthy. */
  readonly unhealthy?: readonly string[];
  readonly must?: readonly string[];
  readonly mustNot?: readonly string[];
  readonly mustNotFix?: readonly string[];
  /** A pattern of what a rule that ends FIXED changes. */
  readonly mustChange?: string;
  /** Patterns of the lines of unhealthy rules and their fixes. */
  readonly says?: string;
  readonly saysNot?: string;
  readonly atLeastOneUnhealthy?: true;
  readonly atLeastOneUnhealthyOrUnknown?: true;
  /** Rules that may be unknown although the device hides nothing. */
  readonly mayBeUnknown?: readonly string[];
}

/** What one rule says and does on a device, whoever found out. */
export type RuleOutcome = Pick<Simulated, "rule" | "verdict" | "line" | "repairLine" | "changes">;

/** Everything that is not as expected, a line each. */
export function misjudged(
  expectation: Expectation,
  outcomes: readonly RuleOutcome[],
  { hidesNothing }: { readonly hidesNothing: boolean },
): string[] {
  const problems: string[] = [];
  const unhealthy = outcomes.filter(({ verdict }) => verdict === "unhealthy");
  const unknown = outcomes.filter(({ verdict }) => verdict === "unknown");
  const isUnhealthy = (id: string): boolean => unhealthy.some(({ rule }) => rule === id);
  const isFixed = ({ rule, repairLine }: RuleOutcome): boolean =>
    repairLine?.startsWith(`mderules ${rule} FIXED`) ?? false;
  const {
    writes,
    unhealthy: allowed,
    must = [],
    mustNot = [],
    mustNotFix = [],
    mayBeUnknown = [],
    mustChange,
    says,
    saysNot,
  } = expectation;
  if (writes === "none")
    for (const { rule, changes } of outcomes)
      for (const change of changes) problems.push(`${rule} changes ${change}`);
  if (allowed !== undefined)
    for (const { rule, line } of unhealthy)
      if (!allowed.includes(rule)) problems.push(`not expected: ${line}`);
  for (const id of must) if (!isUnhealthy(id)) problems.push(`${id} is not unhealthy`);
  for (const id of mustNot) if (isUnhealthy(id)) problems.push(`${id} is unhealthy`);
  for (const outcome of unhealthy)
    if (mustNotFix.includes(outcome.rule) && isFixed(outcome))
      problems.push(`not to be fixed: ${outcome.repairLine}`);
  if (mustChange !== undefined) {
    const changed = unhealthy.filter(isFixed).flatMap(({ changes }) => changes);
    if (!changed.some((change) => new RegExp(mustChange).test(change)))
      problems.push(`no rule that ends FIXED changes ${mustChange}: ${changed.join("; ") || "nothing"}`);
  }
  const lines = unhealthy.flatMap(({ line, repairLine }) => [line, repairLine ?? ""]);
  if (says !== undefined && !lines.some((line) => new RegExp(says).test(line)))
    problems.push(`nothing says ${says}`);
  if (saysNot !== undefined)
    for (const line of lines) if (new RegExp(saysNot).test(line)) problems.push(`says ${saysNot}: ${line}`);
  if (expectation.atLeastOneUnhealthy && unhealthy.length === 0) problems.push("no rule is unhealthy");
  if (expectation.atLeastOneUnhealthyOrUnknown && unhealthy.length + unknown.length === 0)
    problems.push("no rule is unhealthy or unknown");
  if (hidesNothing)
    for (const { rule, line } of unknown) if (!mayBeUnknown.includes(rule)) problems.push(`unknown: ${line}`);
  return problems;
}
