import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { shippedProgram } from "./shipped-program.ts";
import { intune } from "../src/targets/intune/index.ts";

const readme = readFileSync("README.md", "utf8");

/** The code blocks of a language, each as the stretches between lines that say something was left out. */
function excerpts(language: string): string[] {
  const blocks = [...readme.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "gs"))];
  return blocks.flatMap(([, block]) => block!.split(/^ *(?:\/\/|#) \.\.\.\n/m));
}

test("the rule in the README is the rule of the rulebook", () => {
  const rulebook = readFileSync("rules/07-diagnostic-data.mderule", "utf8");
  const shown = excerpts("mderule");
  assert.ok(shown.length >= 3);
  for (const stretch of shown) assert.ok(rulebook.includes(stretch), stretch);
});

test("the script in the README is the script that is emitted", () => {
  const detect = [...intune.emit(shippedProgram())].find(({ path }) =>
    path.endsWith("diagtrack-start-type/Detect.ps1"),
  );
  const script = String(detect?.content).replaceAll("\r\n", "\n");
  const shown = excerpts("powershell");
  assert.ok(shown.length >= 2);
  for (const stretch of shown) assert.ok(script.includes(stretch), stretch);
});

test.run();
