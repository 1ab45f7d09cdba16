import type { Expression, KqlProgram, Query, Stage } from "./kql.ts";

/** The program with each query that stands for one value as a definition of its own, evaluated once. */
export function hoistScalars(program: KqlProgram): KqlProgram {
  const names = new Map<string, { name: string; value: Expression }>();

  function expression(one: Expression): Expression {
    switch (one.kind) {
      case "scalar": {
        const key = JSON.stringify(one);
        const known = names.get(key) ?? { name: `Collected${names.size + 1}`, value: one };
        names.set(key, known);
        return { kind: "name", name: known.name };
      }
      case "call":
        return { ...one, arguments: one.arguments.map(expression) };
      case "compare":
        return { ...one, left: expression(one.left), right: expression(one.right) };
      case "all":
      case "any":
        return { ...one, terms: one.terms.map(expression) };
      case "member":
        return { ...one, of: expression(one.of) };
      case "name":
      case "text":
      case "number":
      case "boolean":
      case "time":
      case "measure":
        return one;
      default:
        return one satisfies never;
    }
  }

  function stage(one: Stage): Stage {
    switch (one.stage) {
      case "where":
        return { ...one, condition: expression(one.condition) };
      case "extend":
      case "project":
      case "summarize":
        return {
          ...one,
          columns: one.columns.map((column) =>
            column.value === undefined ? column : { ...column, value: expression(column.value) },
          ),
        };
      case "join":
        return { ...one, query: query(one.query) };
      case "distinct":
      case "count":
        return one;
      default:
        return one satisfies never;
    }
  }

  function query(one: Query): Query {
    return { ...one, stages: one.stages.map(stage) };
  }

  const main = query(program.query);
  const lets = program.lets.map(({ name, value }) => ({
    name,
    value: value.kind === "query" ? query(value) : expression(value),
  }));
  return { lets: [...names.values(), ...lets], query: main };
}
