import { parseXml } from "./parse-xml-data.ts";
import type { SyntaxNode } from "./parse-query.ts";

/** A cell: null, a scalar, a moment, a length of time, or a dynamic value (list or object). */
export type Cell =
  null | boolean | number | bigint | string | Date | Span | readonly Cell[] | { [name: string]: Cell };
export interface Span {
  readonly milliseconds: number;
}
export type Row = Readonly<Record<string, Cell>>;
export type Rows = readonly Row[];

export interface Tables {
  /** A table, or one that takes arguments, by name. */
  readonly [name: string]: Rows | ((...values: Cell[]) => Rows);
}

export interface EvaluationOptions {
  readonly now: Date;
  /** CMPivot and device query compare text with `==` without regard to case; Kusto does not. */
  readonly ignoresCase: boolean;
}

/** The rows that a query gives: as much of Kusto as fleet queries use, after its own syntax tree. */
export function evaluateQuery(syntax: SyntaxNode, tables: Tables, options: EvaluationOptions): Rows {
  const context: Context = { tables, values: new Map(), options };
  let rows: Rows = [];
  for (const statement of elementsOf(childrenOf(syntax)[1] ?? syntax)) {
    if (statement.kind === "LetStatement") {
      const [, name, , value] = statement.children;
      const isScalar = value!.kind === "ToScalarExpression" || value!.kind.endsWith("LiteralExpression");
      context.values.set(nameOf(name!), isScalar ? evaluate(value!, {}, context) : tabular(value!, context));
    } else rows = tabular(statement.children[0]!, context);
  }
  return rows;
}

interface Context {
  readonly tables: Tables;
  readonly values: Map<string, Cell | Rows>;
  readonly options: EvaluationOptions;
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  return node.children;
}

/** The elements of a list; separators left out. */
function elementsOf(list: SyntaxNode): SyntaxNode[] {
  return list.children.map((element) =>
    element.kind === "SeparatedElement" ? element.children[0]! : element,
  );
}

function child(node: SyntaxNode, kind: string): SyntaxNode | undefined {
  return node.children.find((one) => one.kind === kind);
}

function nameOf(node: SyntaxNode): string {
  return node.children.length === 0 ? node.text : nameOf(node.children[0]!);
}

// ---- tables ----

function tabular(node: SyntaxNode, context: Context): Rows {
  switch (node.kind) {
    case "ParenthesizedExpression":
      return tabular(node.children[1]!, context);
    case "NameReference": {
      const name = nameOf(node);
      const known = context.values.get(name) ?? context.tables[name];
      if (!Array.isArray(known)) throw new Error(`no table ${name}`);
      return known as Rows;
    }
    case "FunctionCallExpression": {
      const table = context.tables[nameOf(node)];
      if (typeof table !== "function") throw new Error(`no table ${nameOf(node)}()`);
      return table(...argumentsOf(node).map((one) => evaluate(one, {}, context)));
    }
    case "PipeExpression":
      return operator(node.children[2]!, tabular(node.children[0]!, context), context);
    default:
      throw new Error(`no table: ${node.kind}`);
  }
}

function operator(node: SyntaxNode, rows: Rows, context: Context): Rows {
  switch (node.kind) {
    case "FilterOperator": {
      const condition = node.children.at(-1)!;
      return rows.filter((row) => evaluate(condition, row, context) === true);
    }
    case "ProjectOperator":
      return rows.map((row) => Object.fromEntries(columnsOf(node, row, context)));
    case "ExtendOperator":
      return rows.map((row) => ({ ...row, ...Object.fromEntries(columnsOf(node, row, context)) }));
    case "MvExpandOperator":
      return rows.flatMap((row) => expand(node, row, context));
    case "DistinctOperator": {
      const names = elementsOf(node.children.at(-1)!).map(nameOf);
      return uniqueRows(
        rows.map((row) => Object.fromEntries(names.map((name) => [name, row[name] ?? null]))),
      );
    }
    case "CountOperator":
      return [{ Count: rows.length }];
    case "SummarizeOperator":
      return summarize(node, rows, context);
    case "JoinOperator":
      return join(node, rows, context);
    default:
      throw new Error(`no operator ${node.kind}`);
  }
}

function columnsOf(node: SyntaxNode, row: Row, context: Context): [string, Cell][] {
  return elementsOf(node.children.at(-1)!).map((column) =>
    column.kind === "SimpleNamedExpression"
      ? [nameOf(column.children[0]!), evaluate(column.children[2]!, row, context)]
      : [nameOf(column), evaluate(column, row, context)],
  );
}

