import { isUtf8 } from "node:buffer";

/** Bytes as text, or what encoding they seem to be in and the first place where they are not UTF-8. */
export type Decoded =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "not-utf8";
      readonly encoding: string;
      /** The text in the encoding that it seems to be in; empty where showing it would not help. */
      readonly text: string;
      readonly offset: number;
    };

/** Reads UTF-8; a byte order mark is dropped. Nothing is replaced in silence: what is not UTF-8 is said to be so. */
export function decode(bytes: Buffer): Decoded {
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe) {
    return other(third === 0 && fourth === 0 ? "UTF-32" : "UTF-16 (little-endian)");
  }
  if (first === 0xfe && second === 0xff) return other("UTF-16 (big-endian)");
  if (bytes.includes(0)) return other(guessOfNulls(bytes));
  if (!isUtf8(bytes)) return notUtf8(bytes);
  const marked = first === 0xef && second === 0xbb && third === 0xbf;
  return { kind: "text", text: bytes.toString("utf8", marked ? 3 : 0) };
}

function other(encoding: string): Decoded {
  return { kind: "not-utf8", encoding, text: "", offset: 0 };
}

/** Text in UTF-16 without a mark has a zero byte beside nearly every letter, always on the same side. */
function guessOfNulls(bytes: Buffer): string {
  const sample = bytes.subarray(0, 4096);
  const zeros = [0, 0];
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2]! += 1;
  });
  const [even, odd] = zeros as [number, number];
  const many = sample.length / 4;
  if (odd > many && even < odd / 8) return "UTF-16 (little-endian, without a byte order mark)";
  if (even > many && odd < even / 8) return "UTF-16 (big-endian, without a byte order mark)";
  return "binary data";
}

function notUtf8(bytes: Buffer): Decoded {
  // Decoding replaces what is not UTF-8; the first byte that this changes is the first that is wrong.
  const replaced = Buffer.from(bytes.toString("utf8"));
  let offset = 0;
  while (bytes[offset] === replaced[offset]) offset += 1;
  const text = new TextDecoder("windows-1252").decode(bytes);
  return { kind: "not-utf8", encoding: "a single-byte encoding such as Windows-1252", text, offset };
}
