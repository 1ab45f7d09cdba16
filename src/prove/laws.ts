import { isDeepStrictEqual } from "node:util";
import type { RunResult } from "../engine/engine.ts";
import { lineOf } from "../model/line.ts";
import { type Device, serviceProcesses } from "../simulate/device.ts";
import { memoryKey } from "../model/history.ts";
import { evaluate } from "../simulate/evaluate.ts";
import { repair } from "../simulate/repair.ts";
import { undo as undoneBy } from "../simulate/undo.ts";
import { readFact } from "../simulate/truth.ts";
import { runNames, type RunName, type Trial, type TrialResult } from "./sequence.ts";

/** A law that scripts broke on a device. */
export interface Violation {
  readonly law: Law;
  readonly message: string;
}

/** What holds for every script on every device; docs/semantics.md says why. */
export const laws = {
  "same-meaning": "the script reports what the rule means on this device",
  "exit-code": "detection exits with 1 only when unhealthy, remediation only when it failed",
  output: "one ASCII line of 2,048 characters at most comes last, nothing else",
  "no-errors": "nothing is written to the stream of errors",
  "pure-detection": "detection changes nothing",
  "pure-what-if": "-WhatIf changes nothing",
  "unknown-is-safe": "what cannot be read never leads to a change",
  "fixed-is-healthy": "after FIXED, detection says healthy",
  "second-run": "after FIXED, a second remediation changes nothing",
  "declared-effects": "only what the rule declares has changed, and in the declared way",
  undo: "undo does not fail and restores what the remediation set",
  "no-restart": "no script restarts a device",
  "targets-agree": "the scripts of every target give the same verdict and change nothing to find it",
} as const;
export type Law = keyof typeof laws;

/** Every law that the results of a trial break. */
export function brokenLaws(trial: Trial, results: TrialResult): Violation[] {
  const violations: Violation[] = [];
  const broken = (law: Law, run: string, message: string): void => {
    violations.push({ law, message: `${run}: ${message}` });
  };
  for (const name of runNames) {
    const result = results[name];
    if (result !== undefined) checkOutput(trial, name, result, broken);
  }
  const { detect, remediate } = results;
  if (detect === undefined) return violations;
  checkMeaning(trial, "detect", detect, evaluate(trial.rule, trial.device), broken);
  checkCompanions(trial, results, broken);
  const unhealthy = statusOf(detect) === "UNHEALTHY";
  if ((detect.exitCode === 1) !== unhealthy || detect.exitCode > 1) {
    broken("exit-code", "detect", `exit code ${detect.exitCode} with ${lastLine(detect)}`);
  }
  for (const name of ["detect", "what-if", "detect-again"] as const) {
    const writes = results[name]?.writes ?? [];
    if (writes.length > 0)
      broken(name === "what-if" ? "pure-what-if" : "pure-detection", name, showWrites(writes));
  }
  if (remediate !== undefined) checkRemediation(trial, results, remediate, broken);
  return violations;
}

type Report = (law: Law, run: string, message: string) => void;

function checkRemediation(trial: Trial, results: TrialResult, remediate: RunResult, broken: Report): void {
  const status = statusOf(remediate);
  if ((remediate.exitCode !== 0) !== (status === "FAILED")) {
    broken("exit-code", "remediate", `exit code ${remediate.exitCode} with ${lastLine(remediate)}`);
  }
  const verdict = statusOf(results.detect!);
  if (verdict !== "UNHEALTHY" && remediate.writes.length > 0) {
    broken("unknown-is-safe", "remediate", `${verdict}, but ${showWrites(remediate.writes)}`);
  }
  const meant = repair(trial.rule, trial.device);
  const known = checkMeaning(
    trial,
    "remediate",
    remediate,
    { verdict: meant.status, text: meant.text },
    broken,
  );
  if (known) {
    const difference = firstDifference(
      withoutMemory(trial, meant.device),
      withoutMemory(trial, remediate.device),
    );
    if (difference !== undefined) broken("declared-effects", "remediate", difference);
  }
  const { "detect-again": again, "remediate-again": second, undo } = results;
  const runsPackages = remediate.writes.some(
    ({ action }) => action === "run-package" || action === "start-process",
  );
  if (status === "FIXED" && again !== undefined && statusOf(again) !== "HEALTHY") {
    broken("fixed-is-healthy", "detect-again", lastLine(again));
  }
  // A package is run again where it did not help: only what was set stays set.
  if (
    second !== undefined &&
    status !== "FAILED" &&
    second.writes.length > 0 &&
    (status === "FIXED" || !runsPackages)
  ) {
    broken("second-run", "remediate-again", showWrites(second.writes));
  }
  if (undo !== undefined) checkUndo(trial, results, known, runsPackages, broken);
}

