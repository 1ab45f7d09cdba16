import type { Report } from "../context.ts";
import type { Rulebook } from "./opinions.ts";

/** Definitions that nothing uses: left over, or spelt otherwise where they were meant. */
export function ofDefinitions({ trees }: Rulebook, report: Report): void {
  const used = new Set<string>();
  for (const { blocks } of trees) collectUsed(blocks, used);
  for (const block of trees.flatMap(({ blocks }) => blocks)) {
    if (block.kind === "define" && !used.has(block.name.text))
      report("unusedDefinition", block.name.span, { name: block.name.text }, undefined, block.span);
  }
}

/** Every condition of one word, wherever it stands: whatever the statements of the language are. */
function collectUsed(part: unknown, used: Set<string>): void {
  if (typeof part !== "object" || part === null || "text" in part) return;
  if (Array.isArray(part)) {
    for (const each of part) collectUsed(each, used);
    return;
  }
  const { kind, terms } = part as { kind?: unknown; terms?: readonly { kind: string; text: string }[] };
  if (kind === "assertion" && terms?.length === 1 && terms[0]!.kind === "word") used.add(terms[0]!.text);
  for (const each of Object.values(part)) collectUsed(each, used);
}
