import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import grammar from "../../grammar/mderule.ohm-bundle.js";
import { fileLevel, levels } from "../../src/syntax/level.ts";
import { keywords } from "../../src/syntax/outline.ts";
import { parse } from "../../src/syntax/parse.ts";
import { scanBlocks } from "../../src/syntax/scan-blocks.ts";
import type { Source, Span } from "../../src/text/source.ts";
import { fileText } from "../format/rule-texts.ts";
import { proofRuns } from "../proof-runs.ts";

const source = (text: string): Source => ({ path: "test.mderule", text });
const grammarText = readFileSync("grammar/mderule.ohm", "utf8").replace(/^ *\/\/.*$/gm, "");

test("the outline leaves every word of the grammar as it is, and no other", () => {
  const words = [...grammarText.matchAll(/"([a-z]{2,})"/g)].map(([, word]) => word!);
  assert.equal([...keywords].sort(), [...new Set(words)].sort());
});

test("each place has the statements that the grammar has there", () => {
  const bodies = new Map(
    [
      ...grammarText.matchAll(
        /^ {2}(\w+)(?: \([^)]*\))?\s*=\s*([^]*?)(?=\n {2}\w+(?: \([^)]*\))?\s*=|\n\})/gm,
      ),
    ].map(([, rule, body]) => [rule!, body!]),
  );
  const firstWords = (rule: string): string[] =>
    bodies
      .get(rule)!
      .split("|")
      .map((part) => part.trim().split(/\s/)[0]!)
      .flatMap((part) => (part.startsWith('"') ? [part.slice(1, -1)] : firstWords(part)));
  for (const [rule, level] of [
    ["block", fileLevel],
    ["ruleStatement", levels.get("rule")!],
    ["applicationStatement", levels.get("application")!],
    ["scenarioStatement", levels.get("scenario")!],
    ["step", levels.get("fix")!],
  ] as const) {
    assert.equal([...level.keywords].sort(), [...new Set(firstWords(rule))].sort(), rule);
  }
});

const rulebook = readdirSync("rules")
  .filter((name) => name.endsWith(".mderule"))
  .map((name) => readFileSync(join("rules", name), "utf8"));
const blocks = rulebook.flatMap((text) =>
  scanBlocks(source(text)).map(({ span }) => text.slice(span.start, span.end)),
);

/** Whether the parser has nothing against a text, and whether the grammar, which reads it as a whole, takes it. */
function judge(text: string): { readonly parser: boolean; readonly grammar: boolean } {
  const { diagnostics } = parse(source(text));
  return {
    parser: diagnostics.every(({ name }) => name === "emptyFile"),
    grammar: grammar.match(text, "file").succeeded(),
  };
}

test("the parser takes the texts that the grammar takes", () => {
  fc.assert(
    fc.property(fileText, (text) => {
      assert.equal(judge(text), { parser: true, grammar: true });
    }),
    proofRuns(150),
  );
});

/**
 * A line that begins like a statement, drawn into the one above by what that ends with. The grammar may take the line as
 * a condition of a kind of that name; the parser takes it as the statement that it is.
 */
const drawnIn = new RegExp(
  String.raw`(?:\b(?:and|or|not)|[,(:])(?:\s|//[^\n]*)*\n[ \t]*(?:${[...levels.values()]
    .flatMap((level) => level.keywords)
    .join("|")})\b`,
);

test("and refuses those that it refuses: texts that someone has spoilt", () => {
  const pieces = [
    ...'is not one of and or where within from in to { } ( ) , : " """ // \n \r\n \u0007 \u201c “ ” ; = < rule document'.split(
      " ",
    ),
    ...[
      "\n  title ",
      "\nrule a {",
      "x",
      "5",
      "1.2",
      " ",
      "\n\n",
      "fix",
      "check",
      '"text"',
      "\u00a0",
      "\ud83d\ude00",
    ],
  ];
  const edits = fc.array(
    fc.record({
      at: fc.nat(),
      removed: fc.constantFrom(0, 0, 1, 1, 3, 20),
      inserted: fc.constantFrom("", ...pieces),
    }),
    { minLength: 1, maxLength: 3 },
  );
  const short = blocks.filter(({ length }) => length < 1500);
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...short), { minLength: 1, maxLength: 2 }),
      edits,
      (chosen, changes) => {
        let text = chosen.join("\n\n");
        for (const { at, removed, inserted } of changes) {
          const place = at % (text.length + 1);
          text = text.slice(0, place) + inserted + text.slice(place + removed);
        }
        const { parser, grammar } = judge(text);
        if (parser || !drawnIn.test(text.replace(/"[^"\n]*"/g, '""'))) assert.is(parser, grammar, text);
      },
    ),
    proofRuns(1500),
  );
});

/** Every node of a tree that says where it is. */
function placed(node: unknown): { readonly kind?: string; readonly text?: string; readonly span: Span }[] {
  if (Array.isArray(node)) return node.flatMap(placed);
  if (typeof node !== "object" || node === null || !("kind" in node || "span" in node)) return [];
  const inner = Object.entries(node).flatMap(([name, value]) => (name === "span" ? [] : placed(value)));
  return "span" in node ? [node as { span: Span }, ...inner] : inner;
}

