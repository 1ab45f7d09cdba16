import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { Grammar, Node } from "ohm-js";
import { test } from "uvu";
import * as assert from "uvu/assert";
import grammar from "../../grammar/mderule.ohm-bundle.js";
import { fastGrammar } from "../../src/syntax/fast-grammar.ts";
import { scanBlocks } from "../../src/syntax/scan-blocks.ts";
import { proofRuns } from "../proof-runs.ts";

/** Everything that an action can see of a match: rule names and places. */
function outlineOf(of: Grammar): (text: string, rule: string) => unknown {
  const semantics = of.createSemantics().addOperation<unknown>("outline", {
    _terminal() {
      return this.source.startIdx;
    },
    _nonterminal(...children: Node[]) {
      const { startIdx, endIdx } = this.source;
      return [this.ctorName, startIdx, endIdx, ...children.map(outline)];
    },
    _iter(...children: Node[]) {
      return children.map(outline);
    },
  });
  const outline = (node: Node): unknown => (node as unknown as { outline: () => unknown }).outline();
  return (text, rule) => {
    const match = of.match(text, rule);
    return match.succeeded()
      ? (semantics(match) as unknown as { outline: () => unknown }).outline()
      : "no match";
  };
}
const plain = outlineOf(grammar);
const fast = outlineOf(fastGrammar);

const fragments = [
  ...[
    "is",
    "not",
    "one",
    "of",
    "in",
    "to",
    "and",
    "or",
    "where",
    "within",
    "fr",
    "when",
    "otherwise",
    "until",
  ],
  ...[
    "7 days",
    "1 second",
    "1.2.3",
    "0x1F",
    "-5",
    "12a",
    "$name",
    "a/b",
    "a//b",
    "é",
    "日本",
    "😀",
    "\ud800",
    "\u0000",
  ],
  ...[
    '"',
    '""',
    '"""',
    '""""',
    '"a"',
    '"a""b"',
    '"""a"b""c"""',
    "“",
    "//",
    "// c\n",
    "//\n",
    "(",
    ")",
    "{",
    "}",
  ],
  ...[" ", "  ", "\t", "\n", "\r\n", "\r", ",", ":", "<=", ">", ".", "-", "_", "x", "Sense", "5"],
];
const anyText = fc.array(fc.oneof(fc.constantFrom(...fragments), fc.string({ maxLength: 3 })), {
  maxLength: 8,
});

test("each word of the language is the same as in the grammar", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(
        "gap",
        "onto",
        "word",
        "text",
        "comment",
        "quantity",
        "operator",
        "term",
        "value",
        "list",
      ),
      anyText,
      (rule, parts) => {
        const text = parts.join("");
        assert.equal(fast(text, rule), plain(text, rule), `${rule}: ${JSON.stringify(text)}`);
      },
    ),
    proofRuns(3000),
  );
});

const blocks = readdirSync("rules")
  .filter((name) => name.endsWith(".mderule"))
  .flatMap((name) => {
    const source = { path: name, text: readFileSync(join("rules", name), "utf8") };
    return scanBlocks(source).map(({ span }) => source.text.slice(span.start, span.end));
  });
const keywordOf = (block: string): string => /^\w*/.exec(block)![0];

test("every block of the rulebook reads the same", () => {
  assert.ok(blocks.length > 20);
  for (const block of blocks) assert.equal(fast(block, keywordOf(block)), plain(block, keywordOf(block)));
});

test("so does every block that someone has spoilt", () => {
  const short = blocks.filter(({ length }) => length < 2500);
  const edits = fc.array(
    fc.record({
      at: fc.nat(),
      removed: fc.constantFrom(0, 0, 1, 1, 2, 5, 30),
      inserted: fc.constantFrom("", "", ...fragments),
    }),
    { minLength: 1, maxLength: 3 },
  );
  fc.assert(
    fc.property(fc.constantFrom(...short), edits, (block, changes) => {
      let text = block;
      for (const { at, removed, inserted } of changes) {
        const place = at % text.length;
        text = text.slice(0, place) + inserted + text.slice(place + removed);
        if (text === "") return;
      }
      assert.equal(fast(text, keywordOf(block)), plain(text, keywordOf(block)), text);
    }),
    proofRuns(400),
  );
});

test("deep nesting takes no more than its share of time", () => {
  const depth = 200;
  const text = `check ${"(".repeat(depth)}service Sense state is running${")".repeat(depth)}`;
  const began = performance.now();
  assert.ok(fastGrammar.match(text, "check").succeeded());
  assert.ok(performance.now() - began < 2000);
});

test.run();