/** What a package of the site changed is not put back; what the rule itself set is, whatever ran besides. */
function checkUndo(
  trial: Trial,
  { undo: result, "remediate-again": second }: TrialResult,
  known: boolean,
  runsPackages: boolean,
  broken: Report,
): void {
  const undo = result!;
  const first = repair(trial.rule, trial.device);
  const repaired = second === undefined ? first : repair(trial.rule, first.device, first.journal);
  const meant = undoneBy(trial.rule, repaired.device, repaired.journal);
  if (known) {
    const isMeant = checkMeaning(trial, "undo", undo, { verdict: meant.status, text: meant.text }, broken);
    if (!isMeant && trial.languageMode === "ConstrainedLanguage") return;
  }
  if (statusOf(undo) === "FAILED") broken("undo", "undo", lastLine(undo));
  if (!runsPackages) {
    const difference = firstDifference(
      withoutConsequences(withoutMemory(trial, trial.device)),
      withoutConsequences(withoutMemory(trial, undo.device)),
    );
    if (difference !== undefined) broken("undo", "undo", difference);
    return;
  }
  for (const entry of first.journal) {
    // What a package changed afterwards is no longer as the fix left it.
    if (meant.kept.includes(entry)) continue;
    const { fact, each, was } = entry;
    const found = readFact(fact, {
      device: undo.device,
      each,
      historyAge: Infinity,
      historyUnknown: undefined,
    });
    const difference = firstDifference({ known: true, value: was }, found, fact.text);
    if (difference !== undefined) broken("undo", "undo", difference);
  }
}

function checkCompanions(
  { scripts, rule, device, languageMode }: Trial,
  { companions = [] }: TrialResult,
  broken: Report,
): void {
  const { verdict } = evaluate(rule, device);
  const constrained = languageMode === "ConstrainedLanguage";
  for (const [index, { name, verdictOf }] of scripts.companions.entries()) {
    const result = companions[index];
    if (result === undefined) continue;
    const found = [verdictOf(result) ?? []].flat();
    const said = [...result.stdout, ...result.stderr].join(" ");
    const excused = constrained && /FullLanguage|ConstrainedLanguage/.test(said);
    if (!found.includes(verdict) && !excused) {
      const told = found.length === 0 ? `no verdict (${said})` : found.join(" or ");
      broken("targets-agree", name, `${told}, expected ${verdict}`);
    }
    if (result.writes.length > 0) broken("targets-agree", name, showWrites(result.writes));
    if (result.violations.length > 0) broken("no-restart", name, result.violations.join("; "));
  }
}

/** Compares the last line with the rule's meaning. ConstrainedLanguage may leave a fact unknown; then nothing more is compared. */
function checkMeaning(
  trial: Trial,
  run: RunName,
  result: RunResult,
  meant: { readonly verdict: string; readonly text: string },
  broken: Report,
): boolean {
  const expected = lineOf(trial.rule.id, meant.verdict, meant.text);
  const line = lastLine(result);
  if (line === expected) return true;
  const constrained =
    trial.languageMode === "ConstrainedLanguage" && /FullLanguage|ConstrainedLanguage/.test(line);
  if (!constrained) broken("same-meaning", run, `${line}\n      expected ${expected}`);
  return false;
}

function checkOutput(trial: Trial, name: RunName, result: RunResult, broken: Report): void {
  const { stdout, stderr, violations } = result;
  const line = lastLine(result);
  const wellFormed = stdout.length === 1 && line.length <= 2048 && /^[ -~]+$/.test(line);
  if (!wellFormed || !line.startsWith(`mderules ${trial.rule.id} `))
    broken("output", name, JSON.stringify(stdout));
  if (stderr.length > 0) broken("no-errors", name, stderr.join(" | "));
  if (violations.length > 0) broken("no-restart", name, violations.join("; "));
}

function lastLine({ stdout }: RunResult): string {
  return stdout.at(-1) ?? "";
}

function statusOf(result: RunResult): string {
  return lastLine(result).split(" ")[2] ?? "";
}

function showWrites(writes: RunResult["writes"]): string {
  return writes
    .map(({ action, resource, detail }) => `${action} ${resource} ${detail ?? ""}`.trim())
    .join("; ");
}

/** A device without what mderules itself remembers on it. */
function withoutMemory({ rule }: Trial, device: Device): Device {
  const root = memoryKey(rule).slice(0, memoryKey(rule).lastIndexOf("\\")).toLowerCase();
  const registry = Object.fromEntries(
    Object.entries(device.registry).filter(([path]) => path !== root && !path.startsWith(`${root}\\`)),
  );
  return { ...device, registry };
}

/**
 * A device without what is not set but follows: the process of a service from its state. And without what means nothing:
 * Windows looks at a delay only where a service starts automatically, and sc.exe does not leave it elsewhere.
 */
function withoutConsequences(device: Device): Device {
  const ofServices = new Set(Object.values(serviceProcesses).map((name) => name.toLowerCase()));
  const registry = Object.fromEntries(
    Object.entries(device.registry).map(([path, key]) => {
      const { delayedautostart, ...values } = key.values;
      const isDelay = delayedautostart !== undefined && values["start"] !== undefined;
      return [path, isDelay && values["start"]?.data !== 2 ? { ...key, values } : key];
    }),
  );
  return {
    ...device,
    registry,
    processes: device.processes.filter((name) => !ofServices.has(name.toLowerCase())),
  };
}

/** Where two devices differ first, in words; undefined where they do not. */
function firstDifference(expected: unknown, actual: unknown, path = "device"): string | undefined {
  if (isDeepStrictEqual(expected, actual)) return undefined;
  const isTree = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null;
  if (!isTree(expected) || !isTree(actual)) {
    return `${path} is ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`;
  }
  for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    const difference = firstDifference(expected[key], actual[key], `${path}.${key}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}
