import type { Span } from "../text/source.ts";
import type { Outline } from "./outline.ts";

/** A statement found without parsing it: a block of a file, or a statement in the braces of another one. */
export interface Statement {
  readonly span: Span;
  readonly outline: Outline;
  /** What stands in its braces; its outline has the braces alone. */
  readonly body: readonly Statement[] | undefined;
  /** What keeps it from being read at all; the parser does not look at such a statement. */
  readonly flaws: readonly Flaw[];
}

export type Flaw =
  | { readonly kind: "unterminated-text"; readonly span: Span }
  | { readonly kind: "unterminated-lines"; readonly span: Span }
  | { readonly kind: "unterminated-block"; readonly span: Span }
  | { readonly kind: "typographic-quote"; readonly span: Span; readonly quote: string }
  /** More than src/syntax/limits.ts allows. */
  | { readonly kind: "too-deep"; readonly span: Span; readonly sign: "(" | "{"; readonly limit: number }
  | { readonly kind: "too-long"; readonly span: Span; readonly what: string; readonly limit: number };
