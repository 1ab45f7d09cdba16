import { parseTree, type Node } from "jsonc-parser";
import { suggest } from "../diagnostics/suggest.ts";
import { locate, type Source, type Span } from "../text/source.ts";
import { jsonSyntaxProblem } from "./json-place.ts";

/** A check of a schema that was compiled when mderules was built: generated/validate-*.js. */
export interface Validator {
  (value: unknown): boolean;
  readonly errors?: readonly SchemaProblem[] | null;
}

export interface SchemaProblem {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
  /** The part of the schema that is not met. */
  readonly parentSchema?: {
    readonly title?: string;
    readonly properties?: Readonly<Record<string, unknown>>;
  };
}

/** Names of objects and places in lists that lead to a value. */
export type JsonPath = readonly (string | number)[];

export interface JsonProblem {
  readonly path: JsonPath;
  /** Goes on after the path: "lacks `unit`". */
  readonly problem: string;
  readonly span: Span;
}

/** No file of ours has objects and lists so deep inside each other. */
const deepest = 64;
/** Of one file; a list of things of another kind has a problem in each. */
const mostProblems = 50;

/** The value of a JSON text that meets a schema, or everything that is wrong with it, each with its place. */
export function readJson<Value>(
  source: Source,
  validate: Validator,
): { readonly value: Value } | { readonly problems: readonly JsonProblem[] } {
  const tooDeep = depthProblem(source);
  if (tooDeep !== undefined) return { problems: [tooDeep] };
  let value: unknown;
  try {
    value = JSON.parse(source.text);
  } catch {
    return { problems: [{ path: [], ...jsonSyntaxProblem(source) }] };
  }
  if (validate(value) && !mayHoldTwice(source.text, value)) return { value: value as Value };
  const root = parseTree(source.text)!;
  // Where one of several forms would do, what each of them lacks says less than that none fits.
  const found = (validate.errors ?? []).filter(({ schemaPath }) => !/\/(?:anyOf|oneOf)\/\d/.test(schemaPath));
  const problems = [...twiceNamed(root, source), ...found.map((problem) => describe(problem, root, source))];
  if (problems.length === 0) return { value: value as Value };
  return {
    problems: problems.sort((one, other) => one.span.start - other.span.start).slice(0, mostProblems),
  };
}

/** A problem with its line and column, for files that have no diagnostics. */
export function problemText({ path, problem, span }: JsonProblem): string {
  const { line, column } = locate(span.source, span.start);
  return `${line}:${column}: ${path.length === 0 ? "the file" : `\`${path.join(".")}\``} ${problem}`;
}

export function problemsText(problems: readonly JsonProblem[]): string {
  return problems.map(problemText).join("; ");
}

/** Whether a file goes deeper than any of ours: what reads JSON would follow it until it has no room left. */
export function depthProblem(source: Source): JsonProblem | undefined {
  const { text } = source;
  let depth = 0;
  for (const { 0: sign, index } of text.matchAll(/"(?:[^"\\\n]|\\.)*"|[[{\]}]/g)) {
    if (sign === "[" || sign === "{") depth += 1;
    if (sign === "]" || sign === "}") depth -= 1;
    if (depth > deepest)
      return {
        path: [],
        problem: `has more than ${deepest} objects and lists inside each other`,
        span: { source, start: index, end: index + 1 },
      };
  }
  return undefined;
}

/** Whether a name may stand twice in an object: then what was written is longer than what was read. */
function mayHoldTwice(text: string, value: unknown): boolean {
  return (text.match(/"\s*:/g)?.length ?? 0) > countNames(value);
}

function countNames(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const inner = Array.isArray(value) ? value : Object.values(value);
  return inner.reduce<number>((sum, each) => sum + countNames(each), Array.isArray(value) ? 0 : inner.length);
}

/** JSON keeps the last of two equal names, and readers of a file see the first. */
function twiceNamed(node: Node, source: Source, path: JsonPath = []): JsonProblem[] {
  const seen = new Set<string>();
  return (node.children ?? []).flatMap((child, index) => {
    if (node.type === "array") return twiceNamed(child, source, [...path, index]);
    const [name, value] = child.children as [Node, Node];
    const key = name.value as string;
    const twice = seen.has(key)
      ? [{ path: [...path, key], problem: "stands here a second time", span: spanOf(name, source) }]
      : [];
    seen.add(key);
    return [...twice, ...twiceNamed(value, source, [...path, key])];
  });
}

function describe(
  { instancePath, keyword, params, message, parentSchema }: SchemaProblem,
  root: Node,
  source: Source,
): JsonProblem {
  const { node, path } = nodeAt(root, instancePath.split("/").slice(1).map(unescapePointer));
  const at = (problem: string): JsonProblem => ({ path, problem, span: spanOf(node, source) });
  switch (keyword) {
    case "additionalProperties": {
      const name = String(params["additionalProperty"]);
      const near = suggest(name, Object.keys(parentSchema?.properties ?? {}));
      const property = node.children?.find(({ children }) => children?.[0]?.value === name);
      return {
        path: [...path, name],
        problem: `is not known${near === undefined ? "" : `; did you mean \`${near}\`?`}`,
        span: spanOf(property?.children?.[0] ?? node, source),
      };
    }
    case "required":
      return at(`lacks \`${String(params["missingProperty"])}\``);
    case "type":
      return at(`must be ${typeNames.get(String(params["type"])) ?? "of another type"}, not ${typeOf(node)}`);
    case "enum":
      return at(`must be one of ${(params["allowedValues"] as string[]).join(", ")}`);
    case "minLength":
    case "minItems":
      return at("must not be empty");
    case "pattern":
    case "anyOf":
    case "oneOf":
      return at(parentSchema?.title === undefined ? "is not valid" : `must be ${parentSchema.title}`);
    case "maxLength":
      return at(`must have at most ${String(params["limit"])} characters`);
    default:
      return at(message ?? "is not valid");
  }
}

function nodeAt(root: Node, names: readonly string[]): { node: Node; path: JsonPath } {
  const path: (string | number)[] = [];
  let node = root;
  for (const name of names) {
    const isList = node.type === "array";
    const inner: Node | undefined = isList
      ? node.children?.[Number(name)]
      : node.children?.filter(({ children }) => children?.[0]?.value === name).at(-1)?.children?.[1];
    if (inner === undefined) break;
    path.push(isList ? Number(name) : name);
    node = inner;
  }
  return { node, path };
}

function spanOf({ offset, length }: Node, source: Source): Span {
  return { source, start: offset, end: offset + length };
}

const typeNames: ReadonlyMap<string, string> = new Map([
  ["object", "an object"],
  ["string", "text"],
  ["array", "a list"],
  ["integer", "a whole number"],
  ["number", "a number"],
  ["boolean", "true or false"],
]);

function typeOf({ type }: Node): string {
  if (type === "number" || type === "boolean") return `a ${type}`;
  return typeNames.get(type) ?? type;
}

function unescapePointer(segment: string): string {
  return segment.replaceAll("~1", "/").replaceAll("~0", "~");
}
