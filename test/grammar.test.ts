import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import grammar from "../grammar/mderule.ohm-bundle.js";

interface Example {
  readonly rule: string;
  readonly text: string;
  readonly line: number;
  readonly matches: boolean;
}

const examples = readExamples(readFileSync("grammar/examples.ohm-tests.txt", "utf8"));

// The rules as they are written; Ohm adds one for each named case.
const rules = [
  ...readFileSync("grammar/mderule.ohm", "utf8").matchAll(/^ {2}(\w+)(?: \([^)]*\))?\s*=/gm),
].map(([, name]) => name!);

for (const rule of new Set(examples.map((example) => example.rule))) {
  test(rule, () => {
    for (const { text, line, matches } of examples.filter((example) => example.rule === rule)) {
      const match = grammar.match(text, rule);
      const place = `grammar/examples.ohm-tests.txt:${line}: ${JSON.stringify(text)}`;
      assert.is(match.succeeded(), matches, `${place} ${match.failed() ? match.message : "matches"}`);
    }
  });
}

test("every rule has examples and counter-examples, and no other has", () => {
  assert.ok(rules.length > 80);
  for (const matches of [true, false]) {
    const named = [
      ...new Set(examples.filter((example) => example.matches === matches).map(({ rule }) => rule)),
    ];
    assert.equal(named.sort(), [...rules].sort());
  }
});

/** The format is explained at the beginning of the file. */
function readExamples(file: string): Example[] {
  const found: { rule: string; lines: string[]; line: number; matches: boolean }[] = [];
  let rule = "";
  for (const [index, line] of file.split("\n").entries()) {
    if (line.startsWith("== ")) rule = line.slice(3);
    else if (rule !== "" && /^[+-](?: |$)/.test(line)) {
      found.push({ rule, lines: [line.slice(2)], line: index + 1, matches: line.startsWith("+") });
    } else if (line.startsWith("  ")) found.at(-1)!.lines.push(line.slice(2));
  }
  return found.map(({ lines, ...example }) => {
    const text = lines
      .join("\n")
      .replace(/\\u\{([0-9A-F]+)\}/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
    return { ...example, text };
  });
}

test.run();
