/** French text with the spaces that its punctuation asks for, where a plain one was written: no line breaks there. */
export function frenchSpaces(text: string): string {
  return text
    .replace(/ (?=[:\u00bb])/g, "\u00a0")
    .replace(/ (?=[;!?])/g, "\u202f")
    .replace(/\u00ab /g, "\u00ab\u00a0");
}
