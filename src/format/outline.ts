import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { hasHiddenCharacters } from "../syntax/hidden-characters.ts";
import { parse } from "../syntax/parse.ts";
import { scanBlocks } from "../syntax/scan-blocks.ts";
import type { Block } from "../syntax/tree.ts";
import type { Source } from "../text/source.ts";
import { type Comment, lex, type Token } from "./lex.ts";

/** A file as the formatter sees it: its blocks and the comments between them, in order. */
export interface Outline {
  readonly items: readonly OutlineItem[];
  /** What is wrong with the blocks that cannot be read. */
  readonly diagnostics: readonly Diagnostic[];
}

export type OutlineItem = CommentItem | BlockItem | VerbatimItem;

export interface CommentItem extends Comment {
  readonly kind: "comment";
}

export interface BlockItem {
  readonly kind: "block";
  readonly block: Block;
  readonly tokens: readonly Token[];
  readonly blankBefore: boolean;
  /** The comment on the rest of its last line. */
  readonly after: string | undefined;
}

/** Text that stays as it is: a block that cannot be read, or one that a comment exempts. */
export interface VerbatimItem {
  readonly kind: "verbatim";
  readonly text: string;
  readonly blankBefore: boolean;
  readonly after: string | undefined;
}

/** Written above a block or a statement, it keeps that as it is. */
export const ignoreComment = "// prettier-ignore";

/** Reads a file for the formatter; of no text is anything lost but white space between items. */
export function outlineOf(source: Source): Outline {
  const { text } = source;
  const { value: tree, diagnostics } = parse(source);
  const blocks = new Map(tree.blocks.map((block) => [block.span.start, block]));
  const starts = scanBlocks(source).map(({ span }) => span.start);
  const slices = starts.map((start, index) => {
    const block = blocks.get(start);
    return {
      start,
      end: block?.span.end ?? endOfUnread(text, start, starts[index + 1] ?? text.length),
      block,
    };
  });
  const items: OutlineItem[] = [];
  let gap = readGap(text.slice(text.startsWith("\uFEFF") ? 1 : 0, slices[0]?.start), true);
  for (const [index, { start, end, block }] of slices.entries()) {
    items.push(...gap.comments);
    const { blankBefore } = gap;
    const above = blankBefore ? undefined : items.at(-1);
    const ignored = above?.kind === "comment" && above.text === ignoreComment;
    gap = readGap(text.slice(end, slices[index + 1]?.start), false);
    const { after } = gap;
    items.push(
      block === undefined || ignored || hasHiddenCharacters(text.slice(start, end))
        ? { kind: "verbatim", text: text.slice(start, end), blankBefore, after }
        : { kind: "block", block, tokens: lex(text, start, end), blankBefore, after },
    );
  }
  items.push(...gap.comments);
  return { items, diagnostics };
}

/**
 * The comments between two blocks. The first line is the rest of the block above, if there is one; the last line is
 * the beginning of the line on which the block below begins.
 */
function readGap(text: string, isFirst: boolean) {
  const lines = text.split("\n").map((line) => line.trim());
  const after = isFirst ? undefined : lines.shift();
  const comments: CommentItem[] = [];
  let blankBefore = false;
  for (const [index, line] of lines.entries()) {
    if (line !== "") {
      comments.push({ kind: "comment", text: line, blankBefore });
      blankBefore = false;
    } else if (index < lines.length - 1) {
      blankBefore = true;
    }
  }
  return { comments, blankBefore, after: after === "" ? undefined : after };
}

/**
 * Where a block ends that cannot be read, if another one begins at `next`: whatever stands between them may belong to
 * it, but for the comments at the left margin that stand right above the other one.
 */
function endOfUnread(text: string, start: number, next: number): number {
  return start + text.slice(start, next).replace(/(?:\s*\n\/\/[^\n]*)*\s*$/, "").length;
}
