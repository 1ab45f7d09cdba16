import { relative, sep } from "node:path";
import { type Diagnostic, diagnostic, hasErrors } from "../diagnostics/diagnostic.ts";
import { type Formatted, formatText } from "../format/format-text.ts";
import { decode } from "./decode.ts";
import { findRules } from "./find-rules.ts";
import { findDiagnostic } from "./read-program.ts";
import { readInput } from "./read-input.ts";
import { readSource } from "./read-source.ts";
import { isMarked, replaceText } from "./replace-text.ts";
import { jsonLine, reportDiagnostics, reportProblem } from "./report.ts";
import { renderJson } from "../diagnostics/render-json.ts";
import type { ExitCode, World } from "./world.ts";

export interface FmtOptions {
  /** Files and folders; none for everything below the working folder. */
  readonly paths: readonly string[];
  /** Writes nothing and says which files are not formatted. */
  readonly check: boolean;
  /** The name of what comes from standard input; its formatted text goes to standard output. */
  readonly stdinFilepath: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `mderules fmt`: gives rules their layout. 1 where `check` finds work, or where a block cannot be read. */
export async function fmt(options: FmtOptions, world: World): Promise<ExitCode> {
  return options.stdinFilepath === undefined ? formatFiles(options, world) : formatInput(options, world);
}

function formatFiles({ paths, check, json, quiet }: FmtOptions, world: World): ExitCode {
  const display = (path: string): string => relative(world.cwd, path).split(sep).join("/") || ".";
  const found = findRules(paths.length > 0 ? paths : ["."], world.cwd);
  const problems = found.problems.map((problem) => findDiagnostic(problem, display(problem.path)));
  const diagnostics: Diagnostic[] = [];
  const changed: string[] = [];
  for (const { path } of found.files) {
    const name = display(path);
    const { value: source, diagnostics: unread } = readSource(path, name);
    problems.push(...unread);
    if (source === undefined) continue;
    const formatted = formatText(source);
    for (const problem of worthSaying(formatted)) diagnostics.push(problem);
    if (formatted.text === source.text) continue;
    changed.push(name);
    const refused = check ? undefined : replaceText(path, formatted.text);
    if (refused !== undefined) {
      return reportProblem({ message: `${name} cannot be written: ${refused}` }, json, world);
    }
  }
  const wrong = hasErrors(diagnostics) || (check && changed.length > 0);
  const exitCode = hasErrors(problems) ? 2 : wrong ? 1 : 0;
  const all = [...problems, ...diagnostics];
  const showPath = (name: string): string => name;
  if (json) {
    const shown = all.map((each) => renderJson(each, showPath));
    world.stdout.write(
      jsonLine({
        exitCode,
        files: found.files.length,
        [check ? "unformatted" : "formatted"]: changed,
        diagnostics: shown,
      }),
    );
    return exitCode;
  }
  reportDiagnostics(all, { showPath, json, exitCode }, world);
  if (!quiet || check) for (const name of changed) world.stdout.write(`${name}\n`);
  if (!quiet && found.files.length > 0)
    world.stdout.write(summary(found.files.length, changed.length, check));
  return exitCode;
}

function summary(files: number, changed: number, check: boolean): string {
  const done = check ? "not formatted" : "formatted";
  const same = check ? "formatted" : "unchanged";
  const counts = [
    changed > 0 ? `${changed} ${done}` : "",
    files > changed ? `${files - changed} ${same}` : "",
  ];
  return `${files} ${files === 1 ? "file" : "files"}: ${counts.filter((count) => count !== "").join(", ")}\n`;
}

/** For editors: the text comes back even where a block of it cannot be read. */
async function formatInput({ stdinFilepath, check }: FmtOptions, world: World): Promise<ExitCode> {
  const path = stdinFilepath!;
  const bytes = await readInput(world);
  if ("reason" in bytes)
    return reportProblem({ message: `standard input cannot be read: ${bytes.reason}` }, false, world);
  const decoded = decode(bytes);
  if (decoded.kind !== "text") {
    const nowhere = { source: { path, text: "" }, start: 0, end: 0 };
    const problem = diagnostic("notUtf8", nowhere, { encoding: decoded.encoding });
    reportDiagnostics([problem], { showPath: (name) => name, json: false, exitCode: 2 }, world);
    return 2;
  }
  const formatted = formatText({ path, text: decoded.text });
  const diagnostics = worthSaying(formatted);
  const exitCode = hasErrors(diagnostics) || (check && formatted.text !== decoded.text) ? 1 : 0;
  reportDiagnostics(diagnostics, { showPath: (name) => name, json: false, exitCode }, world);
  if (!check) world.stdout.write((isMarked(bytes) ? "\uFEFF" : "") + formatted.text);
  return exitCode;
}

/** A file without a rule is nothing that a formatter has to complain about. */
function worthSaying({ diagnostics }: Formatted): readonly Diagnostic[] {
  return diagnostics.filter(({ name }) => name !== "emptyFile");
}
