/** The text of a file that some tool of Windows wrote: UTF-16 where it has the mark or looks like it, UTF-8, else Windows-1252. */
export function pastedText(bytes: Buffer): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || bytes[1] === 0)
    return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
