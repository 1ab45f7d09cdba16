import { version } from "../../generated/version.js";
import { EngineFailure, type LanguageMode } from "../engine/engine.ts";
import type { Program } from "../targets/target.ts";
import type { ScenarioResult } from "../prove/judge-scenario.ts";
import { proveScenarios } from "../prove/prove-scenarios.ts";
import { reporters } from "../prove/reporters/index.ts";
import type { ReporterName } from "../prove/reporters/names.ts";
import { failedOf } from "../prove/reporters/report.ts";
import { explanation, summary } from "../prove/reporters/text-reporter.ts";
import { runScenarios } from "../prove/run-scenarios.ts";
import { readProgram } from "./read-program.ts";
import { reportDiagnostics, reportProblem } from "./report.ts";
import type { engineNames } from "./test-engines.ts";
import type { ExitCode, World } from "./world.ts";

export interface TestOptions {
  readonly paths: readonly string[];
  readonly config: string | undefined;
  readonly engine: (typeof engineNames)[number];
  readonly languageMode: LanguageMode;
  readonly culture: "en" | "fr";
  /** Only scenarios whose rule or name contains this. */
  readonly filter: string | undefined;
  readonly reporter: ReporterName;
  readonly quiet: boolean;
}

/** `mderules test`: runs the scenarios of rules and says which fail, and why. 1 where one does. */
export async function test(options: TestOptions, world: World): Promise<ExitCode> {
  const { paths, config, filter, reporter, quiet } = options;
  const json = reporter === "json";
  const began = world.elapsed();
  const read = await readProgram(paths, config, world.cwd);
  const { diagnostics, exitCode, showPath } = read;
  if (exitCode !== 0) {
    reportDiagnostics(diagnostics, { showPath, json, exitCode }, world);
    return exitCode;
  }
  let results: readonly ScenarioResult[];
  try {
    results = await runOn({ ...read, version }, options);
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error;
    const help = "the simulator, --engine simulator, needs no PowerShell";
    return reportProblem({ message: error.message, help }, json, world);
  }
  if (results.length === 0) {
    const message =
      filter === undefined ? "the rules have no scenario" : `no scenario contains \`${filter}\``;
    return reportProblem({ message }, json, world);
  }
  const report = { results, engine: engineText(options), milliseconds: world.elapsed() - began, showPath };
  const failed = failedOf(results);
  if (!quiet || reporter !== "text") world.stdout.write(reporters[reporter](report));
  else if (failed.length > 0) {
    for (const result of failed) {
      const lines = explanation(result, report).map((line) => `  ${line}\n`);
      world.stdout.write(`FAIL ${result.rule.id}: ${result.scenario.name}\n${lines.join("")}`);
    }
    world.stdout.write(`${summary(report)}\n`);
  }
  return failed.length === 0 ? 0 : 1;
}

async function runOn(program: Program, options: TestOptions): Promise<readonly ScenarioResult[]> {
  const { engine, filter } = options;
  if (engine === "powershell") return proveScenarios(program, filter, options);
  return runScenarios(program.rules, program.configuration, filter);
}

function engineText({ engine, languageMode, culture }: TestOptions): string {
  return engine === "simulator" ? engine : `${engine} ${languageMode} ${culture}`;
}
