import { test } from "uvu";
import * as assert from "uvu/assert";
import { enginePath } from "../../src/engine/engine-path.ts";
import { runJobs } from "../../src/engine/engine.ts";
import { typicalDevice } from "../../src/simulate/device.ts";

const it = enginePath() === undefined ? test.skip : test;
if (enginePath() === undefined) console.log("skipped: there is no PowerShell on the PATH");

it("runs a script in both language modes", async () => {
  const text = 'Write-Output "$($ExecutionContext.SessionState.LanguageMode)"; exit 3';
  const [results] = await runJobs([
    {
      device: typicalDevice(),
      runs: [{ script: { text } }, { script: { text }, languageMode: "ConstrainedLanguage" }],
    },
  ]);
  assert.equal(
    results!.map(({ stdout, stderr, exitCode }) => ({ stdout, stderr, exitCode })),
    [
      { stdout: ["FullLanguage"], stderr: [], exitCode: 3 },
      { stdout: ["ConstrainedLanguage"], stderr: [], exitCode: 3 },
    ],
  );
});

test.run();
