import type { Node } from "ohm-js";
import grammar from "../../grammar/mderule.ohm-bundle.js";
import { conditionActions } from "./condition-actions.ts";
import type { Level } from "./level.ts";
import { tree } from "./shape-node.ts";
import { statementActions } from "./statement-actions.ts";

const semantics = grammar
  .createSemantics()
  .addOperation<unknown>("shape", { ...statementActions, ...conditionActions });

/** Statements of the same form are matched once: rules differ in names and texts, hardly in form. */
const known = new Map<string, object>();
const knownAtMost = 2000;
/** Longer outlines are lists, which are seldom the same. */
const longest = 400;

/**
 * The shape of a statement: its tree, as far as its outline tells; nothing where the grammar refuses it. Spans are places
 * in the outline; src/syntax/place-tree.ts puts in where things are in the file, and the names, texts and numbers.
 */
export function shapeOf(rule: Level["rule"], outline: string): object | undefined {
  const key = `${rule} ${outline}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const match = grammar.match(outline, rule);
  if (match.failed()) return undefined;
  const shape = tree<object>(semantics(match) as unknown as Node);
  if (known.size >= knownAtMost) known.clear();
  if (outline.length <= longest) known.set(key, shape);
  return shape;
}
