import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compile } from "../../src/compile.ts";
import { targets } from "../../src/targets/index.ts";
import { scriptsOfAllRules } from "../../src/targets/powershell/rule-scripts.ts";
import { type ScriptSyntax, scriptSyntax } from "../powershell-syntax.ts";
import { temporaryFolder, writeFiles } from "../temporary-folder.ts";
import { shippedProgram } from "./shipped-program.ts";
import { commonParameters, deviceCommands, toolCommands, types } from "./windows-powershell-commands.ts";
import { powerShellTest, printedByPowerShell } from "../power-shell.ts";

// Every script of every target, for the whole rulebook. Most of this needs no PowerShell.

const program = shippedProgram();
const files = targets
  .flatMap((target) => [...target.emit(program)])
  .filter(({ path }) => /\.psm?1$/.test(path))
  .map(({ path, content, role }) => {
    const bytes = Buffer.from(content as Uint8Array);
    return { path, bytes, text: bytes.toString("utf8"), isTool: role === "import" };
  });
// The same script lies in the layouts of several tools.
const scripts = [...new Map(files.map((file) => [file.text, file])).values()].map((file) => ({
  ...file,
  syntax: scriptSyntax(file.text),
}));

const configurationManager = Object.keys(
  JSON.parse(readFileSync("test/targets/configmgr/cmdlets.json", "utf8")) as Record<string, unknown>,
);

/** What a script uses that Windows PowerShell 5.1 does not have, or that stands in no other of its lines. */
function foreignUses(text: string, syntax: ScriptSyntax, isTool: boolean): string[] {
  const own = new Set([...text.matchAll(/^ *function ([\w-]+)/gm)].map(([, name]) => name!));
  const known = isTool ? toolCommands : deviceCommands;
  const found: string[] = [];
  for (const { name, parameters, line } of syntax.commands) {
    // Scriptblocks and programs are called by `&`; a range and an `else` on a line of its own look like commands to tree-sitter.
    if (!/^[A-Za-z]+-\w+$/.test(name)) {
      if (!/^(?:\$[\w:.]+|"\$env:SystemRoot\\.+\.exe"|'.+\.exe'|\d+\.\.|else)$/.test(name))
        found.push(`${line}: ${name}`);
      continue;
    }
    if (own.has(name) || (isTool && configurationManager.includes(name))) continue;
    const allowed = known[name]?.split(" ");
    if (allowed === undefined) found.push(`${line}: ${name}`);
    for (const parameter of parameters) {
      const bare = parameter.replace(/^-|:$/g, "");
      if (allowed !== undefined && ![...allowed, ...commonParameters].includes(bare))
        found.push(`${line}: ${name} ${parameter}`);
    }
  }
  for (const { text: type, line } of syntax.types) {
    if (!isTool && !types.includes(type.toLowerCase())) found.push(`${line}: [${type}]`);
  }
  for (const { text: chain, line } of syntax.chains) found.push(`${line}: ${chain}`);
  return found;
}

test("what is wrong with a script is found", () => {
  for (const text of ["if ($a {", "$a ?? 1", "$a ? 1 : 2", "'text", "function {", "} else {"]) {
    assert.ok(scriptSyntax(text).errors.length > 0, text);
  }
  assert.equal(scriptSyntax("param([string]$A)\nif ($A -eq 'x') { Get-Item -LiteralPath $A }\n").errors, []);
  for (const text of [
    "Get-Item a && Get-Item b",
    "Test-Json",
    "ConvertFrom-Json -AsHashtable",
    "1 | ForEach-Object -Parallel { 1 }",
    "[math]::Min(1, 2)",
    "Get-Nothing",
    "gci",
  ]) {
    assert.ok(foreignUses(text, scriptSyntax(text), false).length > 0, text);
  }
  const right = "function Get-Own { 1 }\nGet-Own | Where-Object { $_ }\n& $block\n";
  assert.equal(foreignUses(right, scriptSyntax(right), false), []);
});

