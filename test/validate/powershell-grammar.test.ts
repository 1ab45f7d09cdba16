import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { loadPowerShell } from "../../src/commands/load-powershell.ts";
import { powershellTokens } from "../../src/validate/powershell-tokens.ts";
import { treeProblems } from "../../src/validate/powershell-tree.ts";
import { powerShellTest, printedByPowerShell } from "../power-shell.ts";
import { temporaryFolder, writeFiles } from "../temporary-folder.ts";

// What `check` says of the PowerShell of steps, held against PowerShell's own parser.

interface Scripts {
  /** Right in Windows PowerShell 5.1 and in what came later. */
  readonly right: readonly string[];
  /** Wrong in both. */
  readonly wrong: readonly string[];
  /** Right in later versions only, or only where the script is not a part of another one. */
  readonly refused: readonly string[];
}

const scripts = JSON.parse(readFileSync("test/validate/powershell-scripts.json", "utf8")) as Scripts;
const parse = await loadPowerShell();

function problem(script: string): string | undefined {
  return (powershellTokens(script).problems[0] ?? treeProblems(script, parse)[0])?.problem;
}

test("what is right is taken, alone and inside of other code", () => {
  for (const script of scripts.right) {
    assert.is(problem(script), undefined, script);
    assert.is(problem(`if ($a) {\n${script}\n}\n${script}`), undefined, script);
  }
});

test("what is wrong, or not for a step, is not taken", () => {
  for (const script of [...scripts.wrong, ...scripts.refused]) assert.ok(problem(script), script);
});

powerShellTest("PowerShell's own parser agrees", () => {
  const folder = temporaryFolder();
  const errorsOf = (list: readonly string[]): boolean[] => {
    writeFiles(folder, { "scripts.json": JSON.stringify(list) });
    const command = `
      $all = Get-Content -Raw '${join(folder, "scripts.json")}' | ConvertFrom-Json
      $found = foreach ($each in $all) {
        $errors = $null
        $null = [System.Management.Automation.Language.Parser]::ParseInput("& {\`n$each\`n}", [ref]$null, [ref]$errors)
        $errors.Count -gt 0
      }
      ConvertTo-Json @($found) -Compress`;
    return JSON.parse(printedByPowerShell(["-Command", command])) as boolean[];
  };
  for (const [index, isWrong] of errorsOf(scripts.right).entries()) assert.not(isWrong, scripts.right[index]);
  for (const [index, isWrong] of errorsOf(scripts.wrong).entries()) assert.ok(isWrong, scripts.wrong[index]);
});

test.run();
