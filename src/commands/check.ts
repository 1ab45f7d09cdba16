import { readProgram } from "./read-program.ts";
import { reportDiagnostics } from "./report.ts";
import type { ExitCode, World } from "./world.ts";

export interface CheckOptions {
  readonly paths: readonly string[];
  readonly config: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `mderules check`: everything that a build would find wrong with rules and configuration; writes nothing. */
export function check({ paths, config, json, quiet }: CheckOptions, world: World): ExitCode {
  const { diagnostics, exitCode, showPath, rules, applications } = readProgram(paths, config, world.cwd);
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
