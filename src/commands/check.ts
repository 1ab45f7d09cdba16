import { version } from "../../generated/version.js";
import { codes } from "../diagnostics/codes.ts";
import { renderGithub } from "../diagnostics/render-github.ts";
import { renderSarif } from "../diagnostics/render-sarif.ts";
import { suggestionHelp } from "../diagnostics/suggest.ts";
import { withoutLeftOver } from "../diagnostics/without-left-over.ts";
import { type ReadProgram, readProgram } from "./read-program.ts";
import { replaceText } from "./replace-text.ts";
import { reportDiagnostics, reportProblem } from "./report.ts";
import type { ExitCode, World } from "./world.ts";

/** How `check` says what it found: for people, as one line of JSON, as a SARIF log, as annotations of GitHub. */
export const checkFormats = ["pretty", "json", "sarif", "github"] as const;
export type CheckFormat = (typeof checkFormats)[number];

export interface CheckOptions {
  readonly paths: readonly string[];
  readonly config: string | undefined;
  readonly format: CheckFormat;
  readonly quiet: boolean;
  /** How many warnings are still all right; any number where it is absent. */
  readonly maxWarnings?: number | undefined;
  /** Whether to mend what has an obvious remedy: what is left over is deleted. */
  readonly fix?: boolean;
}

/**
 * `mderules check`: everything that a build would find wrong with rules and configuration, and what is allowed and yet
 * likely not meant; writes nothing.
 */
export async function check(options: CheckOptions, world: World): Promise<ExitCode> {
  const { paths, config, format, quiet, maxWarnings, fix = false } = options;
  let read = await readProgram(paths, config, world.cwd, { hasOpinions: true });
  // What only something left over used is left over next.
  while (fix) {
    const outcome = deleteLeftOver(read);
    if ("problem" in outcome) return reportProblem(outcome.problem, format === "json", world);
    if (outcome.changed.length === 0) break;
    if (format === "pretty" && !quiet)
      for (const name of outcome.changed) world.stdout.write(`${name}: deleted what was left over\n`);
    read = await readProgram(paths, config, world.cwd, { hasOpinions: true });
  }
  const { diagnostics, showPath, rules, applications } = read;
  const warnings = diagnostics.filter(({ severity }) => severity === "warning").length;
  const isTooMuch = maxWarnings !== undefined && warnings > maxWarnings;
  const exitCode = read.exitCode === 0 && isTooMuch ? 1 : read.exitCode;
  switch (format) {
    case "sarif":
      world.stdout.write(renderSarif(diagnostics, { version, showPath }));
      return exitCode;
    case "github":
      world.stdout.write(renderGithub(diagnostics, showPath));
      return exitCode;
    case "json":
    case "pretty":
      break;
    default:
      format satisfies never;
  }
  reportDiagnostics(diagnostics, { showPath, json: format === "json", exitCode }, world);
  if (format === "json") return exitCode;
  if (read.exitCode === 0 && isTooMuch)
    world.stderr.write(`${count(warnings, "warning")}, more than the ${maxWarnings} of --max-warnings\n`);
  if (exitCode === 0 && !quiet) {
    world.stdout.write(
      `${count(rules.length, "rule")} and ${count(applications.length, "application")} are right\n`,
    );
  }
  return exitCode;
}

/** Deletes from the files that were asked for what their diagnostics call left over. */
function deleteLeftOver({
  found,
  diagnostics,
  showPath,
}: ReadProgram):
  | { readonly changed: readonly string[] }
  | { readonly problem: { message: string; files: readonly (readonly [string, string])[] } } {
  const changed: string[] = [];
  for (const source of new Set(diagnostics.map(({ span }) => span.source))) {
    const file = found.files.find(({ name }) => name === source.path);
    const text = withoutLeftOver(source, diagnostics);
    if (file === undefined || text === undefined) continue;
    const reason = replaceText(file.path, text);
    if (reason !== undefined)
      return { problem: { message: "a file cannot be written", files: [[showPath(file.name), reason]] } };
    changed.push(showPath(file.name));
  }
  return { changed };
}

/** `mderules check --explain CODE`: what a diagnostic means and why it is asked for. */
export function explainCode(written: string, json: boolean, world: World): ExitCode {
  const known = Object.values(codes);
  const found = known.find(({ code }) => code.toLowerCase() === written.toLowerCase());
  if (found === undefined) {
    const help = suggestionHelp(
      written.toUpperCase(),
      known.map(({ code }) => code),
    );
    const message = `there is no diagnostic \`${written}\``;
    return reportProblem(help === undefined ? { message } : { message, help }, json, world);
  }
  const { code, severity, explanation } = found;
  world.stdout.write(
    json ? `${JSON.stringify({ code, severity, explanation })}\n` : `${severity} ${code}\n\n${explanation}\n`,
  );
  return 0;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
