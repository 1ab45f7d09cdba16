import { kustoString } from "../../encode/kusto.ts";
import type { Column, Expression, KqlProgram, Query, Stage } from "./kql.ts";

/** A query as text: a stage a line, what is joined indented. */
export function kqlText({ lets, query }: KqlProgram): string {
  const definitions = lets.map(({ name, value }) => {
    const definition = value.kind === "query" ? `\n${queryText(value, "  ")}` : ` ${expressionText(value)}`;
    return `let ${name} =${definition};\n`;
  });
  return `${definitions.join("")}${queryText(query, "")}\n`;
}

function queryText(query: Query, indent: string): string {
  return [tableText(query), ...query.stages.map((stage) => `| ${stageText(stage, indent)}`)]
    .map((line) => `${indent}${line}`)
    .join("\n");
}

function tableText({ table, arguments: values }: Query): string {
  return values === undefined ? table : `${table}(${values.map(expressionText).join(", ")})`;
}

function stageText(stage: Stage, indent: string): string {
  const columns = (list: readonly Column[]): string => list.map(columnText).join(", ");
  switch (stage.stage) {
    case "where":
      return `where ${expressionText(stage.condition)}`;
    case "extend":
    case "project":
      return `${stage.stage} ${columns(stage.columns)}`;
    case "summarize":
      return `summarize ${columns(stage.columns)} by ${stage.by.join(", ")}`;
    case "distinct":
      return `distinct ${stage.columns.join(", ")}`;
    case "join":
      return `join kind=${stage.join} (\n${queryText(stage.query, `${indent}    `)}) on ${stage.on.join(", ")}`;
    case "count":
      return "count";
    default:
      return stage satisfies never;
  }
}

function columnText({ name, value }: Column): string {
  // arg_max names its columns itself.
  if (name === "" && value !== undefined) return expressionText(value);
  return value === undefined ? name : `${name} = ${expressionText(value)}`;
}

function expressionText(expression: Expression): string {
  switch (expression.kind) {
    case "name":
      return expression.name;
    case "text":
      return kustoString(expression.text);
    case "number":
    case "boolean":
      return String(expression.value);
    case "time":
      return timeText(expression.seconds);
    case "call":
      return callText(expression.function, expression.arguments);
    case "compare":
      return `${expressionText(expression.left)} ${expression.operator} ${expressionText(expression.right)}`;
    case "all":
    case "any":
      return expression.terms
        .map((term) =>
          term.kind === "all" || term.kind === "any" ? `(${expressionText(term)})` : expressionText(term),
        )
        .join(expression.kind === "all" ? " and " : " or ");
    case "member":
      return typeof expression.key === "number" || /^\W/.test(expression.key)
        ? `${expressionText(expression.of)}[${typeof expression.key === "number" ? expression.key : kustoString(expression.key)}]`
        : `${expressionText(expression.of)}.${expression.key}`;
    case "scalar":
      return `toscalar(${queryText(expression.query, "").replace(/\n/g, " ")})`;
    case "measure":
      throw new Error("a measure has no column yet");
    default:
      return expression satisfies never;
  }
}

function callText(name: string, values: readonly Expression[]): string {
  const [first, ...rest] = values.map(expressionText);
  if (name === "in~") return `${first} in~ (${rest.join(", ")})`;
  if (name === "!in~") return `${first} !in~ (${rest.join(", ")})`;
  if (name === "matches regex") return `${first} matches regex ${rest.join(", ")}`;
  return `${name}(${values.map(expressionText).join(", ")})`;
}

/** A length of time in the largest unit that is whole. */
function timeText(seconds: number): string {
  for (const [unit, size] of [
    ["d", 86_400],
    ["h", 3600],
    ["m", 60],
  ] as const) {
    if (seconds % size === 0) return `${seconds / size}${unit}`;
  }
  return `${seconds}s`;
}
