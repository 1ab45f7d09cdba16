import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { intune } from "../../src/targets/intune/index.ts";
import { triage } from "../../src/targets/triage/index.ts";
import { isLong } from "../proof-runs.ts";
import { printedByPowerShell } from "../power-shell.ts";
import { analyzerTest, findFlaw } from "../script-analyzer.ts";
import { temporaryFolder, writeFiles } from "../temporary-folder.ts";
import { shippedProgram } from "./shipped-program.ts";

const program = shippedProgram();
const scripts = [...intune.emit(program), ...triage.emit(program)]
  .filter(({ path }) => path.endsWith(".ps1") && !path.startsWith("intune/import/"))
  .map(({ path, rule, content }) => ({ path, rule, text: String(content) }));

test("scripts are ASCII with the line ends of Windows, and no longer than they have to be", () => {
  for (const { path, text } of scripts) {
    assert.match(text, /^[\t\r\n -~]+$/, path);
    assert.not.match(text, /[^\r]\n/, path);
    assert.not.match(text, /(?:\r\n){3}/, path);
  }
});

const analyse = `${findFlaw}
$settings = @{ IncludeRules = @('*'); Rules = @{ PSUseCompatibleSyntax = @{ Enable = $true; TargetVersions = @('5.1') } } }
Get-ChildItem -LiteralPath $args[0] -Recurse -Filter *.ps1 | ForEach-Object {
    $name = $_.FullName
    Find-Flaw -With @{ Path = $name; Settings = $settings } | ForEach-Object { "\${name}:$($_.Line) $($_.RuleName) $($_.Message)" }
}
`;
analyzerTest("PSScriptAnalyzer has nothing to say, with all its rules and for 5.1", () => {
  const rules = [...new Set(scripts.map(({ rule }) => rule))];
  // The scripts of all rules at once hold every rule's functions; of single ones, a fifth is enough in everyday runs.
  const chosen = scripts.filter(({ rule }) => rule === undefined || isLong || rules.indexOf(rule) % 5 === 0);
  const folder = temporaryFolder();
  writeFiles(folder, {
    ...Object.fromEntries(chosen.map(({ path, text }) => [path, text])),
    "analyse.txt": analyse,
    // Whoever finds nothing here looks at nothing.
    "bad.ps1": "$unused = $null ?? 1\r\n",
  });
  const command = `& ([scriptblock]::Create((Get-Content -Raw '${join(folder, "analyse.txt")}'))) '${folder}'`;
  const found = printedByPowerShell(["-Command", command])
    .trim()
    .split("\n")
    .map((line) => line.slice(folder.length + 1));
  assert.ok(found.some((line) => line.startsWith("bad.ps1:1 PSUseCompatibleSyntax")));
  assert.equal(
    found.filter((line) => !line.startsWith("bad.ps1:")),
    [],
  );
});

test.run();
