/** Text with the line ends of Windows: every line end (LF, CRLF or a lone CR) becomes CRLF. */
export function windowsText(text: string): string {
  return text.replace(/\r\n|\r|\n/g, "\r\n");
}
