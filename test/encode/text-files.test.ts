import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { markdownCode, markdownText } from "../../src/encode/markdown.ts";
import { utf16Bytes } from "../../src/encode/utf16.ts";
import { windowsText } from "../../src/encode/windows-text.ts";
import { proofRuns } from "../proof-runs.ts";

test("every line end becomes that of Windows, once", () => {
  assert.is(windowsText("a\nb\r\nc\rd"), "a\r\nb\r\nc\r\nd");
  assert.is(windowsText(windowsText("a\n\nb\n")), "a\r\n\r\nb\r\n");
  assert.is(windowsText(""), "");
});

test("UTF-16 files begin with their byte order mark, little endian", () => {
  assert.equal([...utf16Bytes("a\u00e9")], [0xff, 0xfe, 0x61, 0x00, 0xe9, 0x00]);
});

test("text in Markdown is no markup", () => {
  assert.is(
    markdownText("*a* _b_ `c` [d](e) <f> | # g\nh"),
    "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\<f\\> \\| \\# g h",
  );
  assert.is(markdownText("1. first"), "1\\. first");
  assert.is(markdownText("0.1.0"), "0.1.0");
  assert.is(markdownText("- item"), "\\- item");
});

test("a code span holds any text, backticks included", () => {
  assert.is(markdownCode("net start sense"), "`net start sense`");
  assert.is(markdownCode("a`b"), "``a`b``");
  assert.is(markdownCode("``"), "``` `` ```");
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("`", "a", " ", "\n", "\\") }), (text) => {
      const line = text.replace(/\s+/g, " ").trim();
      if (line === "") return;
      const [, fence, inner] = /^(`+)([^]*)\1$/.exec(markdownCode(text))!;
      assert.not.ok([...inner!.matchAll(/`+/g)].some(([run]) => run.length === fence!.length));
      assert.is(/^ `|` $/.test(inner!) ? inner!.slice(1, -1) : inner, line);
    }),
    proofRuns(300),
  );
});

test.run();
