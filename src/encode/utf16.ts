/** The bytes of a file that declares itself UTF-16: little endian, with a byte order mark. */
export function utf16Bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(`\uFEFF${text}`, "utf16le"));
}
