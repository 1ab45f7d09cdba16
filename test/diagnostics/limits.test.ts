import { test } from "uvu";
import * as assert from "uvu/assert";
import { compile } from "../../src/compile.ts";
import { inReadingOrder } from "../../src/diagnostics/order.ts";
import { renderText } from "../../src/diagnostics/render-text.ts";
import { formatText } from "../../src/format/format-text.ts";
import { limits } from "../../src/syntax/limits.ts";
import { matchesGolden } from "../golden.ts";

// Whatever the size of what comes in, the answer is a message with a place. The texts are too long to keep in files.

const ledger = { document: "manual", units: [{ unit: "unit-a" }] };
const rule = (check: string, more = ""): string => `rule rule-a {
  title    "The sensor runs"
  covers   unit-a
  severity warning
  check    ${check}
${more}}
`;
const sense = "service Sense state is running";
const chain = (length: number, last: string): string =>
  Array.from({ length }, (_, index) => `define d${index}: d${index + 1}\n`).join("") +
  `define d${length}: ${last}\n`;
const doubling = (length: number): string =>
  `define d0: ${sense}\n` +
  Array.from({ length }, (_, index) => `define d${index + 1}: d${index} and d${index}\n`).join("");

const devices = (length: number, given: (level: number) => string): string =>
  Array.from({ length }, (_, level) => `device d${level} {\n${given(level)}\n}\n`).join("");

const cases: Readonly<Record<string, string>> = {
  parentheses: `define a: ${"(".repeat(300)}${sense}${")".repeat(300)}\n\n${rule("a")}`,
  "not-not": `define a: ${"not ".repeat(5000)}${sense}\n`,
  "where-where": rule(`${"event 1 from x in y where (".repeat(150)}data 1 is 1${")".repeat(150)}`),
  braces: `rule rule-a ${"{\n".repeat(5000)}`,
  words: rule(`service Sense state is one of (${"running, ".repeat(6000)}running)`),
  statements: rule(sense, `  note "Of interest"\n`.repeat(6000)),
  "circle-of-definitions": `${chain(5000, "d0")}\n${rule("d0")}`,
  "chain-of-definitions": `${chain(5000, sense)}\n${rule("d0")}`,
  "chain-from-its-end": `${chain(5000, sense).trimEnd().split("\n").reverse().join("\n")}\n\n${rule("d0")}`,
  "definitions-that-double": `${doubling(27)}\n${rule("d27")}`,
  "rule-of-large-definitions": `${doubling(9)}\n${rule("d9", `  check    not d9\n`)}`,
  "circle-of-devices": devices(5000, (level) => `given device d${(level + 1) % 5000}`),
  "chain-of-devices": devices(5000, (level) =>
    level === 4999 ? "given windows build 1" : `given device d${level + 1}`,
  ),
  "devices-that-double": devices(27, (level) =>
    level === 0 ? "given windows build 1" : `given device d${level - 1}\ngiven device d${level - 1}`,
  ),
  mistakes: rule(sense, "  nothing is known of this\n".repeat(limits.mistakes + 100)),
};

for (const [name, text] of Object.entries(cases)) {
  test(name, () => {
    const source = { path: `${name}.mderule`, text: `document manual\n\n${text}` };
    const { diagnostics } = compile({ sources: [source], ledgers: [ledger] });
    const shown = inReadingOrder(diagnostics, [source]);
    const some = [...shown.slice(0, 2), ...shown.slice(2).slice(-1)].map((found) => renderText(found));
    matchesGolden(`test/diagnostics/golden/limits/${name}.txt`, `${some.join("\n")}${shown.length} in all\n`);
    formatText(source);
  });
}

test("what nobody writes neither takes all memory nor a long time", () => {
  for (const text of ["{", "(", '"', "rule a {\n", "x\n", "\f\n", "}\n", "not ", "define a: "]) {
    const source = { path: "large.mderule", text: text.repeat(Math.ceil(2_000_000 / text.length)) };
    const began = performance.now();
    const { diagnostics } = compile({ sources: [source], ledgers: [ledger] });
    assert.ok(diagnostics.length > 0 && diagnostics.length < 20_000, JSON.stringify(text));
    assert.ok(performance.now() - began < 20_000, JSON.stringify(text));
  }
});

test.run();
