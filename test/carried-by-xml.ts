/** What arrives of a text in XML: U+FFFD stands for each character that XML 1.0 cannot carry. */
export function carriedByXml(text: string): string {
  return text.replace(/[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF\p{Surrogate}]/gu, "\uFFFD");
}
