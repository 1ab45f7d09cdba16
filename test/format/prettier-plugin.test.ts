import * as prettier from "prettier";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatText } from "../../src/format/format-text.ts";
import * as plugin from "../../src/format/prettier-plugin.ts";

const options = { plugins: [plugin as unknown as prettier.Plugin] };
const written = 'document   d\n\nrule a{title   "A" // comment\ncheck a and\nb}\n';
const expected = formatText({ path: "a.mderule", text: written }).text;

test("Prettier lays out as `mderules fmt` does, whatever its options are", async () => {
  assert.not.equal(expected, written);
  for (const more of [
    {},
    { printWidth: 20 },
    { tabWidth: 8, useTabs: true },
    { proseWrap: "always" as const },
  ]) {
    assert.is(await prettier.format(written, { ...options, ...more, filepath: "rules/a.mderule" }), expected);
  }
  assert.is(await prettier.check(expected, { ...options, filepath: "a.mderule" }), true);
});

test("line ends stay unless a project wants others", async () => {
  const windows = written.replaceAll("\n", "\r\n");
  const parser = { ...options, parser: "mderule" };
  assert.is(await prettier.format(windows, parser), expected.replaceAll("\n", "\r\n"));
  assert.is(await prettier.format(windows, { ...parser, endOfLine: "lf" }), expected);
  assert.is(
    await prettier.format(written, { ...parser, endOfLine: "crlf" }),
    expected.replaceAll("\n", "\r\n"),
  );
});

test("the cursor of an editor stays where it is in the text", async () => {
  const cursorOffset = written.indexOf("comment");
  const result = await prettier.formatWithCursor(written, { ...options, parser: "mderule", cursorOffset });
  assert.is(result.cursorOffset, expected.indexOf("comment"));
});

test("a file of which a block cannot be read is formatted, one of which nothing can be read is an error", async () => {
  const parser = { ...options, parser: "mderule" };
  const half = "rule  broken {\n  chek  a }\n";
  assert.is(await prettier.format(`${written}\n${half}`, parser), `${expected}\n${half}`);
  let error: unknown;
  await prettier.format(`\n${half}`, parser).catch((thrown: unknown) => (error = thrown));
  assert.instance(error, SyntaxError);
  assert.match(
    (error as SyntaxError).message,
    /^MDR1011: `chek` is not a statement of a rule; did you mean `check`\?/,
  );
  assert.equal((error as { loc?: { start: { line: number; column: number } } }).loc?.start.line, 3);
  assert.is(await prettier.format("\n", parser), "");
});

test.run();
