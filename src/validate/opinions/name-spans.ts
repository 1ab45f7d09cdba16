import type { Tree } from "../../syntax/tree.ts";
import type { Span } from "../../text/source.ts";

/** Where the names of rules and applications stand, which is where an opinion of the whole is shown. */
export function nameSpans(trees: readonly Tree[]): ReadonlyMap<string, Span> {
  return new Map(
    trees
      .flatMap(({ blocks }) => blocks)
      .flatMap((block) =>
        block.kind === "rule" || block.kind === "application" ? [[block.name.text, block.name.span]] : [],
      ),
  );
}
