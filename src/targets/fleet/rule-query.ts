import type { Rule } from "../../model/rule.ts";
import { type Analysis, analyse, nothingDropped } from "./analyse.ts";
import type { ConditionColumn } from "./conditions.ts";
import type { Engine } from "./engine.ts";
import { buildQuery } from "./build-query.ts";
import { kqlText } from "./kql-text.ts";

/** The query of a rule for an engine, and what has to be said of it. */
export interface RuleQuery {
  readonly engine: Engine;
  readonly text: string;
  readonly conditions: readonly ConditionColumn[];
  /** Parts of the rule that the engine does not see, each with the reason. */
  readonly unseen: readonly string[];
  /** Which of the engine's assumptions the query rests on. */
  readonly assumed: readonly string[];
}

/**
 * The query that sees most of a rule within the limits of an engine, or why there is none. `variants` are the same
 * engine asked in several ways, the plainest first.
 */
export function ruleQuery(variants: readonly Engine[], rule: Rule): RuleQuery | string {
  const analyses = variants.map((engine) => analyse(engine, rule, nothingDropped));
  for (const analysis of analyses) {
    if (analysis.worth === 0) continue;
    const query = fittingQuery(analysis);
    if (query !== undefined) return query;
  }
  const last = analyses.at(-1)!;
  if (last.worth > 0) return lessOf(last);
  return `${last.engine.name} sees nothing that decides: ${last.unseen.map(({ text, reason }) => `${text} (${reason})`).join("; ")}`;
}

/** The query of what an analysis found, where it keeps within the limits of its engine. */
function fittingQuery(analysis: Analysis): RuleQuery | undefined {
  const { engine, conditions, unseen, sources } = analysis;
  const { joins, characters } = engine.limits;
  if (sources.length > joins) return undefined;
  const text = kqlText(buildQuery(analysis));
  if (text.length > characters) return undefined;
  return {
    engine,
    text,
    conditions,
    unseen: unseen.map(({ text: words, reason }) => (words === "" ? reason : `${words} (${reason})`)),
    assumed: Object.entries(engine.assumed).flatMap(([table, words]) =>
      new RegExp(`\\b${table}\\b`).test(text) ? [words] : [],
    ),
  };
}

/** The query without the tables that matter least, so that it fits. */
function lessOf({ engine, rule, sources, worth: most }: Analysis): RuleQuery | string {
  const { name, limits } = engine;
  const bound =
    limits.characters === Infinity
      ? `joins ${limits.joins} tables at most`
      : `takes ${limits.characters} characters at most`;
  const reason = `left out, for ${name} ${bound}`;
  let best: { readonly query: RuleQuery; readonly worth: number } | undefined;
  let firstFit = Infinity;
  // One table less can take another with it and still tell less than two others less.
  for (let count = 1; count < sources.length && count <= firstFit + 1 && best?.worth !== most; count += 1) {
    const lesser = subsets(sources, count)
      .map((dropped) => analyse(engine, rule, { sources: new Set(dropped), reason }))
      .filter(({ worth }) => worth > (best?.worth ?? 0))
      // The sort is stable: of those that tell as much, the one that keeps what stands first in the rule comes first.
      .reverse()
      .sort((one, other) => other.worth - one.worth);
    for (const analysis of lesser) {
      const query = fittingQuery(analysis);
      if (query === undefined) continue;
      best = { query, worth: analysis.worth };
      firstFit = Math.min(firstFit, count);
      break;
    }
  }
  return best?.query ?? `the rule does not fit: ${name} ${bound}`;
}

function subsets<Item>(items: readonly Item[], size: number): Item[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) =>
    subsets(items.slice(index + 1), size - 1).map((others) => [item, ...others]),
  );
}
