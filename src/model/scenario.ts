import type { Span } from "../text/source.ts";
import type { Fact } from "./condition.ts";
import type { RepairOutcome, Verdict } from "./rule.ts";
import type { Literal } from "./value.ts";

/** A described device, the verdict expected on it, and what a fix must leave behind. */
export interface Scenario {
  readonly name: string;
  readonly given: readonly Given[];
  readonly verdict: Verdict;
  readonly outcome: RepairOutcome | undefined;
  readonly after: readonly Given[];
  readonly span: Span;
}

export interface Given {
  /** The named device that says it, where the scenario does not say it itself. */
  readonly device?: string;
  readonly fact: Fact;
  /** The value, or that the fact cannot be read on this device. */
  readonly value: Literal | { readonly type: "unreadable" };
  /** Registry type of the data, where it is not what the literal suggests. */
  readonly valueType: string | undefined;
  /** Where the fact is an event: its age and its data. */
  readonly event: { readonly ageSeconds: number; readonly data: readonly string[] } | undefined;
  readonly span: Span;
}

/** What a scenario gives in the end: of several lines about one fact the last. Events do not replace each other. */
export function standingGivens(given: readonly Given[]): Given[] {
  const last = new Map(given.map((each) => [each.fact.text.toLowerCase(), each]));
  return given.filter((each) => each.event !== undefined || last.get(each.fact.text.toLowerCase()) === each);
}
