import type { CodeName, Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Condition } from "../model/condition.ts";
import type { DefineBlock } from "../syntax/tree.ts";
import type { Devices } from "./devices.ts";
import type { ParsePowerShell } from "./powershell-tree.ts";
import type { Span } from "../text/source.ts";

/** What the translation of a block needs to know besides the block. */
export interface Context {
  readonly report: Report;
  /** Undefined where the grammar was not loaded: PowerShell in rules is looked at less closely then. */
  readonly parsePowerShell: ParsePowerShell | undefined;
  readonly definitions: Definitions;
  readonly devices: Devices;
  /** Names of values, without `$`. */
  readonly values: ReadonlySet<string>;
  /** The variable that the rule's `each` binds, with the values it may have. */
  readonly variable: { readonly name: string; readonly among: readonly string[] | undefined } | undefined;
}

export type Report = <Name extends CodeName>(
  name: Name,
  span: Span,
  parameters: Parameters<typeof diagnostic<Name>>[2],
  related?: Diagnostic["related"],
  leftOver?: Span,
) => undefined;

/** All definitions of a run. What one stands for is worked out once and kept. */
export interface Definitions {
  readonly blocks: ReadonlyMap<string, DefineBlock>;
  /** Names whose definition could not be read. */
  readonly unread: ReadonlySet<string>;
  readonly resolved: Map<string, Condition | undefined>;
  /** Names that are being worked out, to notice a circle. */
  readonly open: Set<string>;
}

/** A reporter that adds to a list; it returns undefined so that a translation can end with it. */
export function reporter(diagnostics: Diagnostic[]): Report {
  return (...found) => {
    diagnostics.push(diagnostic(...found));
    return undefined;
  };
}
