import type { Rule } from "../../model/rule.ts";
import type { Span } from "../../text/source.ts";

/** A rule with one thing changed. */
export interface Mutant {
  /** What was changed, in words; the same words for the same change of the same rule. */
  readonly change: string;
  /** The statement that was changed. */
  readonly span: Span;
  readonly definition: ChangedDefinition | undefined;
  readonly rule: Rule;
}

/** A change in a definition, which every rule that uses it shares: the same name and number in each of them. */
export interface ChangedDefinition {
  readonly name: string;
  /** Which of the changes of the definition, from 0. */
  readonly number: number;
}

/** A part of a rule with one thing changed. */
export interface Change<Part> {
  readonly change: string;
  readonly span: Span;
  readonly definition?: ChangedDefinition;
  readonly part: Part;
}
