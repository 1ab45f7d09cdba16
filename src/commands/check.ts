import { version } from "../../generated/version.js";
import { renderSarif } from "../diagnostics/render-sarif.ts";
import { readProgram } from "./read-program.ts";
import { reportDiagnostics } from "./report.ts";
import type { ExitCode, World } from "./world.ts";

export interface CheckOptions {
  readonly paths: readonly string[];
  readonly config: string | undefined;
  readonly json: boolean;
  /** Whether to print a SARIF log in place of messages. */
  readonly sarif?: boolean;
  readonly quiet: boolean;
}

/** `mderules check`: everything that a build would find wrong with rules and configuration; writes nothing. */
export async function check(
  { paths, config, json, sarif, quiet }: CheckOptions,
  world: World,
): Promise<ExitCode> {
  const { diagnostics, exitCode, showPath, rules, applications } = await readProgram(
    paths,
    config,
    world.cwd,
  );
  if (sarif) {
    world.stdout.write(renderSarif(diagnostics, { version, showPath }));
    return exitCode;
  }
  reportDiagnostics(diagnostics, { showPath, json, exitCode }, world);
  if (exitCode === 0 && !json && !quiet) {
    world.stdout.write(
      `${count(rules.length, "rule")} and ${count(applications.length, "application")} are right\n`,
    );
  }
  return exitCode;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
