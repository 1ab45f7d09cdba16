import { findNodeAtLocation, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { Source, Span } from "../text/source.ts";

/** What is wrong with a text that is not JSON, and where. */
export function jsonSyntaxProblem(source: Source): { readonly problem: string; readonly span: Span } {
  const errors: ParseError[] = [];
  parseTree(source.text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first === undefined) return { problem: "is not JSON", span: { source, start: 0, end: 0 } };
  const { error, offset, length } = first;
  // "PropertyNameExpected" says it well enough, in words.
  const words = printParseErrorCode(error)
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase();
  return { problem: `is not JSON: ${words}`, span: { source, start: offset, end: offset + length } };
}

/** The place of a value in a JSON text, by the names and indexes that lead to it; of its name, with `key`. */
export function jsonPlace(source: Source, path: readonly (string | number)[], key = false): Span {
  const root = parseTree(source.text);
  const node = root && findNodeAtLocation(root, [...path]);
  const place = key ? node?.parent?.children?.[0] : node;
  if (place === undefined) return { source, start: 0, end: 0 };
  return { source, start: place.offset, end: place.offset + place.length };
}
