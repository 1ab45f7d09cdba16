import { type EngineOptions, type LanguageMode, type RunResult } from "../engine/engine.ts";
import { runInParallel } from "../engine/run-in-parallel.ts";
import type { Assertion } from "../model/condition.ts";
import type { Configuration } from "../model/configuration.ts";
import { isDetectable, type RepairOutcome, type Verdict } from "../model/rule.ts";
import { describeDevice } from "../simulate/describe-device.ts";
import { scriptsOfAllRules } from "../targets/powershell/rule-scripts.ts";
import type { Program } from "../targets/target.ts";
import { intuneAgent } from "./agents/intune-agent.ts";
import { judgeScenario, type ScenarioResult } from "./judge-scenario.ts";
import { brokenLaws, laws } from "./laws.ts";
import { type Observation, observeMeaning } from "./observation.ts";
import { chosenScenarios, type ScenarioFilter } from "./run-scenarios.ts";
import {
  nameResults,
  type RuleScripts,
  scriptsOf,
  type Trial,
  trialJob,
  type TrialResult,
} from "./sequence.ts";

/** How Windows is on the devices of scenarios: what application control leaves of PowerShell, and its language. */
export interface EngineSetting {
  readonly languageMode: LanguageMode;
  readonly culture: "en" | "fr";
}

/**
 * Runs scenarios through the emitted scripts in a real PowerShell, as the agent of Intune would, and demands what the
 * scenario expects, the interpreter's lines, and every law. Rules without a script are left to the interpreter.
 */
export async function proveScenarios(
  program: Program,
  filter: ScenarioFilter,
  { languageMode, culture }: EngineSetting,
  options?: EngineOptions,
): Promise<ScenarioResult[]> {
  const chosen = chosenScenarios(program.rules, program.configuration, filter);
  const scriptsOn = scriptsBySite(program);
  const tried = chosen.filter(({ rule }) => isDetectable(rule));
  const trials = tried.map(({ rule, scenario, configuration }): Trial => {
    const scripts = scriptsOn(configuration).get(rule.id)!;
    return { rule, scripts, device: describeDevice(scenario), configuration, languageMode, culture };
  });
  const runs = await runInParallel(
    trials.map((trial) => trialJob(trial)),
    options,
  );
  let next = 0;
  return chosen.map(({ rule, scenario }) => {
    if (!isDetectable(rule)) {
      return judgeScenario(rule, scenario, observeMeaning(rule, describeDevice(scenario)));
    }
    const trial = trials[next]!;
    const results = nameResults(trial, runs[next]!);
    next += 1;
    const meant = observeMeaning(rule, trial.device);
    const judged = judgeScenario(rule, scenario, observeScripts(meant, results));
    const decidedBy = meant.deciding.map(({ span }: Assertion) => span);
    const broken = brokenLaws(trial, results).map(({ law, message }) => ({
      subject: `law ${law}`,
      expected: laws[law],
      found: message,
      span: scenario.span,
      decidedBy,
    }));
    const failures = needsFullLanguage(trial, results) ? broken : [...judged.failures, ...broken];
    return { ...judged, failures };
  });
}

/** The scripts as they are emitted for a site, rendered once for each that scenarios are on. */
function scriptsBySite(program: Program): (configuration: Configuration) => Map<string, RuleScripts> {
  const known = new Map<string, Map<string, RuleScripts>>();
  return (configuration) => {
    const key = JSON.stringify(configuration);
    const scripts = known.get(key) ?? scriptsOf(scriptsOfAllRules({ ...program, configuration }));
    known.set(key, scripts);
    return scripts;
  };
}

/** What a device shows where the agent of Intune runs the scripts. Where there is no remediation, the fix is a person's. */
function observeScripts(
  meant: Observation,
  { detect, remediate, "detect-again": detectAgain }: TrialResult,
): Observation {
  const report = intuneAgent({ detect: detect!, remediate, detectAgain });
  const called = report.ran.includes("remediate");
  const verdict = statusOf(report.before) as Verdict | undefined;
  const line = lastLine(remediate);
  return {
    ...meant,
    // Not the word alone: whether a remediation runs is up to the exit code.
    verdict: (verdict === "unhealthy") === (report.state !== "without-issues") ? verdict : undefined,
    line: report.before,
    outcome: called
      ? (statusOf(line) as RepairOutcome | undefined)
      : remediate === undefined
        ? meant.outcome
        : undefined,
    repairLine: called ? line : undefined,
    device: report.device,
  };
}

/** Whether what decides cannot be read in ConstrainedLanguage: the script says so, and `unknown` is right. */
function needsFullLanguage({ languageMode }: Trial, { detect, remediate }: TrialResult): boolean {
  return (
    languageMode === "ConstrainedLanguage" &&
    /FullLanguage|ConstrainedLanguage/.test(lastLine(detect) + lastLine(remediate))
  );
}

function lastLine(result: RunResult | undefined): string {
  return result?.stdout.at(-1) ?? "";
}

/** The status that a line reports: its third word. */
function statusOf(line: string): string | undefined {
  return line.split(" ")[2]?.toLowerCase();
}
