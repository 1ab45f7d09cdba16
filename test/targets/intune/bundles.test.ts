import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Job, type RunResult, runJobs } from "../../../src/engine/engine.ts";
import type { Verdict } from "../../../src/model/rule.ts";
import { describeDevice } from "../../../src/simulate/describe-device.ts";
import type { Device } from "../../../src/simulate/device.ts";
import { evaluate } from "../../../src/simulate/evaluate.ts";
import { repair } from "../../../src/simulate/repair.ts";
import { bundlePackages, bundleScripts } from "../../../src/targets/intune/bundle-scripts.ts";
import { type Bundle, bundlesOf } from "../../../src/targets/intune/bundles.ts";
import { intune } from "../../../src/targets/intune/index.ts";
import { canRepair, planRule } from "../../../src/targets/plan.ts";
import { isLong } from "../../proof-runs.ts";
import { configuration, shippedProgram } from "../shipped-program.ts";
import { powerShellTest } from "../../power-shell.ts";

const program = shippedProgram();
const skipped = new Set(intune.skipped!(program).map(({ rule }) => rule));
const rules = program.rules.filter(({ id }) => !skipped.has(id)).map((rule) => planRule(rule, configuration));
const bundles = bundlesOf(rules, program);

test("three to five bundles hold every rule that Intune can run, once", () => {
  assert.ok(bundles.length >= 3 && bundles.length <= 5);
  assert.equal(
    bundles.flatMap((bundle) => bundle.rules.map(({ id }) => id)).sort(),
    rules.map(({ id }) => id).sort(),
  );
});

test("the scripts of the rulebook's bundles stay below what Intune takes", () => {
  for (const bundle of bundles) {
    assert.equal(
      [...bundlePackages(bundle, program)].map((whole) => whole.bundle.name),
      [bundle.name],
    );
  }
});

test("a bundle that is too long becomes parts that are not, with every rule once and in order", () => {
  const many = Array.from({ length: 4 }, (_, copy) =>
    rules.map((rule) => ({ ...rule, id: `${rule.id}-${copy}` })),
  ).flat();
  const parts = [...bundlePackages({ name: "all", title: "All rules", rules: many }, program)];
  assert.ok(parts.length > 1);
  assert.equal(
    parts.map(({ bundle }) => bundle.name),
    parts.map((_, index) => `all-part-${index + 1}`),
  );
  assert.equal(
    parts.flatMap(({ bundle }) => bundle.rules.map(({ id }) => id)),
    many.map(({ id }) => id),
  );
  for (const { bundle, scripts } of parts) {
    for (const { name, text } of scripts) {
      assert.ok(text.length < 200_000, `${bundle.name} ${name}: ${text.length}`);
      assert.match(text, `mderules ${bundle.name} `);
    }
  }
});

interface Result {
  readonly id: string;
  readonly status: string;
  readonly text: string;
}

/** What the last line of a bundle is, put together by other means than the script's. */
function expectedLine(
  name: string,
  results: readonly Result[],
  order: readonly string[],
  attention: number,
): string {
  const of = (status: string): readonly Result[] => results.filter((result) => result.status === status);
  const counts = order
    .filter((status) => of(status).length > 0)
    .map((status) => `${of(status).length} ${status}`);
  const named = order
    .slice(0, attention)
    .flatMap(of)
    .filter(({ text }) => text !== "");
  const share = 1800 / Math.max(named.length, 1);
  // PowerShell rounds a half to the even number.
  const room = share % 1 === 0.5 ? 2 * Math.round(share / 2) : Math.round(share);
  let text = counts.join(", ");
  let more = 0;
  for (const result of named) {
    const head = `${result.status.toUpperCase()} ${result.id}`;
    const length = Math.max(40, room - head.length - 4);
    const found = result.text.replace(/[^ -~]/g, "?").replaceAll("|", "/");
    const short = found.length > length ? `${found.slice(0, length - 3)}...` : found;
    if (more > 0 || text.length + head.length + short.length > 1920) more += 1;
    else text += ` | ${head} ${short}`;
  }
  const worst = order.find((status) => of(status).length > 0)!.toUpperCase();
  return `mderules ${name} ${worst} ${text}${more > 0 ? ` | ${more} more` : ""}`;
}

const verdictOrder: readonly Verdict[] = ["unhealthy", "unknown", "healthy", "not-applicable"];
const repairOrder = [
  "failed",
  "restart-needed",
  "manual",
  "what-if",
  "fixed",
  "unknown",
  "healthy",
  "not-applicable",
];

function detected(bundle: Bundle, device: Device): readonly Result[] {
  return bundle.rules.map((rule) => {
    const { verdict, text } = evaluate(rule, device);
    return { id: rule.id, status: verdict, text };
  });
}

