import { tableOf } from "../text/table.ts";

const entities = tableOf({
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
});

/**
 * What a reader reads of a piece of Markdown: no markup, no addresses, no pictures, one kind of quote, one space
 * between words. Two editions that differ only in how they are written have the same plain text.
 */
export function plainText(markdown: string): string {
  return markdown
    .replace(/<!--[^]*?-->/g, " ")
    .replace(/:::[^]*?:::/g, " ")
    .replace(/^\s*(?:```|~~~).*$/gm, " ")
    .replace(/^[ \t]*(?:>[ \t]?)+/gm, "")
    .replace(/^[ \t]*\[!\w+\][ \t]*$/gm, "")
    .replace(/^[ \t]*(?:\d+[.)]|[-*+])[ \t]+/gm, "")
    .replace(/!\s?\[[^\]]*\]\([^)]*\)/g, " ")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, " $1 ")
    .replace(/(`[^`]*`)|<\/?[A-Za-z][^<>]*>/g, (_, code: string | undefined) => code ?? " ")
    .replace(/(`[^`]*`)|\\([^\w\s])/g, (_, code: string | undefined, escaped: string) => code ?? escaped)
    .replace(/&(\w+);/g, (entity, name: string) => entities.get(name) ?? entity)
    .replace(
      /(`[^`]*`)|\*|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu,
      (_, code: string | undefined) => code ?? "",
    )
    .replaceAll("`", "")
    .replace(/[\u2018\u2019\u201a\u201b]/g, "'")
    .replace(/[\u201c-\u201f\u00ab\u00bb]/g, '"')
    .normalize("NFC")
    .replace(/\s+/g, " ")
    .replace(/ ([,.;:)])/g, "$1")
    .trim();
}