test("every script is PowerShell to tree-sitter", () => {
  assert.ok(scripts.length > 150);
  for (const { path, syntax } of scripts) assert.equal(syntax.errors, [], path);
});

test("no script uses anything beyond Windows PowerShell 5.1, or a function that it does not bring along", () => {
  for (const { path, text, syntax, isTool } of scripts)
    assert.equal(foreignUses(text, syntax, isTool), [], path);
});

test("a script brings along no function that it does not use", () => {
  for (const { path, text } of scripts) {
    const own = [...text.matchAll(/^ *function ([\w-]+)/gm)].map(([, name]) => name!);
    const unused = own.filter((name) => text.split(new RegExp(`(?<![\\w-])${name}(?![\\w-])`)).length < 3);
    assert.equal(unused, [], path);
  }
});

test("no line of a script is longer than 120 characters", () => {
  for (const { path, text, isTool } of scripts) {
    const long = isTool ? [] : text.split("\r\n").filter((line) => line.length > 120);
    assert.equal(long, [], path);
  }
});

test("scripts are ASCII, and those for Intune and configuration items small enough", () => {
  for (const { path, bytes, isTool } of files) {
    const strange = bytes.findIndex((byte) => byte > 126 || (byte < 32 && ![9, 10, 13].includes(byte)));
    assert.is(strange, -1, path);
    if (!isTool && !path.startsWith("triage/")) assert.ok(bytes.length < 200 * 1024, path);
  }
});

test("the block of a simple rule has at most 40 lines: what a reviewer reads besides the library", () => {
  const text = `document manual

guard none "Made up for a test."
rule diagtrack-start-type {
  title    "The diagnostic data service starts automatically"
  covers   diagtrack-start-type
  severity warning
  applies  when windows build < 17763
  check    service DiagTrack start is automatic
  fix      set service DiagTrack start to automatic
}`;
  const { value, diagnostics } = compile({
    sources: [{ path: "rules/a.mderule", text }],
    ledgers: [{ document: "manual", units: [{ unit: "diagtrack-start-type" }] }],
  });
  assert.equal(diagnostics, []);
  const own = [...scriptsOfAllRules({ ...value, configuration: {}, version: "0.1.0" })];
  assert.equal(
    own.map(({ role }) => role),
    ["detect", "remediate", "undo"],
  );
  for (const { path, content } of own) {
    const [, block] = /^# ---- The rule ----\r\n([^]*)^# ---- mderules library /m.exec(String(content))!;
    const lines = block!.trim().split("\r\n").length;
    assert.ok(lines <= 40, `${path}: ${lines} lines`);
  }
});

powerShellTest("every script is PowerShell to PowerShell's own parser", () => {
  const folder = temporaryFolder();
  writeFiles(folder, {
    ...Object.fromEntries(scripts.map(({ path, bytes }) => [path, bytes])),
    // Whoever finds nothing here looks at nothing.
    "bad.ps1": "if ($a {",
  });
  const command = `
    Get-ChildItem -LiteralPath '${folder.replaceAll("'", "''")}' -Recurse -File | ForEach-Object {
      $errors = $null
      $null = [System.Management.Automation.Language.Parser]::ParseFile($_.FullName, [ref]$null, [ref]$errors)
      foreach ($found in $errors) { "$($_.Name):$($found.Extent.StartLineNumber): $($found.Message)" }
      if ($errors.Count -eq 0) { 'right' }
    }`;
  const output = printedByPowerShell(["-Command", command]);
  const lines = output.trim().split(/\r?\n/);
  assert.is(lines.filter((line) => line === "right").length, scripts.length);
  assert.ok(lines.some((line) => line.startsWith("bad.ps1:1: ")));
  assert.equal(
    lines.filter((line) => line !== "right" && !line.startsWith("bad.ps1:")),
    [],
  );
});

test.run();
