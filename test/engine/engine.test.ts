import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { EngineFailure, runJobs, type ScriptRun } from "../../src/engine/engine.ts";
import { typicalDevice } from "../../src/simulate/device.ts";
import { powerShellTest } from "../power-shell.ts";

const run = (text: string, more: Partial<ScriptRun> = {}): ScriptRun => ({ script: { text }, ...more });
const runsOnce = async (...runs: readonly ScriptRun[]) =>
  (await runJobs([{ device: typicalDevice(), runs }]))[0]!;

async function failure(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    assert.instance(error, EngineFailure);
    return (error as Error).message;
  }
  return assert.unreachable("it did not fail") as never;
}

powerShellTest("takes exit codes as powershell.exe -File does", async () => {
  const results = await runsOnce(
    run("exit 3"),
    run("'no exit'"),
    run("return 1"),
    run("throw 'broken'"),
    run("function Stop-Here { exit 4 }; Stop-Here; 'not reached'"),
    run("$ErrorActionPreference = 'Stop'; Get-Item -LiteralPath 'HKLM:\\none'; exit 0"),
    run("Get-Item -LiteralPath 'HKLM:\\none'; exit 0"),
    run("if ("),
    run("exit -1"),
  );
  assert.equal(
    results.map(({ exitCode }) => exitCode),
    [3, 0, 0, 1, 4, 1, 0, 1, -1],
  );
  assert.equal(
    results.map(({ stderr }) => stderr.length > 0),
    [false, false, false, true, false, true, true, true, false],
  );
  assert.equal(results[2]!.stdout, ["1"]);
  assert.match(results[3]!.stderr[0]!, "broken");
});

powerShellTest("keeps the order of output and host, and errors apart", async () => {
  const [result] = await runsOnce(
    run(
      "'one'; Write-Host 'two'; Write-Warning 'three'; 'four', 5; Write-Error 'six'; Write-Verbose 'seven' -Verbose",
    ),
  );
  assert.equal(result!.stdout, ["one", "two", "WARNING: three", "four", "5", "VERBOSE: seven"]);
  assert.equal(result!.host, ["two", "WARNING: three", "VERBOSE: seven"]);
  assert.is(result!.stderr[0], "six");
});

powerShellTest("carries device and clock on from script to script", async () => {
  const key = "HKLM\\SOFTWARE\\mderules";
  const device = typicalDevice();
  const [results] = await runJobs([
    {
      device,
      runs: [
        run(`$null = New-Item -Path 'Registry::${key}'; Start-Sleep -Seconds 90`),
        run(
          `(Get-Item -LiteralPath 'Registry::${key}').Name; (Get-Date).ToUniversalTime().ToString('HH:mm:ss')`,
        ),
        run("(Get-Date).ToUniversalTime().ToString('HH:mm:ss')", { afterSeconds: 3600 }),
      ],
    },
  ]);
  assert.equal(results![1]!.stdout, ["HKEY_LOCAL_MACHINE\\SOFTWARE\\mderules", "12:01:30"]);
  assert.equal(results![2]!.stdout, ["13:01:30"]);
  assert.equal(
    results!.map(({ elapsedSeconds }) => elapsedSeconds),
    [90, 0, 0],
  );
  assert.is(device.registry[key.toLowerCase()], undefined);
  assert.equal(results![1]!.writes, []);
});

powerShellTest("gives scripts their parameters, and runs files where they are", async () => {
  const folder = mkdtempSync(join(tmpdir(), "mderules-test-"));
  try {
    const path = join(folder, "Say What's [here].ps1");
    writeFileSync(
      path,
      "param([string]$Text, [switch]$Loud) if ($Loud) { $Text.ToUpper() } else { $Text }; $PSCommandPath",
    );
    const parameters = { Text: "it's $(1) `n", Loud: true };
    const [result] = await runsOnce({ script: { path }, parameters });
    assert.equal(result!.stdout, ["IT'S $(1) `N", path]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

powerShellTest("fails loudly where a script needs what no stand-in answers", async () => {
  const text = "try { Set-Content -Path 'C:\\x' -Value 1 } catch { 'caught' }";
  assert.match(
    await failure(runsOnce(run("1"), run(text))),
    "job 1, script 2: stand-in: the command Set-Content",
  );
});

powerShellTest("is bounded", async () => {
  const jobs = [{ device: typicalDevice(), runs: [run("while ($true) { }")] }];
  assert.match(await failure(runJobs(jobs, { timeoutMilliseconds: 4000 })), "did not end within 4 seconds");
  const [results] = await runJobs(
    [{ device: typicalDevice(), runs: [run("while ($true) { }"), run("'next'")] }],
    {
      allowUnsupported: true,
      secondsPerScript: 1,
    },
  );
  assert.match(results![0]!.unsupported[0]!, "did not end within 1 seconds");
  assert.equal(results![1]!.stdout, ["next"]);
});

powerShellTest("says that there is no engine", async () => {
  assert.match(
    await failure(runJobs([], { engine: { command: "/none/pwsh", parameters: [] } })),
    "/none/pwsh cannot be run",
  );
});

test.run();
