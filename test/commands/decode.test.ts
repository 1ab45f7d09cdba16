import { test } from "uvu";
import * as assert from "uvu/assert";
import { decode } from "../../src/commands/decode.ts";

const french = "// données\nrule x {\n}\n";
const swapped = (text: string): Buffer => Buffer.from(text, "utf16le").swap16();

test("reads UTF-8 with and without a mark, and nothing else", () => {
  assert.equal(decode(Buffer.from(french)), { kind: "text", text: french });
  assert.equal(decode(Buffer.from(`\ufeff${french}`)), { kind: "text", text: french });
  assert.equal(decode(Buffer.from("")), { kind: "text", text: "" });
  assert.equal(decode(Buffer.from("a\ufffdb")), { kind: "text", text: "a\ufffdb" });
});

test("names the encoding that a file seems to have", () => {
  for (const [bytes, encoding] of [
    [Buffer.from(`\ufeff${french}`, "utf16le"), "UTF-16 (little-endian)"],
    [swapped(`\ufeff${french}`), "UTF-16 (big-endian)"],
    [Buffer.from(french, "utf16le"), "UTF-16 (little-endian, without a byte order mark)"],
    [swapped(french), "UTF-16 (big-endian, without a byte order mark)"],
    [Buffer.from([0xff, 0xfe, 0, 0, 65, 0, 0, 0]), "UTF-32"],
    [Buffer.from([65, 66, 67, 0, 65, 66]), "binary data"],
  ] as const) {
    assert.equal(decode(bytes), { kind: "not-utf8", encoding, text: "", offset: 0 });
  }
});

test("finds the first byte that is not UTF-8, and shows the line as it was meant", () => {
  const bytes = Buffer.concat([Buffer.from("// é\n// caf"), Buffer.from([0xe9, 0x0a])]);
  const decoded = decode(bytes);
  assert.ok(decoded.kind === "not-utf8");
  assert.is(decoded.encoding, "a single-byte encoding such as Windows-1252");
  assert.is(decoded.text.slice(decoded.offset), "é\n");
  // A character that is cut off by the end of the file.
  const cut = decode(Buffer.from([65, 0xc3]));
  assert.ok(cut.kind === "not-utf8");
  assert.is(cut.offset, 1);
});

test.run();
