import { join } from "node:path";
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { powershellComment, powershellString } from "../../src/encode/powershell.ts";
import { headerLines } from "../../src/targets/powershell/header-facts.ts";
import { anyText, hostilePieces } from "../hostile-text.ts";
import { scriptOutline, textOfExpression } from "../powershell-syntax.ts";
import { proofRuns } from "../proof-runs.ts";
import { temporaryFolder, writeFiles } from "../temporary-folder.ts";
import { powerShellTest, printedByPowerShell } from "../power-shell.ts";

const samples = ["", ...hostilePieces, hostilePieces.join(""), hostilePieces.join("a")];

/** The script of a rule as far as its help goes: an author's text in each place that has any. */
function scriptWithComments(text: string): string {
  return [
    "<#",
    ".SYNOPSIS",
    `    ${powershellComment(text)}`,
    "",
    ".DESCRIPTION",
    "    What it does.",
    "",
    ...headerLines([["Why:", text]]).map((line) => `    ${line.label}${line.text}`),
    "#>",
    "",
    `# when ${powershellComment(text)}`,
    "Write-Output 'done'",
    `# ---- ${powershellComment(text)} ----`,
    "",
  ].join("\n");
}

test("text is one expression, made of nothing but that text", () => {
  const check = (text: string): void => {
    const expression = powershellString(text);
    assert.match(expression, /^[ -~]+$/);
    assert.is(textOfExpression(expression), text);
  };
  samples.forEach(check);
  fc.assert(fc.property(anyText, check), proofRuns(1000));
});

test("text in a comment stays in it, and begins no keyword of the help", () => {
  const check = (text: string): void => {
    const script = scriptWithComments(text);
    assert.match(script, /^[\n -~]+$/);
    assert.equal(scriptOutline(script), ["comment", "comment", "Write-Output 'done'", "comment"]);
    const keywords = script.match(/^[ \t]*\.\w+/gm);
    assert.equal(keywords, [".SYNOPSIS", ".DESCRIPTION"]);
  };
  samples.forEach(check);
  // Words enough for the header to break its line before any of them.
  for (let length = 70; length <= 100; length += 1) check(`${"x".repeat(length)} .NET .NOTES .PARAMETER b`);
  fc.assert(fc.property(anyText, check), proofRuns(500));
});

/** The lines that PowerShell prints when it runs a script. */
function printed(script: string): string[] {
  const folder = temporaryFolder();
  writeFiles(folder, { "test.ps1": script });
  return printedByPowerShell(["-File", join(folder, "test.ps1")])
    .trim()
    .split(/\r?\n/);
}

function chosenTexts(count: number): string[] {
  return [...samples, ...fc.sample(anyText, proofRuns(count))];
}

powerShellTest("PowerShell evaluates text to that text, in an expression and as an argument", () => {
  const texts = chosenTexts(300);
  const lines = texts.flatMap((text) => {
    const expression = powershellString(text);
    return [
      `Show-Text (${expression}) -Other (1)`,
      `Show-Text ${expression} -Other (1)`,
      `Show-Text -Text ${expression} -Other (1)`,
      `Show-Text @(${expression}, 'other')[0] -Other (1)`,
      `Show-Text @{ Text = ${expression}; Other = { ${expression} } }.Text -Other (1)`,
    ];
  });
  const found = printed(
    `function Show-Text { param($Text, $Other) "$($Text.GetType().Name) $Other $([int[]][char[]]$Text)" }\n${lines.join("\n")}\n`,
  );
  const expected = texts.flatMap((text) => {
    const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
    return Array.from({ length: 5 }, () => `String 1 ${units.join(" ")}`.trim());
  });
  assert.equal(
    found.map((line) => line.trim()),
    expected,
  );
});

powerShellTest("PowerShell finds the help whole, whatever stands in it", () => {
  const texts = [...chosenTexts(100), `${"x".repeat(90)} .NET is old`];
  const scripts = texts.map((text) => powershellString(scriptWithComments(text)));
  const found = printed(`
    foreach ($script in ${scripts.join(",\n")}) {
      $errors = $null
      $ast = [System.Management.Automation.Language.Parser]::ParseInput($script, [ref]$null, [ref]$errors)
      $help = $ast.GetHelpContent()
      ConvertTo-Json -Compress @($errors.Count, "$($help.Synopsis)", "$($help.Description)", "$($help.Notes)", (& ([scriptblock]::Create($script))))
    }`);
  const inOneLine = (part: unknown): unknown =>
    typeof part === "string" ? part.replace(/\s+/g, " ").trim() : part;
  for (const [index, text] of texts.entries()) {
    const comment = powershellComment(text);
    assert.equal(
      (JSON.parse(found[index]!) as unknown[]).map(inOneLine),
      [0, comment, `What it does. Why: ${comment}`.trim(), "", "done"],
      JSON.stringify(text),
    );
  }
});

test.run();
