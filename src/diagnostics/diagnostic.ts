import type { Span } from "../text/source.ts";
import { codes } from "./codes.ts";

export type Severity = "error" | "warning";

/** One thing that is wrong, as data: how it looks on a terminal, in JSON or in SARIF is the renderers' business. */
export interface Diagnostic {
  readonly code: string;
  readonly name: CodeName;
  readonly severity: Severity;
  /** The problem, one sentence without a full stop. */
  readonly message: string;
  /** The remedy, where there is one to name. */
  readonly help: string | undefined;
  /** Where; a file that could not be read has a span of its empty text. */
  readonly span: Span;
  /** A second place that belongs to it, for example the first definition of a name. */
  readonly related: { readonly span: Span; readonly message: string } | undefined;
  /** What is left over, where deleting it is the remedy. */
  readonly leftOver?: Span;
}

export type CodeName = keyof typeof codes;
type Parameters<Name extends CodeName> = Parameters_<(typeof codes)[Name]["message"]>;
type Parameters_<Message> = Message extends (parameters: infer P) => string ? P : never;

/** The diagnostic of that name in the table, at a place. */
export function diagnostic<Name extends CodeName>(
  name: Name,
  span: Span,
  parameters: Parameters<Name>,
  related?: Diagnostic["related"],
  leftOver?: Span,
): Diagnostic {
  const definition = codes[name] as unknown as Definition<Parameters<Name>>;
  return {
    code: definition.code,
    name,
    severity: definition.severity,
    message: definition.message(parameters),
    help: definition.help?.(parameters),
    span,
    related,
    ...(leftOver && { leftOver }),
  };
}

/** A row of the table in codes.ts. */
export interface Definition<Parameters> {
  readonly code: string;
  readonly severity: Severity;
  readonly message: (parameters: Parameters) => string;
  readonly help?: (parameters: Parameters) => string | undefined;
  /** What it means and why it is asked for, a few sentences for `docs/diagnostics.md`. */
  readonly explanation: string;
}

/** A value and what was wrong on the way to it; phases return this and throw only where the compiler is at fault. */
export interface Outcome<Value> {
  readonly value: Value;
  readonly diagnostics: readonly Diagnostic[];
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}
