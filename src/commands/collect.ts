import { version } from "../../generated/version.js";
import { collectScript } from "../targets/triage/collect-script.ts";
import { isDetectable } from "../model/rule.ts";
import { readProgram } from "./read-program.ts";
import { reportDiagnostics } from "./report.ts";
import type { ExitCode, World } from "./world.ts";

export interface CollectOptions {
  readonly paths: readonly string[];
  readonly config: string | undefined;
}

/** `mderules collect`: prints the script that collects the facts of rules on a device. */
export async function collect({ paths, config }: CollectOptions, world: World): Promise<ExitCode> {
  const { diagnostics, exitCode, showPath, rules } = await readProgram(paths, config, world.cwd);
  if (exitCode !== 0) {
    reportDiagnostics(diagnostics, { showPath, json: false, exitCode }, world);
    return exitCode;
  }
  world.stdout.write(collectScript(rules.filter(isDetectable), version).text);
  return 0;
}
