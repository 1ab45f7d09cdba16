import { test } from "uvu";
import * as assert from "uvu/assert";
import { findPester } from "./pester.ts";
import { printedByPowerShell } from "./power-shell.ts";

const pester = findPester();

if ("reason" in pester) {
  console.log(`skipped: ${pester.reason}`);
  test.skip("Pester sees a test that holds and one that does not", () => undefined);
} else {
  const { module } = pester;
  test("Pester sees a test that holds and one that does not", () => {
    const command = `
      Import-Module '${module.replaceAll("'", "''")}'
      $tests = { Describe 'one' { It 'holds' { 1 | Should -Be 1 }; It 'does not' { 1 | Should -Be 2 } } }
      $configuration = New-PesterConfiguration
      $configuration.Run.Container = New-PesterContainer -ScriptBlock $tests
      $configuration.Run.PassThru = $true
      $configuration.Output.Verbosity = 'None'
      (Invoke-Pester -Configuration $configuration).Tests | ForEach-Object { "$($_.Name): $($_.Result)" }`;
    const lines = printedByPowerShell(["-Command", command]).trim().split(/\r?\n/);
    assert.equal(lines, ["holds: Passed", "does not: Failed"]);
  });
}

test.run();
