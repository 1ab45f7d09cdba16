import { locate, type Span } from "../text/source.ts";
import type { Diagnostic } from "./diagnostic.ts";

/** A diagnostic for machines: lines and columns count from 1, columns in characters, the end is exclusive. */
export interface JsonDiagnostic extends JsonPlace {
  readonly code: string;
  readonly name: string;
  readonly severity: string;
  readonly message: string;
  readonly help: string | undefined;
  readonly related: (JsonPlace & { readonly message: string }) | undefined;
}

export interface JsonPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export function renderJson(
  { code, name, severity, message, help, span, related }: Diagnostic,
  showPath: (path: string) => string = (path) => path,
): JsonDiagnostic {
  return {
    code,
    name,
    severity,
    message,
    help,
    ...placeOf(span, showPath),
    related: related && { message: related.message, ...placeOf(related.span, showPath) },
  };
}

function placeOf({ source, start, end }: Span, showPath: (path: string) => string): JsonPlace {
  const from = locate(source, start);
  const to = locate(source, end);
  return {
    file: showPath(source.path),
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
  };
}
