import { fastGrammar as grammar } from "./fast-grammar.ts";
import type { Diagnostic, Outcome } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source, Span } from "../text/source.ts";
import { buildTree } from "./build-tree.ts";
import { explainFailure } from "./explain-failure.ts";
import { type BlockSlice, blockKeywords, type Flaw, scanBlocks } from "./scan.ts";
import type { Block, Tree } from "./tree.ts";

/** The tree of a file: every block that can be read, and a diagnostic for each place that cannot. */
export function parse(source: Source): Outcome<Tree> {
  const diagnostics: Diagnostic[] = [];
  const blocks: Block[] = [];
  const span: Span = { source, start: 0, end: source.text.length };
  const slices = scanBlocks(source);
  if (slices.length === 0) diagnostics.push(diagnostic("emptyFile", { source, start: 0, end: 0 }, {}));
  for (const slice of slices) {
    const block = parseBlock(slice, diagnostics);
    if (block !== undefined) blocks.push(block);
  }
  return { value: { span, blocks }, diagnostics };
}

function parseBlock(slice: BlockSlice, diagnostics: Diagnostic[]): Block | undefined {
  if (slice.flaws.length > 0) {
    diagnostics.push(...slice.flaws.map(describeFlaw));
    return undefined;
  }
  const { source, start, end } = slice.span;
  const text = source.text.slice(start, end);
  const keyword = /^[A-Za-z0-9_-]*/.exec(text)![0];
  if (!(blockKeywords as readonly string[]).includes(keyword)) {
    const firstWord: Span = { source, start, end: start + Math.max(keyword.length, 1) };
    diagnostics.push(
      keyword === ""
        ? diagnostic("syntax", firstWord, {
            found: `\`${[...text][0]}\``,
            expected: blockKeywords.map((word) => `\`${word}\``),
          })
        : diagnostic("unknownStatement", firstWord, {
            word: keyword,
            statements: blockKeywords,
            where: "a file",
          }),
    );
    return undefined;
  }
  const match = grammar.match(text, keyword);
  if (match.succeeded()) return buildTree(match, source, start);
  diagnostics.push(...explainFailure(slice.span, keyword));
  return undefined;
}

function describeFlaw(flaw: Flaw): Diagnostic {
  switch (flaw.kind) {
    case "unterminated-text":
      return diagnostic("unterminatedText", flaw.span, {});
    case "unterminated-block":
      return diagnostic("unterminatedBlock", flaw.span, {});
    case "typographic-quote":
      return diagnostic("typographicQuote", flaw.span, { quote: flaw.quote });
    default:
      return flaw satisfies never;
  }
}

export type { Source };
