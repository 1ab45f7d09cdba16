/** The bytes of a text (as UTF-8) or of a file in Base64, without line breaks. */
export function base64(content: string | Uint8Array): string {
  return Buffer.from(content as string).toString("base64");
}
