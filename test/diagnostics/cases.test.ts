import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { loadPowerShell } from "../../src/commands/load-powershell.ts";
import { compile } from "../../src/compile.ts";
import { codes } from "../../src/diagnostics/codes.ts";
import { inReadingOrder } from "../../src/diagnostics/order.ts";
import { renderText } from "../../src/diagnostics/render-text.ts";
import type { Source } from "../../src/text/source.ts";
import type { Ledger } from "../../src/validate/validate.ts";
import { matchesGolden } from "../golden.ts";

const folder = "test/diagnostics/cases";
const parsePowerShell = await loadPowerShell();
const ledger = JSON.parse(readFileSync(join(folder, "documents/manual.json"), "utf8")) as Ledger;

/** The cases: text in, diagnostics out. A file by itself, or a folder of files that are compiled together. */
const cases = readdirSync(folder).filter((name) => name !== "documents");

for (const name of cases) {
  test(name, () => {
    const path = join(folder, name);
    const files = statSync(path).isDirectory() ? readdirSync(path).map((file) => join(name, file)) : [name];
    const sources = files.map((file): Source => {
      return { path: file.replaceAll("\\", "/"), text: readFileSync(join(folder, file), "utf8") };
    });
    const hasOpinions = name.startsWith("opinion");
    const { diagnostics } = compile({ sources, ledgers: [ledger], parsePowerShell, hasOpinions });
    assert.ok(diagnostics.length > 0, "a case without a diagnostic belongs to other tests");
    const shown = inReadingOrder(diagnostics, sources).map((diagnostic) => renderText(diagnostic));
    matchesGolden(`test/diagnostics/golden/${name.replace(/\.mderule$/, "")}.txt`, shown.join("\n"));
  });
}

test("every diagnostic has a case", () => {
  const golden = readdirSync("test/diagnostics/golden", { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
  const shown = new Set(
    golden
      .join("")
      .match(/\b(?:error|warning) MDR\d{4}/g)
      ?.map((code) => code.slice(-7)),
  );
  const without = Object.entries(codes).filter(([, { code }]) => !shown.has(code));
  assert.equal(
    without.map(([name, { code }]) => `${code} ${name}`),
    [],
  );
});

test.run();
