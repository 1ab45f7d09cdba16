/** What this needs of Ohm's expressions, of which the published types say nothing. */
export interface Expression {
  readonly getArity: () => number;
  /** The text of a terminal. */
  readonly obj?: string;
  /** The bounds of a range. */
  readonly from?: string;
  readonly to?: string;
  /** The parts of an alternation, of a sequence, of an iteration or a predicate. */
  readonly terms?: readonly Expression[];
  readonly factors?: readonly Expression[];
  readonly expr?: Expression;
  readonly minNumMatches?: number;
  /** The rule that is applied. */
  readonly ruleName?: string;
}

export type Rules = Record<string, { readonly body: Expression }>;

/** Which of the ASCII characters, by their code, something may begin with. Of others nothing is said. */
export type FirstCharacters = readonly boolean[];

const ascii = 128;
const none: FirstCharacters = Array.from({ length: ascii }, () => false);
const only = (allowed: (code: number) => boolean): FirstCharacters => none.map((_, code) => allowed(code));

/** What a match of the expression may begin with; undefined where it may be empty, or where it cannot be told. */
export function firstCharacters(expression: Expression, rules: Rules): FirstCharacters | undefined {
  const { obj, from, to, terms, factors, expr, minNumMatches, ruleName } = expression;
  if (ruleName !== undefined) {
    const rule = rules[ruleName];
    return rule && firstCharacters(rule.body, rules);
  }
  if (obj !== undefined) return obj === "" ? undefined : only((code) => code === obj.charCodeAt(0));
  if (from !== undefined && to !== undefined) {
    return only((code) => code >= from.codePointAt(0)! && code <= to.codePointAt(0)!);
  }
  if (terms !== undefined) return union(terms.map((term) => firstCharacters(term, rules)));
  if (expr !== undefined) return minNumMatches === 1 ? firstCharacters(expr, rules) : undefined;
  if (factors === undefined) return undefined;
  let before = none;
  for (const factor of factors) {
    // A predicate takes nothing, and an iteration that may be empty leaves the choice to what follows.
    if (factor.expr !== undefined && factor.minNumMatches === undefined) continue;
    const optional = factor.minNumMatches === 0 && factor.expr !== undefined;
    const first = firstCharacters(optional ? factor.expr : factor, rules);
    if (first === undefined) return undefined;
    before = union([before, first])!;
    if (!optional) return before;
  }
  return undefined;
}

function union(sets: readonly (FirstCharacters | undefined)[]): FirstCharacters | undefined {
  let all = none;
  for (const set of sets) {
    if (set === undefined) return undefined;
    all = all.map((may, code) => may || set[code]!);
  }
  return all;
}
