import type { EngineOptions } from "../engine/engine.ts";
import { runInParallel } from "../engine/run-in-parallel.ts";
import { isDetectable, type Rule, type Verdict } from "../model/rule.ts";
import { evaluate } from "../simulate/evaluate.ts";
import { targets } from "../targets/index.ts";
import { planRule } from "../targets/plan.ts";
import { scriptsOfAllRules } from "../targets/powershell/rule-scripts.ts";
import type { Program } from "../targets/target.ts";
import type { DeviceCase } from "./devices/devices-that-matter.ts";
import { brokenLaws, type Violation } from "./laws.ts";
import type { EngineSetting } from "./prove-scenarios.ts";
import { nameResults, type RuleScripts, scriptsOf, type Trial, trialJob } from "./sequence.ts";

/** What came of trying the scripts of a rule on devices. */
export interface RuleProof {
  readonly rule: Rule;
  readonly scripts: RuleScripts;
  readonly tried: number;
  /** How many of the devices the rule gives each verdict. */
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly violations: readonly DeviceViolation[];
}

export interface DeviceViolation extends Violation {
  /** The device, in words, and how PowerShell was set up. */
  readonly device: string;
}

/** How many trials are made before their results are judged: all of them are in memory until then. */
const trialsAtOnce = 2000;

/**
 * Tries the scripts of rules as they are emitted for a site on devices, in a real PowerShell, against the meaning of
 * the rules. Each device is tried in one of the settings, in turn. `onProof` hears of each rule as soon as it is
 * through.
 */
export async function proveDevices(
  program: Program,
  devicesOf: (rule: Rule) => readonly DeviceCase[],
  settings: readonly EngineSetting[],
  options: EngineOptions & { readonly onProof?: (proof: RuleProof) => void } = {},
): Promise<RuleProof[]> {
  const { configuration } = program;
  // Intune gets no script of a rule for servers alone; it is tried all the same.
  const scripts = scriptsOf([
    ...scriptsOfAllRules(program),
    ...targets.flatMap((target) => [...target.emit(program)]),
  ]);
  const rules = program.rules.filter(isDetectable).map((written) => planRule(written, configuration));
  const proofs: RuleProof[] = [];
  let batch: { rule: Rule; trials: { trial: Trial; name: string }[] }[] = [];
  const prove = async (): Promise<void> => {
    const jobs = batch.flatMap(({ trials }) => trials.map(({ trial }) => trialJob(trial)));
    const results = await runInParallel(jobs, { ...options, allowUnsupported: true });
    let next = 0;
    for (const { rule, trials } of batch) {
      const violations: DeviceViolation[] = [];
      const verdicts: Record<Verdict, number> = { healthy: 0, unhealthy: 0, "not-applicable": 0, unknown: 0 };
      for (const { trial, name } of trials) {
        const runs = results[next]!;
        next += 1;
        verdicts[evaluate(rule, trial.device).verdict] += 1;
        const device = `${name} (${trial.languageMode}, ${trial.culture})`;
        const unsupported = [...new Set(runs.flatMap((run) => run.unsupported))];
        if (unsupported.length > 0) {
          violations.push({
            law: "same-meaning",
            message: `no stand-in answers ${unsupported.join(", ")}`,
            device,
          });
        } else {
          for (const violation of brokenLaws(trial, nameResults(trial, runs)))
            violations.push({ ...violation, device });
        }
      }
      const proof = { rule, scripts: scripts.get(rule.id)!, tried: trials.length, verdicts, violations };
      proofs.push(proof);
      options.onProof?.(proof);
    }
    batch = [];
  };
  for (const rule of rules) {
    const trials = devicesOf(rule).map(({ device, name }, index) => {
      const { languageMode, culture } = settings[index % settings.length]!;
      const trial = { rule, scripts: scripts.get(rule.id)!, device, configuration, languageMode, culture };
      return { trial, name };
    });
    batch.push({ rule, trials });
    if (batch.reduce((count, waiting) => count + waiting.trials.length, 0) >= trialsAtOnce) await prove();
  }
  if (batch.length > 0) await prove();
  return proofs;
}
