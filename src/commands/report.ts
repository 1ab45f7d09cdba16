import { version } from "../../generated/version.js";
import { noColours, terminalColours } from "../diagnostics/colours.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { renderJson } from "../diagnostics/render-json.ts";
import { countText, renderText } from "../diagnostics/render-text.ts";
import type { ExitCode, Stream, World } from "./world.ts";

interface ReportOptions {
  readonly showPath: (name: string) => string;
  readonly json: boolean;
  readonly exitCode: ExitCode;
}

/** Says what is wrong: for people on the error stream, for machines as one line of JSON on the output stream. */
export function reportDiagnostics(
  diagnostics: readonly Diagnostic[],
  { showPath, json, exitCode }: ReportOptions,
  { stdout, stderr, environment }: World,
): void {
  if (json) {
    stdout.write(
      jsonLine({ exitCode, diagnostics: diagnostics.map((diagnostic) => renderJson(diagnostic, showPath)) }),
    );
    return;
  }
  if (diagnostics.length === 0) return;
  const colours = usesColours(stderr, environment) ? terminalColours : noColours;
  const width = Math.max(40, (stderr.columns ?? 120) - 10);
  for (const diagnostic of diagnostics)
    stderr.write(`${renderText(diagnostic, { colours, width, showPath })}\n`);
  stderr.write(`${countText(diagnostics)}\n`);
}

/** Says what went wrong with files rather than with what stands in them. */
export function reportProblem(
  {
    message,
    help,
    files = [],
  }: { message: string; help?: string; files?: readonly (readonly [string, string])[] },
  json: boolean,
  { stdout, stderr, environment }: World,
): ExitCode {
  if (json) {
    const list = files.map(([path, problem]) => ({ path, problem }));
    stdout.write(jsonLine({ exitCode: 2, problem: { message, help, files: list }, diagnostics: [] }));
    return 2;
  }
  const colours = usesColours(stderr, environment) ? terminalColours : noColours;
  const longest = Math.max(0, ...files.map(([path]) => path.length));
  stderr.write(`${colours.error("error")}: ${message}${files.length > 0 ? ":" : ""}\n`);
  for (const [path, problem] of files) stderr.write(`  ${path.padEnd(longest)}  ${problem}\n`);
  if (help !== undefined) stderr.write(`${colours.help("help")}: ${help}\n`);
  return 2;
}

export function jsonLine(value: object): string {
  return `${JSON.stringify({ mderules: version, ...value })}\n`;
}

/** Whether a stream is a terminal that shows colours, and nobody asked for none. */
export function usesColours({ isTerminal }: Stream, { NO_COLOR, TERM }: World["environment"]): boolean {
  return isTerminal && (NO_COLOR === undefined || NO_COLOR === "") && TERM !== "dumb";
}