test("a node lies where it was written, and within the one around it", () => {
  fc.assert(
    fc.property(fileText, (text) => {
      for (const block of parse(source(text)).value.blocks) {
        const nodes = placed(block);
        assert.ok(nodes.length > 1);
        for (const { kind, text: word, span } of nodes) {
          assert.ok(block.span.start <= span.start && span.start < span.end && span.end <= block.span.end);
          const written = text.slice(span.start, span.end);
          assert.is(written, written.trim());
          if (kind === "word") assert.is(written, word);
          if (kind === "text") assert.match(written, /^".*"$|^\$/s);
        }
      }
    }),
    proofRuns(100),
  );
});

/** Text that a rule may hold: anything that shows, tabs and line ends. */
const anyText = fc
  .oneof(
    fc.string({ unit: "binary" }),
    fc.string({
      unit: fc.constantFrom(
        '"',
        "'",
        "`",
        "$(",
        "{{",
        "}",
        "\\",
        "//",
        " ",
        "\t",
        "\u2018",
        "\u201d",
        "\u00ab",
        "\u00e9",
        "\u{1f600}",
        "#>",
        "'@",
        "]]>",
      ),
    }),
  )
  .map((text) => text.replace(/[\0-\u0008\n-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\p{Cs}]/gu, ""));

test("a text in quotes is the text between them", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      fc.pre(!text.startsWith('"'));
      const { value, diagnostics } = parse(source(`rule a {\n  title "${text.replaceAll('"', '""')}"\n}`));
      assert.equal(diagnostics, [], text);
      const [rule] = value.blocks;
      const [title] = rule?.kind === "rule" ? rule.statements : [];
      assert.is(title?.kind === "title" && title.text.text, text);
    }),
    proofRuns(1000),
  );
});

test("a text of several lines loses the line ends beside its quotes and the indentation of all its lines", () => {
  const textOf = (written: string): unknown => {
    const [rule] = parse(source(`rule a {\n  cause ${written}\n}`)).value.blocks;
    const [cause] = rule?.kind === "rule" ? rule.statements : [];
    return cause?.kind === "cause" && cause.text.text;
  };
  assert.is(textOf('"""one line"""'), "one line");
  assert.is(textOf('"""\n    one\n      two\n\n    three\n  """'), "one\n  two\n\nthree");
  assert.is(textOf('"""\r\n    one\r\n    two\r\n  """'), "one\ntwo");
  assert.is(textOf('"""  one\n  two"""'), "one\ntwo");
  assert.is(textOf('"""\n"quoted", ""doubled""\n"""'), '"quoted", ""doubled""');
  assert.is(textOf('""""begins with a quote"""'), '"begins with a quote');
  assert.is(textOf('""""""'), "");
});

test("conditions may lie deep in parentheses", () => {
  const depth = 200;
  const text = `define a: ${"(".repeat(depth)}service Sense state is running${")".repeat(depth)}`;
  assert.equal(parse(source(text)).diagnostics, []);
});

test("numbers, durations and versions have their values", () => {
  const valuesOf = (list: string): unknown[] => {
    const [block] = parse(source(`define a: b c is one of (${list})`)).value.blocks;
    const condition = block?.kind === "define" ? block.condition : undefined;
    const value = condition?.kind === "assertion" ? condition.comparison?.value : undefined;
    return (value?.kind === "list" ? value.items : []).map((item) =>
      "value" in item
        ? item.value
        : "seconds" in item
          ? item.seconds
          : "text" in item
            ? item.text
            : undefined,
    );
  };
  assert.equal(valuesOf("0, -5, 0x1F, 577"), [0, -5, 31, 577]);
  assert.equal(valuesOf("1 second, 90  seconds, 5 minutes, 1 hour, 7\tdays"), [1, 90, 300, 3600, 604_800]);
  assert.equal(valuesOf("4.18.2007.8, 1.0"), ["4.18.2007.8", "1.0"]);
});

test("`within` after a wait is its bound, inside parentheses it is what they hold", () => {
  const boundOf = (condition: string): unknown => {
    const [rule] = parse(source(`rule a {\n  fix wait until ${condition}\n}`)).value.blocks;
    const [fix] = rule?.kind === "rule" ? rule.statements : [];
    const step = fix?.kind === "fix" ? fix.steps[0] : undefined;
    assert.is(step?.kind, "wait-until");
    return step?.kind === "wait-until" && step.within?.kind === "duration" ? step.within.seconds : undefined;
  };
  assert.is(boundOf("up within 5 seconds"), 5);
  assert.is(boundOf("up and not down within 5 seconds"), 5);
  assert.is(boundOf("not up within 5 seconds"), 5);
  assert.is(boundOf("event 1 from A in B within 7 days within 5 seconds"), 5);
  assert.is(boundOf("(event 1 from A in B within 7 days)"), undefined);
  assert.is(boundOf("(up or event 1 from A in B within 7 days) within 5 seconds"), 5);
});

test.run();