/** A row for each thing in a list. */
function expand(node: SyntaxNode, row: Row, context: Context): Row[] {
  const [column] = elementsOf(node.children.filter(({ kind }) => kind === "List").at(-1)!);
  const named = column!.children[0]!;
  const value = evaluate(named.children[2]!, row, context);
  const list = Array.isArray(value) ? (value as readonly Cell[]) : [value];
  return list.map((each) => ({ ...row, [nameOf(named.children[0]!)]: each }));
}

function uniqueRows(rows: Rows): Rows {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}

function summarize(node: SyntaxNode, rows: Rows, context: Context): Rows {
  const by = child(node, "SummarizeByClause");
  const keys = by === undefined ? [] : elementsOf(by.children.at(-1)!);
  const aggregates = elementsOf(node.children.filter(({ kind }) => kind === "List").at(-1)!);
  const groups = new Map<string, { key: [string, Cell][]; rows: Row[] }>();
  for (const row of rows) {
    const key = keys.map((one): [string, Cell] =>
      one.kind === "SimpleNamedExpression"
        ? [nameOf(one.children[0]!), evaluate(one.children[2]!, row, context)]
        : [nameOf(one), evaluate(one, row, context)],
    );
    const text = JSON.stringify(key);
    const group = groups.get(text) ?? { key, rows: [] };
    group.rows.push(row);
    groups.set(text, group);
  }
  // Without keys there is one group, even of no rows.
  if (keys.length === 0 && groups.size === 0) groups.set("", { key: [], rows: [] });
  return [...groups.values()].map(({ key, rows: members }): Row => {
    const columns = aggregates.map((one): Row => {
      const isNamed = one.kind === "SimpleNamedExpression";
      const call = isNamed ? one.children[2]! : one;
      if (nameOf(call) === "arg_max") return argMax(call, members, context);
      const name = isNamed ? nameOf(one.children[0]!) : `${nameOf(one)}_`;
      return { [name]: aggregate(call, members, context) };
    });
    return columns.reduce((row, more) => ({ ...row, ...more }), Object.fromEntries(key));
  });
}

/** The row in which an expression is largest: the columns that are asked for, or all. */
function argMax(call: SyntaxNode, rows: Rows, context: Context): Row {
  const [by, ...columns] = argumentsOf(call);
  const largest = rows.reduce<Row | undefined>((best, row) => {
    if (best === undefined) return row;
    const [one, other] = [evaluate(by!, row, context), evaluate(by!, best, context)];
    return order(one, other) > 0 ? row : best;
  }, undefined);
  if (columns.some(({ kind }) => kind === "StarExpression")) return largest ?? {};
  return Object.fromEntries([by!, ...columns].map((one) => [nameOf(one), largest?.[nameOf(one)] ?? null]));
}

function aggregate(call: SyntaxNode, rows: Rows, context: Context): Cell {
  const values = argumentsOf(call);
  const all = (index: number, where: Rows = rows): Cell[] =>
    where.map((row) => evaluate(values[index]!, row, context)).filter((value) => value !== null);
  const largest = (cells: Cell[], sign: number): Cell =>
    cells.reduce<Cell>((best, one) => (best === null || order(one, best) * sign > 0 ? one : best), null);
  const matching = (index: number): Rows =>
    rows.filter((row) => evaluate(values[index]!, row, context) === true);
  switch (nameOf(call)) {
    case "count":
      return rows.length;
    case "countif":
      return matching(0).length;
    case "max":
      return largest(all(0), 1);
    case "min":
      return largest(all(0), -1);
    case "maxif":
      return largest(all(0, matching(1)), 1);
    case "make_set":
      return [...new Map(all(0).map((value) => [JSON.stringify(value), value])).values()];
    // A scalar function of an aggregate.
    default:
      return scalarFunction(
        nameOf(call),
        values.map((one) =>
          one.kind === "FunctionCallExpression" ? aggregate(one, rows, context) : evaluate(one, {}, context),
        ),
      );
  }
}

function join(node: SyntaxNode, left: Rows, context: Context): Rows {
  const parameters = node.children
    .flatMap((one) => (one.kind === "List" ? one.children : [one]))
    .filter(({ kind }) => kind === "NamedParameter");
  const kind = parameters.map((one) => nameOf(one.children.at(-1)!))[0] ?? "innerunique";
  const right = tabular(child(node, "ParenthesizedExpression")!, context);
  const on = elementsOf(child(node, "JoinOnClause")!.children.at(-1)!).map(nameOf);
  const keyOf = (row: Row): string => JSON.stringify(on.map((name) => row[name] ?? null));
  const matches = new Map<string, Row[]>();
  for (const row of right) matches.set(keyOf(row), [...(matches.get(keyOf(row)) ?? []), row]);
  if (kind !== "leftouter" && kind !== "inner") throw new Error(`no join of kind ${kind}`);
  const rightColumns = new Set(right.flatMap((row) => Object.keys(row)));
  return left.flatMap((row) => {
    const partners = matches.get(keyOf(row));
    if (partners === undefined) {
      const missing = Object.fromEntries([...rightColumns].map((name) => [name, null]));
      return kind === "inner" ? [] : [{ ...renamed(missing, row), ...row }];
    }
    return partners.map((partner) => ({ ...renamed(partner, row), ...row }));
  });
}

