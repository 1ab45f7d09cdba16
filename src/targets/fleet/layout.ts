import {
  any,
  call,
  type Column,
  type Expression,
  isConstant,
  keyOf,
  type Measure,
  type Query,
  type Stage,
} from "./kql.ts";

/** The sources of the measures in expressions, each once, with the measures that are taken from it. */
export function sourcesOf(expressions: readonly Expression[]): Map<string, Measure[]> {
  const sources = new Map<string, Measure[]>();
  for (const measure of expressions.flatMap(measuresIn)) {
    const key = sourceKey(measure);
    const known = sources.get(key) ?? [];
    if (!known.some((one) => keyOf(one) === keyOf(measure))) known.push(measure);
    sources.set(key, known);
  }
  return sources;
}

export function sourceKey(measure: Measure): string {
  const key = sourceKeys.get(measure) ?? JSON.stringify([measure.source, measure.ofThing]);
  sourceKeys.set(measure, key);
  return key;
}

const sourceKeys = new WeakMap<Measure, string>();

/**
 * A query of one row a device (and a thing, where `thing` is the column that names one), with the given columns: every
 * source is joined once, its measures become columns, and what has no row keeps its device.
 */
export function withColumns(
  base: Query,
  device: string,
  thing: string | undefined,
  columns: readonly Column[],
): Query {
  const sources = sourcesOf(columns.flatMap(({ value }) => (value === undefined ? [] : [value])));
  const names = new Map<string, string>();
  const joins: Stage[] = [];
  for (const measures of sources.values()) {
    const on = measures[0]!.ofThing === true && thing !== undefined ? [device, thing] : [device];
    const summed = measures.map((measure) => {
      const name = measureName(measure, names);
      names.set(keyOf(measure), name);
      return { name, value: measure.aggregate };
    });
    joins.push({ stage: "join", join: "leftouter", query: summarized(measures, summed, on), on });
  }
  const keys = [device, ...(thing === undefined ? [] : [thing])].map((name) => ({ name }));
  const project: Stage = {
    stage: "project",
    columns: [
      ...keys,
      ...columns.map(({ name, value }) =>
        value === undefined ? { name } : { name, value: withNames(value, names) },
      ),
    ],
  };
  return { ...base, stages: [...base.stages, ...joins, project] };
}

/** The rows of a source that matter, summed up a device: those that none of the counts looks at are left out. */
function summarized(measures: readonly Measure[], columns: readonly Column[], by: readonly string[]): Query {
  const { source } = measures[0]!;
  const counts = measures.map(({ aggregate }) =>
    aggregate.kind === "call" && aggregate.function === "countif" ? aggregate.arguments[0] : undefined,
  );
  const [only] = counts;
  if (counts.length === 1 && only !== undefined) {
    const where: Stage[] = isConstant(only, true) ? [] : [{ stage: "where", condition: only }];
    const count: Column = { name: columns[0]!.name, value: call("count") };
    return { ...source, stages: [...source.stages, ...where, { stage: "summarize", columns: [count], by }] };
  }
  const rows = counts.every((count) => count !== undefined) ? any(counts) : undefined;
  const where: Stage[] =
    rows === undefined || isConstant(rows, true) || counts.length > 2
      ? []
      : [{ stage: "where", condition: rows }];
  return { ...source, stages: [...source.stages, ...where, { stage: "summarize", columns, by }] };
}

function measureName({ aggregate }: Measure, names: ReadonlyMap<string, string>): string {
  const name = aggregate.kind === "call" ? aggregate.function : "";
  return `${name === "countif" ? "Count" : name === "maxif" ? "Last" : "Value"}${names.size + 1}`;
}

function measuresIn(expression: Expression): Measure[] {
  switch (expression.kind) {
    case "measure":
      return [expression];
    case "call":
      return expression.arguments.flatMap(measuresIn);
    case "compare":
      return [...measuresIn(expression.left), ...measuresIn(expression.right)];
    case "all":
    case "any":
      return expression.terms.flatMap(measuresIn);
    case "member":
      return measuresIn(expression.of);
    case "name":
    case "text":
    case "number":
    case "boolean":
    case "time":
    case "scalar":
      return [];
    default:
      return expression satisfies never;
  }
}

/** The expression with columns in the place of its measures. */
function withNames(expression: Expression, names: ReadonlyMap<string, string>): Expression {
  const inside = (one: Expression): Expression => withNames(one, names);
  switch (expression.kind) {
    case "measure":
      return { kind: "name", name: names.get(keyOf(expression))! };
    case "call":
      return { ...expression, arguments: expression.arguments.map(inside) };
    case "compare":
      return { ...expression, left: inside(expression.left), right: inside(expression.right) };
    case "all":
    case "any":
      return { ...expression, terms: expression.terms.map(inside) };
    case "member":
      return { ...expression, of: inside(expression.of) };
    case "name":
    case "text":
    case "number":
    case "boolean":
    case "time":
    case "scalar":
      return expression;
    default:
      return expression satisfies never;
  }
}
