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
  readonly fact: Fact;
  /** The value, or that the fact cannot be read on this device. */
  readonly value: Literal | { readonly type: "unreadable" };
  /** Registry type of the data, where it is not what the literal suggests. */
  readonly valueType: string | undefined;
  /** Where the fact is an event: its age and its data. */
  readonly event: { readonly ageSeconds: number; readonly data: readonly string[] } | undefined;
  readonly span: Span;
}
