import type { Rule } from "../../model/rule.ts";
import type { Span } from "../../text/source.ts";

/** A rule with one thing changed. */
export interface Mutant {
  /** What was changed, in words; the same words for the same change of the same rule. */
  readonly change: string;
  /** The statement that was changed. */
  readonly span: Span;
  readonly rule: Rule;
}

/** A part of a rule with one thing changed. */
export interface Change<Part> {
  readonly change: string;
  readonly span: Span;
  readonly part: Part;
}
