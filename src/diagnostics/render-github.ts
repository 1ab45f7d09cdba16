import { locate } from "../text/source.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { printable } from "./printable.ts";

/**
 * Diagnostics as the workflow commands that GitHub Actions shows beside the lines, one a line.
 * Source: https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions
 */
export function renderGithub(diagnostics: readonly Diagnostic[], showPath: (path: string) => string): string {
  return diagnostics.map((diagnostic) => `${commandOf(diagnostic, showPath)}\n`).join("");
}

function commandOf(
  { severity, code, message, help, span }: Diagnostic,
  showPath: (path: string) => string,
): string {
  const { source, start, end } = span;
  const properties: [string, string | number][] = [["file", showPath(source.path)]];
  if (source.text !== "") {
    const [from, to] = [locate(source, start), locate(source, end)];
    properties.push(
      ["line", from.line],
      ["endLine", to.line],
      ["col", from.column],
      ["endColumn", to.column],
    );
  }
  properties.push(["title", code]);
  const written = properties.map(([name, value]) => `${name}=${escapedProperty(String(value))}`).join(",");
  return `::${severity} ${written}::${escaped(help === undefined ? message : `${message}\nhelp: ${help}`)}`;
}

/** A line end would end the command; the percent sign is what escapes begin with. */
function escaped(text: string): string {
  return text
    .split("\n")
    .map((line) => printable(line).replaceAll("%", "%25"))
    .join("%0A");
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
