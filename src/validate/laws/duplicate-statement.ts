import type { RuleStatement } from "../../syntax/tree.ts";
import type { Context } from "../context.ts";

const once: readonly RuleStatement["kind"][] = ["title", "cause", "severity", "applies", "guarded", "each"];
const distinct: readonly RuleStatement["kind"][] = ["symptom", "check", "covers", "see", "reported"];

/** A statement that may stand once stands once, and no condition is written twice in the same words. */
export function checkDuplicates(statements: readonly RuleStatement[], { report }: Context): void {
  const seen = new Map<string, RuleStatement>();
  for (const statement of statements) {
    const key = keyOf(statement);
    if (key === undefined) continue;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, statement);
    else if (statement.kind === "scenario") {
      const related = { span: (first as typeof statement).name.span, message: "the first one is here" };
      report("duplicateScenario", statement.name.span, { name: statement.name.text }, related);
    } else {
      const shown =
        "language" in statement && statement.language === "fr" ? `${statement.kind} fr` : statement.kind;
      const related = { span: first.span, message: "the first one is here" };
      report("duplicateStatement", statement.span, { statement: shown }, related);
    }
  }
}

function keyOf(statement: RuleStatement): string | undefined {
  const { kind, span } = statement;
  if (kind === "scenario") return `scenario ${statement.name.text}`;
  if (once.includes(kind)) return "language" in statement ? `${kind} ${statement.language}` : kind;
  if (distinct.includes(kind)) return span.source.text.slice(span.start, span.end).replace(/\s+/g, " ");
  return undefined;
}
