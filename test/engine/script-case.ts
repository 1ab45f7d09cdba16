import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Job, type LanguageMode, type RunResult, runJobs, type Write } from "../../src/engine/engine.ts";
import { type Device, typicalDevice } from "../../src/simulate/device.ts";
import { powerShell } from "../power-shell.ts";

/** A small script, the device it runs on, and what must come of it. What is not given is not checked. */
export interface ScriptCase {
  readonly script: string;
  /** Makes the typical device the one of the case. */
  readonly given?: (device: Device) => void;
  readonly parameters?: Readonly<Record<string, string | boolean>>;
  readonly languageMode?: LanguageMode;
  readonly culture?: "en" | "fr";
  readonly host?: 64 | 32;
  readonly configuration?: Job["configuration"];
  /** All lines of the standard output. */
  readonly prints?: readonly string[];
  /** A line of the errors contains it; none is allowed unless this is given. */
  readonly fails?: RegExp;
  readonly exitCode?: number;
  readonly writes?: readonly Write[];
  readonly violations?: readonly string[];
  /** What no stand-in answers; none is allowed unless this is given. */
  readonly unsupported?: readonly RegExp[];
  readonly then?: (device: Device, result: RunResult) => void;
}

/** Runs all cases in one engine and makes a test of each; without PowerShell all are skipped. */
export async function testCases(cases: Readonly<Record<string, ScriptCase>>): Promise<void> {
  const names = Object.keys(cases);
  if (powerShell === undefined) {
    for (const name of names) test.skip(name, () => undefined);
  } else {
    const results = await runJobs(Object.values(cases).map(jobOf), { allowUnsupported: true });
    for (const [index, name] of names.entries()) test(name, () => check(cases[name]!, results[index]![0]!));
  }
  test.run();
}

function jobOf({ script, given, configuration, culture, ...run }: ScriptCase): Job {
  const device = typicalDevice();
  given?.(device);
  return {
    device,
    culture: culture ?? "en",
    configuration: configuration ?? {},
    runs: [
      {
        script: { text: script },
        parameters: run.parameters ?? {},
        languageMode: run.languageMode ?? "FullLanguage",
        host: run.host ?? 64,
      },
    ],
  };
}

function check(expected: ScriptCase, result: RunResult): void {
  if (expected.prints !== undefined) assert.equal(result.stdout, expected.prints);
  if (expected.fails === undefined) assert.equal(result.stderr, []);
  else assert.match(result.stderr.join("\n"), expected.fails);
  if (expected.exitCode !== undefined) assert.is(result.exitCode, expected.exitCode);
  if (expected.writes !== undefined) assert.equal(result.writes, expected.writes);
  assert.equal(result.violations, expected.violations ?? []);
  const unsupported = expected.unsupported ?? [];
  assert.is(result.unsupported.length, unsupported.length, result.unsupported.join("; "));
  for (const [index, pattern] of unsupported.entries()) assert.match(result.unsupported[index]!, pattern);
  expected.then?.(result.device, result);
}

/** PowerShell that runs a command and prints how it failed: error id, category and type. */
export function failureOf(command: string): string {
  return `try { ${command} } catch { Write-Output "$($_.FullyQualifiedErrorId) $($_.CategoryInfo.Category) $($_.CategoryInfo.Reason)" }`;
}
