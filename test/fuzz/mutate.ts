import { hostilePieces } from "../hostile-text.ts";
import type { Random } from "./random.ts";

const pieces: readonly string[] = [
  ...hostilePieces,
  ..."\0 \f \v \x85 \u202e \ud800 \u2029 \ufeff \u200b".split(" "),
  ..."constructor __proto__ toString hasOwnProperty missing present unreadable within in from where not and or is".split(
    " ",
  ),
  ..."0 -1 65536 4294967296 1e309 0x 1.2.3.4.5 -60 NaN null {} []".split(" "),
  "..\\",
  "(",
  ")",
  "{",
  "}",
  '"""',
  "//",
  "\r",
  "\r\n",
];

const lexeme = /"(?:[^"\n]|"")*"|[\w$.-]+|\s+|[^]/g;

/** A text with one to three changes: pieces left out, doubled, exchanged, replaced by others or by hostile ones, or cut off. */
export function mutateText(text: string, random: Random): string {
  const parts = text.match(lexeme) ?? [];
  for (let count = 1 + random.below(3); count > 0 && parts.length > 0; count -= 1) {
    const at = random.below(parts.length);
    const other = random.below(parts.length);
    switch (random.below(10)) {
      case 0:
        parts.splice(at, 1);
        break;
      case 1:
        parts.splice(at, 0, parts[at]!);
        break;
      case 2:
        [parts[at], parts[other]] = [parts[other]!, parts[at]!];
        break;
      case 3:
      case 4:
        // A word for a word: what comes of it often still compiles.
        if (/^\w/.test(parts[at]!) && /^\w/.test(parts[other]!)) parts[at] = parts[other]!;
        break;
      case 5:
        parts.splice(at, 0, random.pick(pieces));
        break;
      case 6:
        parts[at] = random.pick(pieces);
        break;
      case 7:
        if (/^"/.test(parts[at]!))
          parts[at] = `"${random.pick(pieces).replaceAll('"', '""')}${parts[at]!.slice(1)}`;
        else if (/^\d+$/.test(parts[at]!)) parts[at] = String(random.below(100_000));
        break;
      case 8:
        if (/^\s+$/.test(parts[at]!))
          parts[at] = random.pick([" ", "\n", "  ", "\n\n", " // note\n", "\t", "\r\n"]);
        break;
      default:
        if (random.below(10) === 0) parts.splice(at);
        else if (/^\s+$/.test(parts[at]!)) parts[at] = `${parts[at]!} `;
    }
  }
  return parts.join("");
}

const values: readonly unknown[] = [
  null,
  true,
  -1,
  2_000_000_000,
  1e300,
  0.5,
  "",
  "x",
  "\0",
  [],
  {},
  [[]],
  "__proto__",
];

/** JSON with one to three changes, of its values or of its text. */
export function mutateJson(text: string, random: Random): string {
  if (random.below(4) === 0) return mutateText(text, random);
  const root = { value: JSON.parse(text) as unknown };
  for (let count = 1 + random.below(3); count > 0; count -= 1) {
    let holder: Record<string, unknown> = root;
    let name = "value";
    for (let inner = holder[name]; isHolder(inner) && random.below(5) > 0; inner = holder[name]) {
      const names = Object.keys(inner);
      if (names.length === 0) break;
      holder = inner;
      name = random.pick(names);
    }
    switch (random.below(5)) {
      case 0:
        if (!Array.isArray(holder)) Reflect.deleteProperty(holder, name);
        break;
      case 1:
        Object.defineProperty(holder, random.pick(["constructor", "__proto__", `${name}s`, name.slice(1)]), {
          value: holder[name],
          enumerable: true,
          configurable: true,
          writable: true,
        });
        break;
      default:
        holder[name] = structuredClone(random.pick(values));
    }
  }
  // Where everything was left out, nothing is left.
  return Object.hasOwn(root, "value") ? JSON.stringify(root.value) : "";
}

function isHolder(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
