import type { Span } from "../text/source.ts";
import type { Statement } from "./statement.ts";

/** The tree of a statement: its shape, with the places and the names, texts and numbers of what was written. */
export function placeTree<Node>(shape: Node, statement: Statement): Node {
  return placed(shape, statement) as Node;
}

function placed(shape: unknown, statement: Statement): unknown {
  if (Array.isArray(shape)) return shape.map((item) => placed(item, statement));
  if (typeof shape !== "object" || shape === null) return shape;
  const { kind, span: place } = shape as { kind?: string; span: Span };
  const { source } = statement.span;
  const { starts, ends } = statement.outline;
  const span: Span = { source, start: starts[place.start]!, end: ends[place.end - 1]! };
  const written = source.text.slice(span.start, span.end);
  // Where only a text may stand, and so on, a variable is what such a text was called.
  if (written.startsWith("$") && isScalarOrList(kind)) return { ...shape, named: written.slice(1), span };
  switch (kind) {
    case "word":
    case "version":
      return { kind, text: written, span };
    case "text":
      return { kind, text: textOf(written), span };
    case "number":
      return { kind, value: Number(written), span };
    case "duration":
      return { kind, seconds: secondsOf(written), span };
    case "variable":
      return { kind, name: written.slice(1), span };
    default: {
      const node: Record<string, unknown> = {};
      for (const [name, value] of Object.entries(shape))
        node[name] = name === "span" ? span : placed(value, statement);
      return node;
    }
  }
}

function isScalarOrList(kind: string | undefined): boolean {
  return kind === "text" || kind === "number" || kind === "duration" || kind === "list";
}

function textOf(written: string): string {
  return written.startsWith('"""')
    ? dedent(written.slice(3, -3))
    : written.slice(1, -1).replaceAll('""', '"');
}

const secondsPerUnit: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600, day: 86_400 };

function secondsOf(written: string): number {
  const [, digits, unit] = /^(\d+)\W+(\w+?)s?$/.exec(written)!;
  return Number(digits) * secondsPerUnit[unit!]!;
}

/** Triple-quoted text: the line ends next to the quotes and the indentation that all lines share do not count. */
function dedent(written: string): string {
  const lines = written.replaceAll("\r\n", "\n").split("\n");
  if (lines.length > 1 && lines[0]!.trim() === "") lines.shift();
  if (lines.length > 1 && lines.at(-1)!.trim() === "") lines.pop();
  const indents = lines.filter((line) => line.trim() !== "").map((line) => /^[ \t]*/.exec(line)![0].length);
  const shared = Math.min(...indents, Infinity);
  return lines.map((line) => line.slice(Math.min(shared, line.length))).join("\n");
}
