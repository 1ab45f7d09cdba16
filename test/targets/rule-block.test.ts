import { test } from "uvu";
import * as assert from "uvu/assert";
import { library } from "../../generated/library.js";
import { compile } from "../../src/compile.ts";
import { scriptParts } from "../../src/review/script-parts.ts";
import { targets } from "../../src/targets/index.ts";
import type { OutputFile, Program } from "../../src/targets/target.ts";
import { strangersInBlock } from "../powershell-syntax.ts";
import { shippedProgram } from "./shipped-program.ts";

// A reviewer reads the library once, and then of each script the block of its rule. There is nothing in it but data and
// calls: what a script does stands in the library.

const functions = new Map(library.map(({ name, text }) => [name, text]));
const names = new Set(functions.keys());

function scriptsOf(program: Program): OutputFile[] {
  return targets
    .flatMap((target) => [...target.emit(program)])
    .filter(({ functions: held, path }) => held !== undefined && !path.includes("/import/"));
}

/** The block of a script, without the help and the parameters above it. */
function blockOf({ path, content }: OutputFile): string {
  const { block } = scriptParts(String(content))!;
  const [, rule] = block.split("# ---- The rule ----\n");
  assert.type(rule, "string", path);
  return rule!;
}

const shipped = scriptsOf(shippedProgram());

test("a rule block holds literals, definitions and calls of the library", () => {
  for (const file of shipped) assert.equal(strangersInBlock(blockOf(file), names), [], file.path);
});

test("every function behind it is one of library.ps1, byte for byte, in its order", () => {
  const order = [...names];
  for (const { path, content, functions: held } of shipped) {
    const parts = scriptParts(String(content))!;
    assert.equal(
      parts.functions,
      held!.map((name) => functions.get(name)),
      path,
    );
    assert.equal(
      held,
      [...held!].sort((one, other) => order.indexOf(one) - order.indexOf(other)),
      path,
    );
    assert.is(parts.promised, held!.length, path);
  }
});

test("what an author wrote is marked", () => {
  const text = `document manual
guard none "Made up for a test."
rule own-step {
  title    "A step of the author's own"
  severity warning
  check    registry "HKLM\\SOFTWARE\\Contoso" Ready is 1
  fix {
    powershell """
      $ready = 1
      Write-Verbose $ready
    """
  }
}
`;
  const { value } = compile({
    sources: [{ path: "rules/own.mderule", text }],
    ledgers: [{ document: "manual", units: [] }],
  });
  const program = { ...value, configuration: {}, version: "0.1.0" };
  const remediate = scriptsOf(program).find(({ path }) => path === "intune/own-step/Remediate.ps1");
  const block = blockOf(remediate!);
  assert.match(block, /^ *Invoke-AuthorStep \{\n *\$ready = 1$/m);
  assert.equal(strangersInBlock(block, names), []);
  // The test sees what is not marked.
  const unmarked = block.replace("Invoke-AuthorStep {", "Test-All {");
  assert.is(strangersInBlock(unmarked, names).length > 0, true);
});

test("what is neither data nor a call is found", () => {
  const rule =
    "$rule = @{ Id = 'x'; Checks = { Test-Fact 'a' { Get-RegistryData 'HKLM\\x' 'y' } -Expect 'is', 1 } }\n";
  assert.equal(strangersInBlock(rule, names), []);
  for (const [from, to] of [
    ["'a'", '"$(Get-Date)"'],
    ["'a'", "$name"],
    ["'a'", "(Get-Date)"],
    ["'a'", "([scriptblock]'a')"],
    ["'a'", "('a'.Length)"],
    ["Test-Fact", "Invoke-Expression"],
    ["Test-Fact", "& Test-Fact"],
    ["1 }", "1 | Remove-Item }"],
    ["1 }", "1; $x = 2 }"],
    ["1 }", "1; if ($true) { Test-All } }"],
    ["1 }", "1 > 'C:\\file' }"],
  ] as const) {
    assert.is(strangersInBlock(rule.replace(from, to), names).length > 0, true, to);
  }
});

test.run();
