import { asciiText } from "../../encode/ascii.ts";
import { powershellString } from "../../encode/powershell.ts";
import { type ConditionGuard, guardLabel, guardOf } from "../../model/guard.ts";
import type { Rule } from "../../model/rule.ts";
import { conditionExpression } from "./condition.ts";

/** A guard as a function of a script, which the rules of a bundle share. */
export interface GuardView {
  readonly function: string;
  readonly label: string;
  readonly test: string;
}

/** The guards of planned rules, each once. Functions that they call are added to `called`. */
export function guardViews(rules: readonly Rule[], called: Set<string>): GuardView[] {
  const guards = new Map(rules.flatMap((rule) => guardOf(rule) ?? []).map((guard) => [guard.name, guard]));
  // What a rule repaired before makes its own events history, not those that say what a device is meant to be.
  const context = { called, notBefore: [] };
  return [...guards.values()].map((guard) => ({
    function: functionOf(guard),
    label: powershellString(asciiText(guardLabel(guard))),
    test: conditionExpression(guard.condition, "    ", context),
  }));
}

/** How a rule's repair names its guard, with the space before it; empty where it has none. */
export function guardArgument(rule: Rule): string {
  const block = guardBlock(rule);
  return block === "" ? "" : ` -Guard ${block}`;
}

/** The block that asks a rule's guard; empty where it has none. */
export function guardBlock(rule: Rule): string {
  const guard = guardOf(rule);
  return guard === undefined ? "" : `{ ${functionOf(guard)} }`;
}

function functionOf({ name }: ConditionGuard): string {
  const words = (name ?? "usual").split(/[^A-Za-z0-9]+/);
  return `Test-${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("")}Guard`;
}
