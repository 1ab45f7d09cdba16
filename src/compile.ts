import { type Diagnostic, hasErrors, type Outcome } from "./diagnostics/diagnostic.ts";
import { disabledBadly, withoutDisabled } from "./validate/disabled.ts";
import type { Application } from "./model/application.ts";
import type { Rule } from "./model/rule.ts";
import { parse } from "./syntax/parse.ts";
import type { Source } from "./text/source.ts";
import type { ParsePowerShell } from "./validate/powershell-tree.ts";
import { type Ledger, validate } from "./validate/validate.ts";

/** What a run compiles from: texts, never paths. */
export interface Input {
  readonly sources: readonly Source[];
  /** The documents that rules may cover, each with its units. */
  readonly ledgers: readonly Ledger[];
  /** Whether to say also what is allowed and yet likely not meant. */
  readonly hasOpinions?: boolean;
  /** Reads the PowerShell of steps with its grammar; without it, the text of steps is looked at less closely. */
  readonly parsePowerShell?: ParsePowerShell | undefined;
}

/** Rules and applications in the order in which they were written, source by source. */
export interface Compiled {
  readonly rules: readonly Rule[];
  readonly applications: readonly Application[];
}

/**
 * Text in, rules out. All errors of all sources are found in one run; where there is one, the value holds only
 * what is right, and nothing may be emitted from it.
 */
export function compile({ sources, ledgers, hasOpinions, parsePowerShell }: Input): Outcome<Compiled> {
  const diagnostics: Diagnostic[] = [];
  const trees = sources.map((source) => {
    const parsed = parse(source);
    for (const found of parsed.diagnostics) diagnostics.push(found);
    return parsed.value;
  });
  // Of what could not be read nobody knows what it would have used.
  const opinionated = hasOpinions && !hasErrors(diagnostics);
  const validated = validate(trees, ledgers, { hasOpinions: opinionated, parsePowerShell });
  const found = [...diagnostics, ...validated.diagnostics];
  const isWhole = hasOpinions && !hasErrors(found);
  return {
    value: validated.value,
    diagnostics: [...withoutDisabled(found), ...(isWhole ? disabledBadly(sources, found) : [])],
  };
}
