import type { Source } from "../text/source.ts";
import type { Diagnostic } from "./diagnostic.ts";

/** Diagnostics as people read them: in the order of the files, and from the top of each file to its end. */
export function inReadingOrder(diagnostics: readonly Diagnostic[], sources: readonly Source[]): Diagnostic[] {
  const places = new Map(sources.map((source, index) => [source, index]));
  const placeOf = ({ span }: Diagnostic): number => places.get(span.source) ?? -1;
  return [...diagnostics].sort(
    (a, b) =>
      placeOf(a) - placeOf(b) ||
      inCodeUnits(a.span.source.path, b.span.source.path) ||
      a.span.start - b.span.start ||
      a.span.end - b.span.end ||
      inCodeUnits(a.code, b.code) ||
      inCodeUnits(a.message, b.message),
  );
}

function inCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
