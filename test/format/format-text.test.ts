import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatText } from "../../src/format/format-text.ts";
import { parse } from "../../src/syntax/parse.ts";
import { matchesGolden } from "../golden.ts";
import { proofRuns } from "../proof-runs.ts";
import { blockText, fileText } from "./rule-texts.ts";

const format = (text: string): string => formatText({ path: "test.mderule", text }).text;

/** The tree of a text, without the places of its nodes. */
function treeOf(text: string): unknown {
  const { value, diagnostics } = parse({ path: "test.mderule", text });
  assert.equal(
    diagnostics.map(({ message }) => message),
    [],
    text,
  );
  return JSON.parse(
    JSON.stringify(value.blocks, (key, node: unknown) => (key === "span" ? undefined : node)),
  );
}

/** Formatting gives what is expected, which stays as it is. */
function formatsTo(written: string, expected: string): void {
  assert.fixture(format(written), expected);
  assert.fixture(format(expected), expected);
}

test("a file with hidden characters is left as it is where they stand", () => {
  for (const hidden of ["\f", "\0", "\u202e", "\ud800", "\x0b", "\x85"]) {
    const text = `document a\n\nrule a {\n title${hidden}"T" // ${hidden}\n}\n`;
    assert.is(format(text), text);
  }
  for (const visible of ["\u2028", "\ufeff", "\u00a0"]) {
    const text = `document a\n\nrule a {\n  title "a${visible}b" // ${visible}c\n}\n`;
    assert.is(format(text), text);
  }
});

test("a value that is called like a qualifier stays beside its own", () => {
  const terms = Array.from({ length: 9 }, (_, index) => `service NameOfAService${index} state is running`);
  const text = `rule a {\n  fix wait until (${terms.join(" and ")}) within in\n}\n`;
  assert.equal(treeOf(format(text)), treeOf(text));
});

test("the tree of any text stays what it is, and formatting twice changes nothing", () => {
  fc.assert(
    fc.property(fileText, (text) => {
      const formatted = format(text);
      assert.equal(treeOf(formatted), treeOf(text));
      assert.is(format(formatted), formatted);
    }),
    proofRuns(300),
  );
});

test("the rulebook is formatted: `mderules fmt rules` does it", () => {
  const files = readdirSync("rules").filter((name) => name.endsWith(".mderule"));
  assert.ok(files.length > 10);
  for (const name of files) {
    const text = readFileSync(`rules/${name}`, "utf8");
    assert.is(format(text), text, `rules/${name} is not formatted`);
  }
});

test("the rulebook gets its layout back when it is written without", () => {
  for (const name of readdirSync("rules").filter((name) => name.endsWith(".mderule"))) {
    const text = readFileSync(`rules/${name}`, "utf8");
    // Without its layout: what goes on is on one line, and nothing is in a column.
    const squeezed = text
      .replace(/\n +(?=(?:and|or|where|with|from|in|within|source) )/g, " ")
      .replace(/^ +|(?<=^ *[a-z]+) +/gm, " ");
    assert.not.equal(squeezed, text);
    assert.is(format(squeezed), text, name);
  }
});

test("no line ends in space, and no two empty lines follow each other", () => {
  const plain = fileText.filter((text) => !text.includes('"""'));
  fc.assert(
    fc.property(plain, (text) => {
      const formatted = format(text);
      assert.not.match(formatted, /[ \t\r]\n|\n\n\n|^\n|\n\n$|[^\n]$/);
    }),
    proofRuns(100),
  );
});

test("CRLF stays CRLF", () => {
  const plain = fileText.filter((text) => !text.includes('"""') && text.includes("\n"));
  fc.assert(
    fc.property(plain, (text) => {
      assert.is(format(text.replaceAll("\n", "\r\n")), format(text).replaceAll("\n", "\r\n"));
    }),
    proofRuns(50),
  );
});

