/**
 * Text that may go to a terminal: control characters, which could drive it, and those that change the direction of
 * writing, which could make a line look like another one, become U+FFFD. Tabs and line ends stay.
 */
export function printable(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    "\ufffd",
  );
}
