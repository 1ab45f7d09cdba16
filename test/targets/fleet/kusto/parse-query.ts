import { createRequire } from "node:module";

/**
 * A node of the syntax tree that Kusto's own language service makes of a query, as a plain value: its kind is named as
 * in Kusto.Language.Syntax.SyntaxKind. `value` is that of a literal, `text` that of a token.
 */
export interface SyntaxNode {
  readonly kind: string;
  readonly text: string;
  readonly value: unknown;
  readonly children: readonly SyntaxNode[];
}

export interface ParsedQuery {
  readonly syntax: SyntaxNode;
  /** What the language service says of the query: parsed, and bound to the tables. */
  readonly diagnostics: readonly string[];
}

/** What is used of the package, a translation from .NET that puts its namespaces into the global object. */
interface Namespaces {
  readonly System: { readonly Enum: { readonly toString: (type: unknown, value: number) => string } };
  readonly Kusto: {
    readonly Language: {
      readonly Symbols: {
        readonly TableSymbol: {
          readonly From: (columns: string) => { readonly WithName: (name: string) => unknown };
        };
        readonly DatabaseSymbol: { readonly ctor: new (name: string, members: unknown[]) => unknown };
      };
      readonly Syntax: { readonly SyntaxKind: unknown };
      readonly KustoCode: {
        readonly Parse: (text: string, globals: unknown) => { readonly Syntax: ServiceNode };
        readonly ParseAndAnalyze: (
          text: string,
          globals: unknown,
        ) => {
          readonly GetDiagnostics: () => {
            readonly Count: number;
            readonly getItem: (index: number) => { readonly Message: string; readonly Start: number };
          };
        };
      };
      readonly GlobalState: {
        readonly Default: { readonly WithDatabase: (database: unknown) => unknown };
      };
    };
  };
}

interface ServiceNode {
  readonly Kind: number;
  readonly ChildCount: number;
  readonly GetChild: (index: number) => ServiceNode | null;
  readonly Text?: string;
  readonly LiteralValue?: { readonly ticks?: unknown; readonly v?: unknown } | string | null;
}

const require = createRequire(import.meta.url);
require("@kusto/language-service-next/bridge.js");
require("@kusto/language-service-next/Kusto.Language.Bridge.js");
const { Kusto, System } = globalThis as unknown as Namespaces;
const { Symbols, Syntax, KustoCode, GlobalState } = Kusto.Language;

/** Tables by name, with columns as Kusto writes a schema: `Device: string, Count: long`. */
export type Schema = Readonly<Record<string, string>>;

/**
 * A query, parsed and bound to tables. `functions` are definitions of tables that take arguments; they stand before the
 * query and are no part of the tree.
 */
export function parseQuery(text: string, tables: Schema, functions = ""): ParsedQuery {
  const symbols = Object.entries(tables).map(([name, columns]) =>
    Symbols.TableSymbol.From(`(${columns})`).WithName(name),
  );
  const database = new Symbols.DatabaseSymbol.ctor("database", symbols);
  const globals = GlobalState.Default.WithDatabase(database);
  const code = KustoCode.ParseAndAnalyze(`${functions}${text}`, globals);
  const found = code.GetDiagnostics();
  const diagnostics: string[] = [];
  for (let index = 0; index < found.Count; index += 1) {
    const { Message, Start } = found.getItem(index);
    diagnostics.push(`${Message} (at ${`${functions}${text}`.slice(Start, Start + 30)})`);
  }
  return { syntax: plainNode(KustoCode.Parse(text, globals).Syntax), diagnostics };
}

function plainNode(node: ServiceNode): SyntaxNode {
  const children: SyntaxNode[] = [];
  for (let index = 0; index < node.ChildCount; index += 1) {
    const child = node.GetChild(index);
    if (child) children.push(plainNode(child));
  }
  const kind = System.Enum.toString(Syntax.SyntaxKind, node.Kind);
  const value = kind.endsWith("LiteralExpression") ? literalValue(kind, node.LiteralValue) : undefined;
  return { kind, text: typeof node.Text === "string" ? node.Text : "", value, children };
}

function literalValue(kind: string, value: ServiceNode["LiteralValue"]): unknown {
  if (value === null || value === undefined) return null;
  // .NET counts both in ticks of 100 nanoseconds.
  if (kind === "TimespanLiteralExpression")
    return { milliseconds: Number(textOf((value as { ticks?: unknown }).ticks)) / 10_000 };
  if (kind === "DateTimeLiteralExpression") return new Date(textOf(value).replace(/^([^Z]*)$/, "$1Z"));
  if (kind === "LongLiteralExpression" || kind === "IntLiteralExpression" || kind === "RealLiteralExpression")
    return Number(textOf(value));
  // A boolean is boxed.
  return typeof value === "object" && "v" in value ? value.v : value;
}

/** Numbers and dates of .NET are objects that have a text. */
function textOf(value: unknown): string {
  return value as string;
}