/** One rule after the other, each on the device that those before it left. */
function repaired(
  bundle: Bundle,
  described: Device,
): { readonly results: readonly Result[]; readonly device: Device } {
  let device = described;
  const results = bundle.rules.filter(canRepair).map((rule) => {
    const done = repair(rule, device);
    device = done.device;
    return { id: rule.id, status: done.status, text: done.text };
  });
  return { results, device };
}

interface Trial {
  readonly name: string;
  readonly bundle: Bundle;
  readonly device: Device;
  readonly constrained: boolean;
}

/**
 * The devices of scenarios, below the bundle that holds their rule: in everyday runs one that is unhealthy for each rule
 * and another one for every third, for every run evaluates all rules of the bundle.
 */
const trials: readonly Trial[] = bundles.flatMap((bundle) =>
  bundle.rules.flatMap(({ id, scenarios }, place) => {
    const unhealthy = scenarios.filter(({ verdict }) => verdict === "unhealthy").slice(0, 1);
    const others = place % 3 > 0 ? [] : scenarios.filter(({ verdict }) => verdict !== "unhealthy");
    const chosen = [...unhealthy, ...others.slice(place % Math.max(others.length, 1)).slice(0, 1)];
    return (isLong ? scenarios : chosen).map((scenario, index) => ({
      name: `${id}: ${scenario.name}`,
      bundle,
      device: describeDevice(scenario),
      constrained: (place + index) % 3 === 1,
    }));
  }),
);

function jobOf({ bundle, device, constrained }: Trial): Job {
  const [detect, remediate, undo] = bundleScripts(bundle, program);
  const languageMode = constrained ? "ConstrainedLanguage" : "FullLanguage";
  const run = (script: { readonly text: string }, whatIf = false): Job["runs"][number] => ({
    script: { text: script.text },
    parameters: whatIf ? { WhatIf: true } : {},
    languageMode,
  });
  return {
    device,
    configuration,
    culture: constrained ? "fr" : "en",
    runs: [run(detect!), run(remediate!, true), run(remediate!), run(detect!), run(undo!)],
  };
}

powerShellTest("a bundle says and does what its rules' own scripts say and do", async () => {
  const all = await runJobs(trials.map(jobOf), { timeoutMilliseconds: 12 * 60_000 });
  const wrong: string[] = [];
  for (const [index, trial] of trials.entries()) {
    for (const problem of problemsOf(trial, all[index]!)) wrong.push(`${trial.name}: ${problem}`);
  }
  assert.equal(wrong, []);
});

function problemsOf({ bundle, device, constrained }: Trial, results: readonly RunResult[]): string[] {
  const [detect, whatIf, remediate, again] = results as [RunResult, RunResult, RunResult, RunResult];
  const problems: string[] = [];
  const differ = (what: string, found: unknown, expected: unknown): void => {
    if (found !== expected) problems.push(`${what}\n  ${String(found)}\n  expected ${String(expected)}`);
  };
  for (const { stdout, stderr, violations } of results) {
    if (stdout.length !== 1 || stdout[0]!.length > 2048 || stderr.length > 0 || violations.length > 0) {
      problems.push([...stdout, ...stderr, ...violations].join("\n  "));
    }
  }
  if (detect.writes.length + whatIf.writes.length > 0)
    problems.push("detection or -WhatIf changed something");
  // What ConstrainedLanguage does not allow is unknown; the simulator does not know the mode.
  if (
    constrained &&
    /FullLanguage|ConstrainedLanguage/.test(`${detect.stdout.join()}${remediate.stdout.join()}`)
  ) {
    return problems;
  }
  const verdicts = detected(bundle, device);
  differ("detect", detect.stdout.at(-1), expectedLine(bundle.name, verdicts, verdictOrder, 2));
  differ("exit code", detect.exitCode, verdicts.some(({ status }) => status === "unhealthy") ? 1 : 0);
  const after = repaired(bundle, device);
  differ("remediate", remediate.stdout.at(-1), expectedLine(bundle.name, after.results, repairOrder, 6));
  differ("exit code", remediate.exitCode, after.results.some(({ status }) => status === "failed") ? 1 : 0);
  differ(
    "detect again",
    again.stdout.at(-1),
    expectedLine(bundle.name, detected(bundle, after.device), verdictOrder, 2),
  );
  return problems;
}

test("a line has room for every rule's name, or counts those it has not", () => {
  const results = Array.from({ length: 60 }, (_, index) => ({
    id: `rule-${index}`,
    status: "unhealthy",
    text: "x".repeat(500),
  }));
  const line = expectedLine("all", results, verdictOrder, 2);
  assert.ok(line.length <= 2048);
  assert.match(line, / \| \d+ more$/);
});

test.run();
