import { printer } from "prettier/doc";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source } from "../text/source.ts";
import { blockDoc } from "./block-doc.ts";
import { type OutlineItem, outlineOf } from "./outline.ts";

/** How long a line may be where there is a choice: texts and names are never broken. */
export const lineWidth = 120;

export interface Formatted {
  readonly text: string;
  /** How many blocks were read. */
  readonly blocks: number;
  /** What is wrong with the blocks that cannot be read. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The text of a file in the layout of the rulebook. There is one layout and nothing to choose. Blocks that cannot be
 * read stay as they are, byte for byte, and so does every text in quotes; line ends become those of the first line.
 * What is formatted already does not change.
 */
export function formatText(source: Source): Formatted {
  const { text } = source;
  const { items, diagnostics } = outlineOf(source);
  const newline = text[text.indexOf("\n") - 1] === "\r" ? "\r\n" : "\n";
  const lines = items.map((item, index) => {
    const separator = index === 0 ? "" : isApart(items, index) ? newline + newline : newline;
    return separator + layOut(item, newline);
  });
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const formatted = mark + lines.join("") + (items.length > 0 ? newline : "");
  if (withoutSpace(formatted) !== withoutSpace(text))
    throw new Error(`formatting would change ${source.path}`);
  return { text: formatted, blocks: items.filter(({ kind }) => kind === "block").length, diagnostics };
}

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, "");
}

function layOut(item: OutlineItem, newline: string): string {
  if (item.kind === "comment") return item.text;
  const after = item.after === undefined ? "" : ` ${item.after}`;
  if (item.kind === "verbatim") return item.text + after;
  const doc = blockDoc(item.block, item.tokens);
  const { formatted } = printer.printDocToString(doc, { printWidth: lineWidth, tabWidth: 2 });
  return (newline === "\n" ? formatted : formatted.replace(/\r?\n/g, newline)) + after;
}

/** Whether an empty line parts an item from the one above it: where there was one, and around rules and applications. */
function isApart(items: readonly OutlineItem[], index: number): boolean {
  const above = items[index - 1]!;
  if (items[index]!.blankBefore || isLarge(above)) return true;
  if (above.kind === "comment") return false;
  // A comment belongs to what stands right below it.
  let below = index;
  while (items[below]!.kind === "comment" && items[below + 1]?.blankBefore === false) below += 1;
  return isLarge(items[below]!);
}

function isLarge(item: OutlineItem): boolean {
  return item.kind === "block" && (item.block.kind === "rule" || item.block.kind === "application");
}
