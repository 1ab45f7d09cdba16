import type { Node } from "ohm-js";
import type { Source, Span } from "../text/source.ts";

/** What the spans of a shape count in: the outline, of which nothing but offsets is asked. */
const outline: Source = { path: "", text: "" };

export function spanOf(first: Node, last: Node = first): Span {
  return { source: outline, start: first.source.startIdx, end: last.source.endIdx };
}

/** What the action of a node makes of it: the operation of that name in src/syntax/shape.ts. */
export const tree = <T>(node: Node): T => (node as unknown as { shape: () => T }).shape();

export const trees = <T>(node: Node): T[] => node.children.map((child) => tree<T>(child));

export const optional = <T>(node: Node): T | undefined =>
  node.children.length === 0 ? undefined : tree<T>(node.children[0]!);
