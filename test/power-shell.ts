import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { test } from "uvu";
import { type Engine, findEngine } from "../src/engine/find-engine.ts";

const found = findEngine();
if ("reason" in found) console.log(`tests that run PowerShell are skipped: ${found.reason}`);

/** The PowerShell that tests run, where there is one. */
export const powerShell: Engine | undefined = "reason" in found ? undefined : found;

/** `test`, or where there is no PowerShell what skips and is counted. */
export function powerShellTest(name: string, run: () => void | Promise<void>): void {
  if (powerShell !== undefined) test(name, run);
  else test.skip(name, run);
}

/** Runs PowerShell, without a profile and without questions; `parameters` begin with `-Command` or `-File`. */
export function runPowerShell(
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): SpawnSyncReturns<string> {
  if (powerShell === undefined) throw new Error("there is no PowerShell: ask in a powerShellTest");
  const policy = process.platform === "win32" ? ["-ExecutionPolicy", "Bypass"] : [];
  return spawnSync(
    powerShell.command,
    [...powerShell.parameters, "-NoProfile", "-NonInteractive", ...policy, ...parameters],
    { encoding: "utf8", env: environment, maxBuffer: 2 ** 28 },
  );
}

/** What PowerShell prints; a test fails where it does not end with 0. */
export function printedByPowerShell(parameters: readonly string[]): string {
  const { status, stdout, stderr, error } = runPowerShell(parameters);
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`PowerShell ended with ${status}:\n${stdout}\n${stderr}`);
  return stdout;
}
