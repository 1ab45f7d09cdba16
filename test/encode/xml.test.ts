import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { charactersNotInXml, xmlAttribute, xmlText } from "../../src/encode/xml.ts";
import { carriedByXml } from "../carried-by-xml.ts";
import { parseXml } from "../parse-xml.ts";
import { proofRuns } from "../proof-runs.ts";

/** Whole documents, so that a text that ended its place early would change what is parsed. */
function parsed(text: string): {
  readonly text: string;
  readonly attribute: string;
  readonly elements: number;
} {
  const source = `<?xml version="1.0"?>\n<a b="${xmlAttribute(text)}" c='${xmlAttribute(text)}'><d>${xmlText(text)}</d></a>`;
  const root = parseXml(source).documentElement!;
  assert.is(root.getAttribute("b"), root.getAttribute("c"));
  return {
    text: root.textContent ?? "",
    attribute: root.getAttribute("b") ?? "",
    elements: root.getElementsByTagName("*").length,
  };
}

const samples = [
  "",
  "plain",
  `a & b < c > d "e" 'f'`,
  "]]>",
  "<![CDATA[ x ]]>",
  "&amp; &#10; &undefined;",
  "<!-- -- -->",
  "{{x}} {{{y}}} {{> z}}",
  "line\nline\r\nline\rtab\tend ",
  "  spaces  ",
  "d\u00e9j\u00e0 \u2019vu\u2019 \u201cx\u201d \u{1f600}",
  "\u0085 \u00a0 \u2028 \u2029 \u007f",
];

test("text arrives as that text", () => {
  for (const text of samples) {
    assert.equal(parsed(text), { text, attribute: text, elements: 1 });
  }
});

test("any text that XML can carry arrives as that text; what it cannot becomes U+FFFD", () => {
  const pieces = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
    fc.constantFrom(...samples),
  );
  const texts = fc.array(pieces, { maxLength: 4 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(texts, (text) => {
      const expected = carriedByXml(text);
      assert.equal(parsed(text), { text: expected, attribute: expected, elements: 1 });
      assert.is(charactersNotInXml(text).length === 0, expected === text);
    }),
    proofRuns(500),
  );
});

test("names the characters that XML cannot carry", () => {
  assert.equal(charactersNotInXml("a\u0007b\u0000c\u0007\ufffe\ud800"), [
    "U+0007",
    "U+0000",
    "U+FFFE",
    "U+D800",
  ]);
  assert.equal(charactersNotInXml("a\t\r\n\u{10ffff}"), []);
});

test("no document of what is encoded holds a character that ends its place", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      assert.not.ok(/[<>\r]/.test(xmlText(text)));
      assert.not.ok(/[<>"'\r\n\t]/.test(xmlAttribute(text)));
    }),
    proofRuns(500),
  );
});

test.run();