test("the line ends within a text do not change what stands around it", () => {
  // One of these lengths is the last that fits.
  for (let length = 1; length < 100; length += 1) {
    const text = `define sensor:\n  $one where (two is not one of (three, thirteen, thirty) as """\n  ${"a".repeat(length)}""" within (four, five) level six)\n`;
    assert.is(format(text.replaceAll("\n", "\r\n")), format(text).replaceAll("\n", "\r\n"));
  }
});

test("a block that cannot be read stays byte for byte, and the others are formatted as if it was not there", () => {
  const unreadable = fc.constantFrom(
    "rule  broken {\n\tcheck   service  Sense is is running\n}",
    "rule unclosed {\n  check    a\n      // in it, perhaps\n",
    'rule  quote {\n  title  "no end\n  check   a   \n}',
    "rule curly {\n  title  \u201cTitel\u201d\n}",
    "define   x :",
    "application  { }",
  );
  const parts = fc.array(fc.tuple(unreadable, blockText), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(parts, fc.constantFrom("\n", "\r\n"), (pairs, newline) => {
      const write = (texts: readonly string[]): string =>
        `${texts.join("\n\n")}\n`.replace(/\r?\n/g, newline);
      const formatted = formatText({ path: "test.mderule", text: write(pairs.flat()) });
      const expected = pairs.flatMap(([broken, right]) => [broken.trimEnd(), format(right).trimEnd()]);
      assert.is(formatted.text, write(expected));
      assert.is(formatted.blocks, pairs.length);
      assert.ok(formatted.diagnostics.length >= pairs.length);
    }),
    proofRuns(100),
  );
});

test("every statement has its layout", () => {
  matchesGolden(
    "test/format/golden/statements.mderule",
    format(readFileSync("test/format/cases/statements.mderule", "utf8")),
  );
});

test("comments stay where they are", () => {
  matchesGolden(
    "test/format/golden/comments.mderule",
    format(readFileSync("test/format/cases/comments.mderule", "utf8")),
  );
});

test("texts stay as they were written", () => {
  formatsTo('define a: x   is  "a  ""b""  // c"\n', 'define a: x is "a  ""b""  // c"\n');
  formatsTo(
    'rule r {\nfix   powershell   """\n  if ($true) {\n\n\n\t}  \n"""\n}',
    'rule r {\n  fix powershell """\n  if ($true) {\n\n\n\t}  \n"""\n}\n',
  );
});

test("rules stand apart, with the comments that belong to them", () => {
  formatsTo(
    "// a file\ndocument d\n// about a\nrule a {}\n// about b\nrule b {}\ndefine c: d\ndefine e: f\n",
    "// a file\ndocument d\n\n// about a\nrule a {}\n\n// about b\nrule b {}\n\ndefine c: d\ndefine e: f\n",
  );
});

test("a definition stays below its name, and goes there where it is too long", () => {
  const long = `${"service Sense state is running and ".repeat(3)}onboarded`;
  formatsTo(
    `define a:\n b\ndefine c: d\ndefine e: ${long}\n`,
    `define a:\n  b\ndefine c: d\ndefine e:\n  ${long}\n`,
  );
});

test("prettier-ignore exempts a block or a statement", () => {
  formatsTo(
    "// prettier-ignore\nrule  a  {check   x}\n\nrule  b  {\n// prettier-ignore\n  check   x\n    and  y // why\n  check   z\n}\n",
    "// prettier-ignore\nrule  a  {check   x}\n\nrule b {\n  // prettier-ignore\n  check   x\n    and  y // why\n  check z\n}\n",
  );
});

test("a byte order mark stays, and an empty file stays empty", () => {
  formatsTo("\uFEFFdocument  d", "\uFEFFdocument d\n");
  formatsTo("", "");
  formatsTo(" \n\n", "");
  formatsTo("\n\n // only a comment  ", "// only a comment\n");
});

test.run();
