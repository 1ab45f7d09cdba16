import { powershellString } from "../../encode/powershell.ts";
import { type Argument, type Call, type Code, type Table, textLiteral } from "./code.ts";

/** Columns that a line of a script takes at most. */
export const lineLimit = 120;

/**
 * Code as text whose first line stands in the column `start` of a line that is indented by `indent`; `after` columns
 * follow its last line. What fits on the line stays on it. An author's PowerShell alone may have longer lines.
 */
export function layout(code: Code, indent = "", start = indent.length, after = 0): string {
  const flat = flatText(code);
  if (flat !== undefined && start + flat.length + after <= lineLimit) return flat;
  const inner = `${indent}    `;
  switch (code.kind) {
    case "atom":
      return code.text;
    case "text":
      return brokenText(code.text, inner, start);
    case "author":
      return code.script;
    case "block":
      return `{\n${statements(code.statements, inner)}\n${indent}}`;
    case "lines":
      return `@(\n${statements(code.statements, inner)}\n${indent})`;
    case "table":
      return `@{\n${entries(code, inner)}\n${indent}}`;
    case "group":
      return `(${layout(code.inner, indent, start + 1, after + 1)})`;
    case "list": {
      const items = code.items.map((item, index) =>
        layout(item, inner, inner.length, index + 1 < code.items.length ? 1 : after),
      );
      return code.isGrouped
        ? `(\n${inner}${items.join(`,\n${inner}`)}\n${indent})`
        : items.join(`,\n${inner}`);
    }
    case "logic":
      return code.terms.map((term) => layout(term, inner)).join(` ${code.operator}\n${indent}`);
    case "call":
      return callText(code, indent, start, after);
    default:
      return code satisfies never;
  }
}

function statements(codes: readonly Code[], indent: string): string {
  // An author's text would change where it is indented.
  return codes
    .map((code) => (code.kind === "author" ? code.script : indent + layout(code, indent)))
    .join("\n");
}

/** The entries of a table: as many on a line as it holds, or each on its own. */
function entries({ entries: all, isTall }: Table, indent: string): string {
  const found: string[] = [];
  for (const [key, value] of all) {
    const entry = `${key} = ${layout(value, indent, indent.length + key.length + 3)}`;
    const together = `${found.at(-1) ?? ""}; ${entry}`;
    const fits =
      !isTall && found.length > 0 && !together.includes("\n") && indent.length + together.length <= lineLimit;
    if (fits) found[found.length - 1] = together;
    else found.push(entry);
  }
  return found.map((entry) => indent + entry).join("\n");
}

/** A call over several lines: its last block is opened first, then every one, and then a line goes on after a backtick. */
function callText(code: Call, indent: string, start: number, after: number): string {
  const places = code.args.flatMap(({ value }, place) =>
    value !== undefined && canOpen(value) ? [place] : [],
  );
  for (const opened of [places.slice(-1), places]) {
    const text = openedCall(code, new Set(opened), indent, start, after);
    if (text !== undefined) return text;
  }
  const inner = `${indent}    `;
  // A backtick stands behind all arguments but the last.
  const args = code.args.map((arg, place) =>
    argumentText(arg, inner, inner.length, place + 1 < code.args.length ? 2 : after),
  );
  return [code.name, ...args].join(` \`\n${inner}`);
}

/** The call with some arguments over several lines and all others flat; undefined where a line would be too long. */
function openedCall(
  code: Call,
  opened: ReadonlySet<number>,
  indent: string,
  start: number,
  after: number,
): string | undefined {
  let text = code.name;
  let column = start + code.name.length;
  for (const [place, arg] of code.args.entries()) {
    if (opened.has(place)) {
      const shown = ` ${argumentText(arg, indent, lineLimit)}`;
      const [first] = shown.split("\n");
      if (column + first!.length > lineLimit) return undefined;
      text += shown;
      column = shown.length - shown.lastIndexOf("\n") - 1;
    } else {
      const flat = flatArgument(arg);
      if (flat === undefined) return undefined;
      text += ` ${flat}`;
      column += flat.length + 1;
      if (column > lineLimit) return undefined;
    }
  }
  return column + after <= lineLimit ? text : undefined;
}

