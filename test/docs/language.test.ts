import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compile } from "../../src/compile.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { inReadingOrder } from "../../src/diagnostics/order.ts";
import { renderText } from "../../src/diagnostics/render-text.ts";
import { keywords } from "../../src/syntax/outline.ts";
import type { Ledger } from "../../src/validate/validate.ts";

const page = readFileSync("docs/language.md", "utf8");
const ledger = JSON.parse(readFileSync("rules/documents/troubleshoot-onboarding.json", "utf8")) as Ledger;

/** The blocks of code with what stands after the three backticks. */
const blocks = [...page.matchAll(/^```(.*)\n([^]*?)^```$/gm)].map(([, info, text]) => ({
  info: info!,
  text: text!,
}));

/** Statements of a rule, in a rule that has what they leave out; what they `see` is a rule of the same file. */
function ruleOf(statements: string): string {
  const has = (keyword: string): boolean => new RegExp(`^ *${keyword}\\b`, "m").test(statements);
  const missing = [
    has("title") ? "" : 'title "A title"',
    has("covers") ? "" : "covers diagtrack-running",
    has("severity") ? "" : "severity warning",
  ];
  const other = has("see") ? `rule diagtrack-start-type {\n${ruleBody}}\n` : "";
  return `document ${ledger.document}\n\nguard none "An example changes no device."\n\nrule example {\n${statements}${missing.join("\n")}\n}\n${other}`;
}

const ruleBody =
  'title "Another"\ncovers diagtrack-start-type\nseverity warning\ncheck windows build >= 10240\n';

function diagnosticsOf(text: string): readonly Diagnostic[] {
  const source = { path: "rules/example.mderule", text };
  return inReadingOrder(compile({ sources: [source], ledgers: [ledger] }).diagnostics, [source]);
}

const rendered = (diagnostics: readonly Diagnostic[]): string =>
  diagnostics.map((diagnostic) => renderText(diagnostic)).join("");

for (const { info, text } of blocks) {
  if (info !== "mderule" && info !== "mderule rule") continue;
  const file = info === "mderule" ? text : ruleOf(text);
  test(
    text
      .trim()
      .split("\n")
      .find((line) => !line.startsWith("document") && line !== "")!
      .trim(),
    () => {
      assert.is(rendered(diagnosticsOf(file)), "");
    },
  );
}

test("the example of errors shows what the compiler says", () => {
  const wrong = blocks.findIndex(({ info }) => info === "mderule error");
  assert.is(rendered(diagnosticsOf(blocks[wrong]!.text)), blocks[wrong + 1]!.text);
});

test("every block is an example", () => {
  assert.ok(blocks.length > 15);
  assert.equal([...new Set(blocks.map(({ info }) => info))].sort(), [
    "mderule",
    "mderule error",
    "mderule rule",
    "text",
  ]);
});

test("the examples use every word of the language", () => {
  const examples = blocks.map(({ text }) => text.replace(/"(?:[^"\n]|"")*"|\/\/.*/g, "")).join("\n");
  const unused = [...keywords].filter((word) => !new RegExp(`(?<![\\w-])${word}(?![\\w-])`).test(examples));
  // Units in the singular and the plural are the same.
  assert.equal(
    unused.filter((word) => !/^(?:second|minute|hour|day)s?$/.test(word)),
    [],
  );
});

test.run();
