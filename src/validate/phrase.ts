import type { Phrase } from "../model/rule.ts";
import type { Language, Text } from "../syntax/tree.ts";
import type { Span } from "../text/source.ts";
import type { Context } from "./context.ts";

interface Written {
  readonly kind: string;
  readonly language: Language;
  readonly text: Text;
  readonly span: Span;
}

/** A node that holds text, with the translation that followed it. */
export type Phrased<Node> = Node extends Written ? Node & { readonly phrase: Phrase } : Node;

/** Joins each French text with the English one directly before it; nodes without text stay as they are. */
export function pairPhrases<Node extends { readonly kind: string; readonly span: Span }>(
  nodes: readonly Node[],
  context: Context,
): Phrased<Node>[] {
  const paired: Phrased<Node>[] = [];
  for (const node of nodes) {
    if (isWritten(node)) checkNotEmpty(node.kind, node.text, context);
    if (!isWritten(node)) {
      paired.push(node as Phrased<Node>);
    } else if (node.language === "en") {
      paired.push({ ...node, phrase: { en: node.text.text, fr: undefined } } as Phrased<Node>);
    } else {
      const before = paired.at(-1) as (Written & { phrase?: Phrase }) | undefined;
      if (before?.kind !== node.kind || before.phrase === undefined || before.phrase.fr !== undefined) {
        context.report("translationWithoutText", node.span, { statement: node.kind });
      } else {
        paired[paired.length - 1] = {
          ...before,
          phrase: { en: before.phrase.en, fr: node.text.text },
        } as never;
      }
    }
  }
  return paired;
}

/** Texts for people say something. */
export function checkNotEmpty(statement: string, { text, span }: Text, { report }: Context): void {
  if (text.trim() === "") report("emptyText", span, { statement });
}

function isWritten(node: object): node is Written {
  return "language" in node;
}
