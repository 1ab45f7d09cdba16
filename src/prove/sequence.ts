import type { Job, RunResult } from "../engine/engine.ts";
import type { Configuration } from "../model/configuration.ts";
import type { Rule } from "../model/rule.ts";
import type { Device } from "../simulate/device.ts";
import { deviceNow } from "../simulate/device.ts";
import type { OutputFile } from "../targets/target.ts";

/** The scripts of a rule as they were emitted; a rule that repairs nothing has only a detection. */
export interface RuleScripts {
  readonly detect: string;
  readonly remediate: string | undefined;
  readonly undo: string | undefined;
}

/** A device on which the scripts of a rule are tried, and how the engine is set up. */
export interface Trial {
  readonly rule: Rule;
  readonly scripts: RuleScripts;
  readonly device: Device;
  readonly languageMode: "FullLanguage" | "ConstrainedLanguage";
  readonly culture: "en" | "fr";
}

/** What the runs of a trial are for, in the order in which they run. */
export const runNames = ["detect", "what-if", "remediate", "detect-again", "remediate-again", "undo"] as const;
export type RunName = (typeof runNames)[number];
export type TrialResult = Readonly<Partial<Record<RunName, RunResult>>>;

/** The scripts of each rule among a target's files. */
export function scriptsOf(files: Iterable<OutputFile>): Map<string, RuleScripts> {
  const scripts = new Map<string, { -readonly [Role in keyof RuleScripts]: RuleScripts[Role] }>();
  for (const { rule, role, content, target } of files) {
    if (target !== "intune" || rule === undefined || typeof content !== "string") continue;
    if (role !== "detect" && role !== "remediate" && role !== "undo") continue;
    const known = scripts.get(rule) ?? { detect: "", remediate: undefined, undo: undefined };
    known[role] = content;
    scripts.set(rule, known);
  }
  return scripts;
}

/** The trial as a job: detect, say what would be done, do it, detect, do it again, undo. */
export function trialJob(trial: Trial, configuration: Configuration): Job {
  return {
    device: trial.device,
    culture: trial.culture,
    configuration,
    now: deviceNow,
    runs: planRuns(trial).map(({ text, parameters }) => ({
      script: { text },
      parameters,
      languageMode: trial.languageMode,
    })),
  };
}

/** The results of a job by what each run was for. */
export function nameResults(trial: Trial, results: readonly RunResult[]): TrialResult {
  return Object.fromEntries(planRuns(trial).map(({ name }, index) => [name, results[index]!]));
}

function planRuns({ scripts: { detect, remediate, undo } }: Trial): { name: RunName; text: string; parameters: Record<string, boolean> }[] {
  const run = (name: RunName, text: string, parameters: Record<string, boolean> = {}) => ({ name, text, parameters });
  return [
    run("detect", detect),
    ...(remediate === undefined
      ? []
      : [
          run("what-if", remediate, { WhatIf: true }),
          run("remediate", remediate),
          run("detect-again", detect),
          run("remediate-again", remediate),
        ]),
    ...(undo === undefined ? [] : [run("undo", undo)]),
  ];
}
