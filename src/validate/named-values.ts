import type { Block, DefineValueBlock, Tree, Value, Variable } from "../syntax/tree.ts";
import type { Source, Span } from "../text/source.ts";
import type { Report } from "./context.ts";
import { describeValue } from "./literal.ts";

/** The trees of a run with values in the place of the names that stand for them. */
export interface NamedTrees {
  readonly trees: readonly Tree[];
  /** Names of values, without `$`. */
  readonly names: ReadonlySet<string>;
  /** Reports with the place where a value was defined, where what is wrong stands there by its name. */
  readonly report: Report;
}

interface Names {
  readonly blocks: ReadonlyMap<string, DefineValueBlock>;
  /** Names whose definition could not be read: of those it is not known what they stand for. */
  readonly unread: ReadonlySet<string>;
  readonly resolved: Map<string, Value | undefined>;
  /** Names that are being looked up, to notice a circle. */
  readonly open: Set<string>;
  /** Where a name stands for something: the block that says for what, or nothing where that has been reported. */
  readonly uses: Map<Source, Map<number, DefineValueBlock | undefined>>;
  readonly used: Set<string>;
  readonly report: Report;
}

/** How many names may stand for each other in a chain. */
const longestChain = 100;

/**
 * Puts the values of `define $NAME: VALUE` where rules name them, so that whatever looks at a tree finds values, which keep their
 * name. Variables of `each` stay: what they stand for only a device knows.
 */
export function withNamedValues(trees: readonly Tree[], report: Report): NamedTrees {
  const damaged = trees.flatMap((tree) => tree.damaged);
  const names: Names = {
    blocks: blocksByName(trees, report),
    unread: new Set(
      damaged.flatMap(({ keyword, name }) =>
        keyword === "define" && name?.startsWith("$") === true ? [name.slice(1)] : [],
      ),
    ),
    resolved: new Map(),
    open: new Set(),
    uses: new Map(),
    used: new Set(),
    report,
  };
  for (const name of names.blocks.keys()) valueOf(name, names);
  const placed = trees.map((tree): Tree => ({
    ...tree,
    blocks: tree.blocks.map((block) => inBlock(block, names)),
    damaged: tree.damaged.map((part) => {
      // What a rule binds may stand in what could not be read.
      const quiet = { ...names, report: () => undefined };
      return { ...part, block: part.block && inBlock(part.block, quiet) };
    }),
  }));
  if (damaged.length === 0) reportUnused(names);
  return { trees: placed, names: new Set(names.blocks.keys()), report: reporterAt(names) };
}

function blocksByName(trees: readonly Tree[], report: Report): Map<string, DefineValueBlock> {
  const blocks = new Map<string, DefineValueBlock>();
  for (const block of trees.flatMap((tree) => tree.blocks)) {
    if (block.kind !== "define-value") continue;
    const { name, span } = block.name;
    const first = blocks.get(name);
    if (first === undefined) blocks.set(name, block);
    else report("duplicateDefinition", span, { name: `$${name}` }, firstAt(first.name.span));
  }
  return blocks;
}

function reportUnused({ blocks, used, report }: Names): void {
  for (const [name, block] of blocks)
    if (!used.has(name)) report("unusedName", block.name.span, { name: `$${name}` }, undefined, block.span);
}

/** Says where a value was defined that is wrong where it is used; what has been reported is not reported again. */
function reporterAt({ uses, report }: Names): Report {
  return (code, span, parameters, related, leftOver) => {
    const here = uses.get(span.source);
    if (here?.has(span.start) !== true || !/^\$[\w./-]+$/.test(textAt(span)))
      return report(code, span, parameters, related, leftOver);
    const block = here.get(span.start);
    if (block === undefined) return undefined;
    const defined = { span: block.value.span, message: `\`$${block.name.name}\` stands for this` };
    return report(code, span, parameters, related ?? defined, leftOver);
  };
}

function textAt({ source, start, end }: Span): string {
  return source.text.slice(start, end);
}

function inBlock(block: Block, names: Names): Block {
  // Most blocks of most rulebooks name nothing: those are not walked through.
  if (block.kind === "define-value" || !textAt(block.span).includes("$")) return block;
  const each =
    block.kind === "rule" ? block.statements.find((statement) => statement.kind === "each") : undefined;
  const bound = each?.kind === "each" ? each.variable : undefined;
  const defined = bound && names.blocks.get(bound.text);
  if (defined !== undefined)
    names.report("duplicateDefinition", bound!.span, { name: `$${bound!.text}` }, firstAt(defined.name.span));
  return placed(block, { names, bound: bound?.text }, block.kind) as Block;
}