/** Columns of the right side whose name the left side has get a 1 behind it. */
function renamed(right: Row, left: Row): Row {
  return Object.fromEntries(
    Object.entries(right).map(([name, value]) => [name in left ? `${name}1` : name, value]),
  );
}

// ---- scalars ----

function argumentsOf(call: SyntaxNode): SyntaxNode[] {
  return elementsOf(child(child(call, "ExpressionList")!, "List")!);
}

function evaluate(node: SyntaxNode, row: Row, context: Context): Cell {
  const at = (index: number): Cell => evaluate(node.children[index]!, row, context);
  switch (node.kind) {
    case "ParenthesizedExpression":
      return at(1);
    case "SimpleNamedExpression":
      return at(2);
    case "NameReference": {
      const name = nameOf(node);
      if (name in row) return row[name]!;
      if (context.values.has(name)) return context.values.get(name) as Cell;
      // A table without rows has no columns here.
      return null;
    }
    case "ToScalarExpression": {
      const [first] = tabular(child(node, "ParenthesizedExpression") ?? node.children.at(-2)!, context);
      return first === undefined ? null : (Object.values(first)[0] ?? null);
    }
    case "DynamicExpression":
      return evaluate(
        node.children.find(({ children, kind }) => children.length > 0 || kind.endsWith("Expression"))!,
        row,
        context,
      );
    case "JsonArrayExpression":
      return elementsOf(child(node, "List")!).map((one) => evaluate(one, row, context));
    case "NullLiteralExpression":
      return null;
    case "PathExpression": {
      const of = at(0);
      const key = nameOf(node.children[2]!);
      return typeof of === "object" && of !== null && !Array.isArray(of)
        ? ((of as Record<string, Cell>)[key] ?? null)
        : null;
    }
    case "ElementExpression": {
      const of = at(0);
      const key = evaluate(node.children[1]!.children[1]!, row, context);
      if (Array.isArray(of)) return typeof key === "number" ? ((of[key] as Cell | undefined) ?? null) : null;
      return typeof of === "object" && of !== null
        ? ((of as Record<string, Cell>)[cellText(key)] ?? null)
        : null;
    }
    case "FunctionCallExpression":
      return callFunction(node, row, context);
    // A comparison with null is null, which decides neither `and` nor `or`.
    case "AndExpression": {
      const [one, other] = [at(0), at(2)];
      if (one === false || other === false) return false;
      return one === null || other === null ? null : true;
    }
    case "OrExpression": {
      const [one, other] = [at(0), at(2)];
      if (one === true || other === true) return true;
      return one === null || other === null ? null : false;
    }
    case "InCsExpression":
    case "NotInCsExpression": {
      const value = cellText(at(0)).toLowerCase();
      const isIn = elementsOf(child(child(node, "ExpressionList")!, "List")!).some(
        (one) => cellText(evaluate(one, row, context)).toLowerCase() === value,
      );
      return isIn === (node.kind === "InCsExpression");
    }
    case "MatchesRegexExpression":
      return new RegExp(cellText(at(2))).test(cellText(at(0)));
    case "SubtractExpression":
      return new Date((at(0) as Date).getTime() - (at(2) as Span).milliseconds);
    default: {
      if (node.kind.endsWith("LiteralExpression")) return node.value as Cell;
      const relation = /^(\w+)Expression$/.exec(node.kind)?.[1];
      if (relation === undefined || node.children.length !== 3) throw new Error(`no scalar ${node.kind}`);
      return compareCells(relation, at(0), at(2), context);
    }
  }
}

