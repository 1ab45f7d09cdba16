import { locate, type Span } from "../text/source.ts";
import { codes } from "./codes.ts";
import type { Diagnostic } from "./diagnostic.ts";

/**
 * Diagnostics as a SARIF 2.1.0 log, which code hosts and editors show beside the lines. Columns count UTF-16 units,
 * as SARIF says by default.
 */
export function renderSarif(
  diagnostics: readonly Diagnostic[],
  { version, showPath }: { readonly version: string; readonly showPath: (path: string) => string },
): string {
  const used = [...new Map(diagnostics.map(({ code, name }) => [code, name]))].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const indexOf = new Map(used.map(([code], index) => [code, index]));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "mderules",
            version,
            rules: used.map(([code, name]) => ({
              id: code,
              name,
              fullDescription: { text: codes[name].explanation },
            })),
          },
        },
        columnKind: "utf16CodeUnits",
        results: diagnostics.map(({ code, severity, message, help, span, related }) => ({
          ruleId: code,
          ruleIndex: indexOf.get(code),
          level: severity,
          message: { text: help === undefined ? `${message}.` : `${message}. Help: ${help}` },
          locations: [locationOf(span, showPath)],
          relatedLocations: related && [
            { ...locationOf(related.span, showPath), message: { text: related.message } },
          ],
        })),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function locationOf({ source, start, end }: Span, showPath: (path: string) => string): object {
  const artifactLocation = { uri: encodeURI(showPath(source.path)) };
  // Of a file that could not be read there is no line to name.
  if (source.text === "") return { physicalLocation: { artifactLocation } };
  const from = placeOf(source, start);
  const to = placeOf(source, end);
  return {
    physicalLocation: {
      artifactLocation,
      region: { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column },
    },
  };
}

function placeOf(source: Span["source"], offset: number): { readonly line: number; readonly column: number } {
  return { line: locate(source, offset).line, column: offset - source.text.lastIndexOf("\n", offset - 1) };
}
