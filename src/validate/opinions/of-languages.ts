import type { Application } from "../../model/application.ts";
import type { Phrase, Rule } from "../../model/rule.ts";
import type { Report } from "../context.ts";
import { nameSpans } from "./name-spans.ts";
import type { Rulebook } from "./opinions.ts";

/** Where the rulebook speaks French, its readers expect all of it in French. */
export function ofLanguages({ rules, applications, trees }: Rulebook, report: Report): void {
  const blocks = [...rules, ...applications].map((block) => ({
    id: block.id,
    span: block.span,
    phrases: phrasesOf(block),
  }));
  if (!blocks.some(({ phrases }) => phrases.some(([, { fr }]) => fr !== undefined))) return;
  const names = nameSpans(trees);
  for (const { id, span, phrases } of blocks) {
    const missing = [
      ...new Set(phrases.flatMap(([statement, { fr }]) => (fr === undefined ? [statement] : []))),
    ];
    if (missing.length > 0) report("frenchMissing", names.get(id) ?? span, { name: id, statements: missing });
  }
}

type Statement = readonly [string, Phrase];

function phrasesOf(block: Rule | Application): readonly Statement[] {
  const notes = block.notes.map(({ text }): Statement => ["note", text]);
  const title: Statement = ["title", block.title];
  if (!("fixes" in block)) return [title, ...notes];
  return [
    title,
    ...(block.cause === undefined ? [] : [["cause", block.cause] as const]),
    ...notes,
    ...block.fixes.flatMap(({ steps }) =>
      steps.flatMap((step): Statement[] =>
        step.kind === "advise" || step.kind === "support" ? [[step.kind, step.text]] : [],
      ),
    ),
  ];
}