function compareCells(relation: string, left: Cell, right: Cell, context: Context): Cell {
  const { ignoresCase } = context.options;
  if (left === null || right === null) return null;
  const low = (cell: Cell): string => cellText(cell).toLowerCase();
  const isSame = (ignore: boolean): boolean =>
    typeof left === "string" && typeof right === "string"
      ? ignore
        ? low(left) === low(right)
        : left === right
      : order(left, right) === 0;
  switch (relation) {
    case "Equal":
      return isSame(ignoresCase);
    case "NotEqual":
      return !isSame(ignoresCase);
    case "EqualTilde":
      return isSame(true);
    case "BangTilde":
    case "NotEqualTilde":
      return !isSame(true);
    case "LessThan":
      return order(left, right) < 0;
    case "LessThanOrEqual":
      return order(left, right) <= 0;
    case "GreaterThan":
      return order(left, right) > 0;
    case "GreaterThanOrEqual":
      return order(left, right) >= 0;
    case "Contains":
      return low(left).includes(low(right));
    case "NotContains":
      return !low(left).includes(low(right));
    case "StartsWith":
      return low(left).startsWith(low(right));
    case "NotStartsWith":
      return !low(left).startsWith(low(right));
    case "EndsWith":
      return low(left).endsWith(low(right));
    case "NotEndsWith":
      return !low(left).endsWith(low(right));
    default:
      throw new Error(`no relation ${relation}`);
  }
}

/** Negative, zero or positive; text is in no order in Kusto, so a query that asks for one is a mistake. */
function order(one: Cell, other: Cell): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  if (typeof one === "boolean" && typeof other === "boolean") return Number(one) - Number(other);
  if (typeof one === "bigint" && typeof other === "bigint") return one < other ? -1 : one > other ? 1 : 0;
  if (one instanceof Date && other instanceof Date) return one.getTime() - other.getTime();
  throw new Error(`no order of ${JSON.stringify(one)} and ${JSON.stringify(other)}`);
}

function callFunction(node: SyntaxNode, row: Row, context: Context): Cell {
  const values = argumentsOf(node);
  const at = (index: number): Cell => evaluate(values[index]!, row, context);
  switch (nameOf(node)) {
    case "case": {
      for (let index = 0; index + 1 < values.length; index += 2) if (at(index) === true) return at(index + 1);
      return at(values.length - 1);
    }
    case "iif":
    case "iff":
      return at(0) === true ? at(1) : at(2);
    case "now":
      return context.options.now;
    case "ago":
      return new Date(context.options.now.getTime() - (at(0) as Span).milliseconds);
    default:
      return scalarFunction(
        nameOf(node),
        values.map((_, index) => at(index)),
      );
  }
}

function scalarFunction(name: string, values: readonly Cell[]): Cell {
  const [first = null] = values;
  switch (name) {
    case "isnull":
      return first === null;
    case "isnotnull":
      return first !== null;
    case "isempty":
      return first === null || first === "";
    case "isnotempty":
      return first !== null && first !== "";
    case "not":
      return first === null ? null : first !== true;
    case "split":
      return cellText(first).split(cellText(values[1] ?? null));
    case "strlen":
      return cellText(first).length;
    case "strcat":
      return values.map(cellText).join("");
    case "tostring":
      return cellText(first);
    case "tolower":
      return cellText(first).toLowerCase();
    case "tolong":
    case "toint":
      return /^-?\d+$/.test(cellText(first).trim()) ? Number(cellText(first)) : null;
    case "strcat_array":
      return first === null ? "" : (first as readonly Cell[]).map(cellText).join(cellText(values[1] ?? null));
    case "gettype":
      if (first === null) return "null";
      return Array.isArray(first) ? "array" : typeof first === "object" ? "dictionary" : typeof first;
    case "parse_xml":
      return parseXml(cellText(first));
    case "parse_json":
    case "todynamic":
      return first === null || first === ""
        ? null
        : typeof first === "string"
          ? (JSON.parse(first) as Cell)
          : first;
    case "extract": {
      const ignore = cellText(first).startsWith("(?i)");
      const pattern = cellText(first)
        .replace(/^\(\?i\)/, "")
        .replace(/\\x\{([0-9a-f]+)\}/g, "\\u{$1}");
      return (
        new RegExp(pattern, ignore ? "iu" : "u").exec(cellText(values[2] ?? null))?.[Number(values[1])] ?? ""
      );
    }
    case "replace_string":
      return cellText(first).replaceAll(cellText(values[1] ?? null), () => cellText(values[2] ?? null));
    case "parse_version": {
      const isVersion = /^\d+(?:\.\d+){0,3}$/.test(cellText(first));
      if (!isVersion) return null;
      const parts = [...cellText(first).split("."), "0", "0", "0"].slice(0, 4);
      return BigInt(parts.map((part) => part.padStart(8, "0")).join(""));
    }
    default:
      throw new Error(`no function ${name}`);
  }
}

/** A cell as text, as tostring() gives it. */
export function cellText(cell: Cell): string {
  if (cell === null) return "";
  if (cell instanceof Date) return cell.toISOString();
  return typeof cell === "object" ? JSON.stringify(cell) : String(cell);
}