interface Scope {
  readonly names: Names;
  /** The variable that the rule's `each` binds. */
  readonly bound: string | undefined;
}

/** A node with values for names; itself where it has none. `within`: what the statement is called. */
function placed(node: unknown, scope: Scope, within: string): unknown {
  if (typeof node !== "object" || node === null) return node;
  if (isList(node)) {
    const items = node.map((item) => placed(item, scope, within));
    return items.some((item, index) => item !== node[index]) ? items : node;
  }
  if (isValue(node)) {
    if (node.kind === "variable") return inPlaceOf(node, scope) ?? node;
    if (node.named !== undefined) return ofKind(node, node.named, scope, within);
  }
  const { kind } = node as { readonly kind?: string };
  const changed: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node as Readonly<Record<string, unknown>>)) {
    const put = key === "span" ? value : placed(value, scope, kind ?? within);
    if (put !== value) changed[key] = put;
  }
  return Object.keys(changed).length === 0 ? node : { ...node, ...changed };
}

function isList(node: object): node is readonly unknown[] {
  return Array.isArray(node);
}

function isValue(node: object): node is Value {
  return "kind" in node && "span" in node;
}

function inPlaceOf({ name, span }: Variable, { names, bound }: Scope): Value | undefined {
  if (name === bound) return undefined;
  const value = namedAt(name, span, bound, names);
  return value && standIn(value, name, span);
}

/** A text, a number and so on that is written by its name, where nothing else may stand. */
function ofKind(node: Exclude<Value, Variable>, name: string, scope: Scope, within: string): Value {
  const { names, bound } = scope;
  const { span } = node;
  const subject = within.replace("-", " ");
  const expected = { text: "text", number: "a number", duration: "a duration", list: "a list" }[
    node.kind as "text" | "number" | "duration" | "list"
  ];
  if (name === bound) {
    names.report("wrongType", span, { subject, expected, found: `the variable \`$${name}\`` });
    setUse(names, span, undefined);
    return node;
  }
  const value = namedAt(name, span, bound, names);
  if (value === undefined) return node;
  if (value.kind === node.kind) return standIn(value, name, span);
  const related = { span: names.blocks.get(name)!.value.span, message: `\`$${name}\` stands for this` };
  names.report("wrongType", span, { subject, expected, found: describeValue(value) }, related);
  setUse(names, span, undefined);
  return node;
}

/** What a name stands for at a place; undefined where that is not known, which has been reported. */
function namedAt(name: string, span: Span, bound: string | undefined, names: Names): Value | undefined {
  names.used.add(name);
  setUse(names, span, undefined);
  const block = names.blocks.get(name);
  if (block === undefined) {
    const known = [...(bound === undefined ? [] : [bound]), ...names.blocks.keys()].map((each) => `$${each}`);
    if (!names.unread.has(name)) names.report("unknownVariable", span, { name: `$${name}`, names: known });
    return undefined;
  }
  const value = valueOf(name, names);
  if (value !== undefined) setUse(names, span, block);
  return value;
}

function setUse({ uses }: Names, { source, start }: Span, block: DefineValueBlock | undefined): void {
  const here = uses.get(source) ?? new Map<number, DefineValueBlock | undefined>();
  uses.set(source, here.set(start, block));
}

/** The value at the place where it is named, so that messages lead there first. */
function standIn(value: Value, named: string, span: Span): Value {
  if (value.kind === "variable") return value;
  if (value.kind === "list")
    return { ...value, named, span, items: value.items.map((item) => ({ ...item, span })) };
  return { ...value, named, span };
}

function valueOf(name: string, names: Names): Value | undefined {
  const { blocks, resolved, open, report } = names;
  const block = blocks.get(name)!;
  if (resolved.has(name)) return resolved.get(name);
  if (open.has(name)) return report("circularDefinition", block.name.span, { name: `$${name}` });
  if (open.size >= longestChain)
    return report("definitionTooDeep", block.name.span, { name: `$${name}`, limit: longestChain });
  open.add(name);
  const value = placed(block.value, { names, bound: undefined }, "define") as Value;
  open.delete(name);
  // A name of which it is not known what it stands for is reported once.
  const isKnown = value.kind !== "variable" && !(value.kind === "list" && value.items.some(isVariable));
  resolved.set(name, isKnown ? value : undefined);
  return resolved.get(name);
}

function isVariable({ kind }: Value): boolean {
  return kind === "variable";
}

function firstAt(span: Span): { span: Span; message: string } {
  return { span, message: "the first one is here" };
}
