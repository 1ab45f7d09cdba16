import type { Job, RunResult } from "../engine/engine.ts";
import type { Configuration } from "../model/configuration.ts";
import type { Rule } from "../model/rule.ts";
import type { Device } from "../simulate/device.ts";
import { deviceNow } from "../simulate/device.ts";
import type { OutputFile } from "../targets/target.ts";
import { type Companion, companionOf } from "./companions.ts";
import { observeMeaning } from "./observation.ts";

/** The scripts of a rule as they were emitted; a rule that repairs nothing has only a detection. */
export interface RuleScripts {
  readonly detect: string;
  readonly remediate: string | undefined;
  readonly undo: string | undefined;
  /** Scripts of other targets that say what the rule says. */
  readonly companions: readonly Companion[];
}

/** A device on which the scripts of a rule are tried, and how the engine is set up. */
export interface Trial {
  readonly rule: Rule;
  readonly scripts: RuleScripts;
  readonly device: Device;
  /** The site that the rule is planned for. */
  readonly configuration: Configuration;
  readonly languageMode: "FullLanguage" | "ConstrainedLanguage";
  readonly culture: "en" | "fr";
}

/** What the runs of a trial are for, in the order in which they run. */
export const runNames = [
  "detect",
  "what-if",
  "remediate",
  "detect-again",
  "remediate-again",
  "undo",
] as const;
export type RunName = (typeof runNames)[number];

/** The results of a trial by what each run was for; those that the device does not call for are not made. */
export interface TrialResult extends Readonly<Partial<Record<RunName, RunResult>>> {
  /** What other targets made of the untouched device, in the order of the trial's companions. */
  readonly companions?: readonly RunResult[];
}

/** The scripts of each rule among the files of targets. */
export function scriptsOf(files: Iterable<OutputFile>): Map<string, RuleScripts> {
  const scripts = new Map<string, { -readonly [Role in keyof RuleScripts]: RuleScripts[Role] }>();
  for (const file of files) {
    const { rule, role, content, target } = file;
    if (rule === undefined || typeof content !== "string") continue;
    const known = scripts.get(rule) ?? { detect: "", remediate: undefined, undo: undefined, companions: [] };
    const companion = companionOf(file);
    if (companion !== undefined) known.companions = [...known.companions, companion];
    else if (target === "intune" && (role === "detect" || role === "remediate" || role === "undo")) {
      known[role] = content;
    }
    scripts.set(rule, known);
  }
  return scripts;
}

/** The trial as a job: detect, say what would be done, do it, detect, do it again, undo. */
export function trialJob(trial: Trial): Job {
  return {
    device: trial.device,
    culture: trial.culture,
    configuration: trial.configuration,
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
  const named: Partial<Record<RunName, RunResult>> = {};
  const companions: RunResult[] = [];
  for (const [index, { name }] of planRuns(trial).entries()) {
    if (name === "companion") companions.push(results[index]!);
    else named[name] = results[index]!;
  }
  return { ...named, companions };
}

interface PlannedRun {
  readonly name: RunName | "companion";
  readonly text: string;
  readonly parameters: Readonly<Record<string, boolean>>;
}

/**
 * Only what can tell something: a remediation that has nothing to do is run once, to see that it does nothing, and a
 * second time only where the first was to succeed. What a device calls for is the interpreter's word; a script that
 * does otherwise breaks a law with the runs that are there.
 */
function planRuns({ rule, device, scripts }: Trial): PlannedRun[] {
  const { detect, remediate, undo, companions } = scripts;
  const run = (
    name: PlannedRun["name"],
    text: string,
    parameters: Record<string, boolean> = {},
  ): PlannedRun => ({
    name,
    text,
    parameters,
  });
  const runs = [run("detect", detect), ...companions.map(({ script }) => run("companion", script))];
  if (remediate === undefined) return runs;
  const { verdict, outcome } = observeMeaning(rule, device);
  if (verdict !== "unhealthy") return [...runs, run("remediate", remediate)];
  runs.push(
    run("what-if", remediate, { WhatIf: true }),
    run("remediate", remediate),
    run("detect-again", detect),
  );
  if (outcome !== "failed") runs.push(run("remediate-again", remediate));
  if (undo !== undefined) runs.push(run("undo", undo));
  return runs;
}
