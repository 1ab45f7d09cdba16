import type { Source, Span } from "../text/source.ts";
import { scanStatements } from "./scan.ts";
import type { Statement } from "./statement.ts";

/** Whether a statement of a file is no block and does not stand where one begins: it has lost the braces around it. */
export function isStray({ span, outline }: Statement): boolean {
  if (/^(?:document|define|guard|device|rule|application)\b/.test(outline.text)) return false;
  const { source, start } = span;
  return /^[{}]/.test(outline.text) || (start > 0 && /[ \t]/.test(source.text[start - 1]!));
}

/** A block as a stretch of its file, with the lines after it that belong to no block. */
export function scanBlocks(source: Source): { readonly span: Span }[] {
  const blocks: { span: Span }[] = [];
  for (const statement of scanStatements(source)) {
    const above = blocks.at(-1);
    if (above !== undefined && isStray(statement)) above.span = { ...above.span, end: statement.span.end };
    else blocks.push({ span: statement.span });
  }
  return blocks;
}