function argumentText({ parameter, value }: Argument, indent: string, start: number, after = 0): string {
  const prefix = parameter === undefined ? "" : `-${parameter}`;
  if (value === undefined) return prefix;
  const space = prefix === "" ? "" : " ";
  return prefix + space + layout(value, indent, start + prefix.length + space.length, after);
}

function canOpen(code: Code): boolean {
  if (code.kind === "group") return canOpen(code.inner);
  return code.kind === "block" || code.kind === "lines" || code.kind === "table";
}

const flatTexts = new WeakMap<Code, string | false>();

/** Code on one line; undefined where it needs several, or would be longer than any line. */
function flatText(code: Code): string | undefined {
  const known = flatTexts.get(code);
  if (known !== undefined) return known === false ? undefined : known;
  const text = makeFlat(code);
  const isShort = text !== undefined && text.length <= lineLimit;
  flatTexts.set(code, isShort ? text : false);
  return isShort ? text : undefined;
}

function makeFlat(code: Code): string | undefined {
  switch (code.kind) {
    case "atom":
      return code.text;
    case "text":
      return textLiteral(code);
    case "author":
      return undefined;
    case "call": {
      const args = joined(code.args, flatArgument, " ");
      return args === undefined ? undefined : args === "" ? code.name : `${code.name} ${args}`;
    }
    case "table": {
      if (code.isTall) return undefined;
      const all = joined(code.entries, ([key, value]) => prefixed(`${key} = `, flatText(value)), "; ");
      return all === undefined ? undefined : `@{ ${all} }`;
    }
    case "block": {
      const all = code.statements.length > 1 ? undefined : joined(code.statements, flatText, "; ");
      return all === undefined ? undefined : `{ ${all} }`;
    }
    case "lines":
      return undefined;
    case "group":
      return prefixed("(", flatText(code.inner), ")");
    case "list": {
      const all = joined(code.items, flatText, ", ");
      return code.isGrouped ? prefixed("(", all, ")") : all;
    }
    case "logic":
      return joined(code.terms, flatText, ` ${code.operator} `);
    default:
      return code satisfies never;
  }
}

function flatArgument({ parameter, value }: Argument): string | undefined {
  if (parameter === undefined) return value && flatText(value);
  return value === undefined ? `-${parameter}` : prefixed(`-${parameter} `, flatText(value));
}

function prefixed(before: string, text: string | undefined, after = ""): string | undefined {
  return text === undefined ? undefined : before + text + after;
}

function joined<Item>(
  items: readonly Item[],
  show: (item: Item) => string | undefined,
  between: string,
): string | undefined {
  const shown: string[] = [];
  let length = 0;
  for (const item of items) {
    const text = show(item);
    if (text === undefined) return undefined;
    length += text.length;
    if (length > lineLimit) return undefined;
    shown.push(text);
  }
  return shown.join(between);
}

/** Text that is longer than a line, put together from parts that are not. */
function brokenText(text: string, indent: string, start: number): string {
  const room = lineLimit - Math.max(indent.length, start) - 4;
  const parts: string[] = [];
  let part = "";
  for (const [piece] of text.matchAll(/[^ \\;,]*[ \\;,]?/g)) {
    // One piece alone may be too long, where it is no language or has many characters that are no ASCII.
    for (const bit of powershellString(piece).length > room
      ? [...piece.matchAll(/.{1,8}/gs)].map(([found]) => found)
      : [piece]) {
      if (part !== "" && powershellString(part + bit).length > room) {
        parts.push(part);
        part = "";
      }
      part += bit;
    }
  }
  parts.push(part);
  return parts.length === 1
    ? powershellString(text)
    : `(${parts.map((one, index) => (index === 0 ? "" : indent) + powershellString(one)).join(" +\n")})`;
}
