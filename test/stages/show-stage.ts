import { locate, type Span } from "../../src/text/source.ts";

const width = 100;

/** A value as JSON to read: a span as `line:column-line:column`, what fits on one line is on one, nothing undefined. */
export function showStage(value: unknown): string {
  return `${show(withShortSpans(value), "")}\n`;
}

function show(value: unknown, indent: string): string {
  const line = JSON.stringify(value, undefined, 1).replace(/\n */g, " ");
  if (typeof value !== "object" || value === null || indent.length + line.length <= width) return line;
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const items = Array.isArray(value)
    ? value.map((item) => show(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${show(item, inner)}`);
  return `${open}\n${items.map((item) => inner + item).join(",\n")}\n${indent}${close}`;
}

function withShortSpans(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withShortSpans);
  if (isSpan(value)) return `${place(value, value.start)}-${place(value, value.end)}`;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, withShortSpans(item)]));
}

function isSpan(value: object): value is Span {
  return "source" in value && "start" in value && "end" in value;
}

function place({ source }: Span, offset: number): string {
  const { line, column } = locate(source, offset);
  return `${line}:${column}`;
}
