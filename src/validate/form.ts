import { oneOf, suggest } from "../diagnostics/suggest.ts";
import type { Kind, Property } from "../kinds/kind.ts";
import type { Value } from "../syntax/tree.ts";
import { textOf } from "../text/source.ts";
import { tableOf } from "../text/table.ts";
import type { Context } from "./context.ts";

export function partsOf(form: string): string[] {
  return form.split(" ");
}

/** The name of the slot that a part of a form is, or nothing where it is a word that stands as it is. */
export function slotName(part: string): string | undefined {
  return part.startsWith("<") ? part.slice(1, -1) : undefined;
}

/** Whether the terms after the name of a kind are those of a property. */
export function fitsForm({ form }: Property, terms: readonly Value[]): boolean {
  const parts = partsOf(form);
  return (
    parts.length === terms.length &&
    parts.every((part, index) => {
      const term = terms[index]!;
      return slotName(part) !== undefined || (term.kind === "word" && term.text === part);
    })
  );
}

/** A property as rules write it, with something in the place of each slot. */
export function fillForm(
  kind: Kind,
  { form }: Property,
  fill: (slot: string, index: number) => string,
): string {
  const parts = partsOf(form).map((part, index) => {
    const slot = slotName(part);
    return slot === undefined ? part : fill(slot, index);
  });
  return [kind.name, ...parts].join(" ");
}

/** Says that terms, the first of which names the kind, are those of no property, and which property was meant. */
export function reportForm(kind: Kind, terms: readonly Value[], context: Context): undefined {
  const [first, ...rest] = terms;
  const last = terms.at(-1)!;
  const span = { ...first!.span, end: last.span.end };
  const found = terms.map((term) => textOf(term.span)).join(" ");
  const forms = kind.properties.map((property) => fillForm(kind, property, (slot) => `<${slot}>`));
  const remedy = remedyForTerms(kind, rest);
  if (remedy !== undefined)
    return context.report("unknownProperty", span, {
      kind: kind.name,
      found,
      forms,
      near: undefined,
      remedy,
    });
  const isCompared = /^\s+(?:is|contains|[<>])/.test(last.span.source.text.slice(last.span.end));
  if (!isCompared && kind.properties.some((property) => fitsForm(property, rest.slice(0, -1)))) {
    const before = terms.slice(0, -1).map((term) => textOf(term.span));
    const near = [...before, "is", textOf(last.span)].join(" ");
    return context.report("unknownProperty", last.span, { kind: kind.name, found, forms, near });
  }
  // Each form with the terms that were written in its slots: the nearest of these is what was meant.
  const filled = kind.properties
    .filter(({ form }) => partsOf(form).length === rest.length)
    .map((property) => fillForm(kind, property, (_, index) => textOf(rest[index]!.span)));
  const near = suggest(found, filled);
  const place = near === undefined ? span : last.span;
  return context.report("unknownProperty", place, { kind: kind.name, found, forms, near });
}

/** How other languages call comparisons. */
const comparisons = tableOf<string>({
  equals: "write `is`",
  equal: "write `is`",
  eq: "write `is`",
  has: "write `is`",
  exists: "write `is present`",
  exist: "write `is present`",
  includes: "write `contains`",
  starts: "there are no patterns: `contains` finds a part of a text",
  begins: "there are no patterns: `contains` finds a part of a text",
  ends: "there are no patterns: `contains` finds a part of a text",
  matches: "there are no patterns: `contains` finds a part of a text",
  like: "there are no patterns: `contains` finds a part of a text",
  greater: "write `>` or `>=`",
  more: "write `>` or `>=`",
  above: "write `>` or `>=`",
  newer: "write `>` or `>=`",
  less: "write `<` or `<=`",
  below: "write `<` or `<=`",
  older: "write `<` or `<=`",
});

/** What to write for terms of which one is a comparison of another language, has lost its quotes, or is left out. */
function remedyForTerms(kind: Kind, terms: readonly Value[]): string | undefined {
  const compared = terms.slice(1).find((term) => term.kind === "word" && comparisons.has(term.text));
  if (compared?.kind === "word") return comparisons.get(compared.text);
  const written = terms.map((term) => textOf(term.span));
  for (const property of kind.properties) {
    const quoted = withQuotes(kind, property, terms, written);
    if (quoted !== undefined) return `put the name in quotes: \`${quoted}\``;
  }
  const completed = kind.properties.filter((property) => lacksOneWord(property, terms));
  if (completed.length === 0) return undefined;
  const meant = completed.map((property) => fillForm(kind, property, (_, index) => written[index]!));
  return `write ${oneOf(meant)}`;
}

/** The form with the words that one slot has too many in quotes: `service "Print Spooler" state`. */
function withQuotes(
  kind: Kind,
  property: Property,
  terms: readonly Value[],
  written: readonly string[],
): string | undefined {
  const parts = partsOf(property.form);
  const more = terms.length - parts.length;
  if (more < 1) return undefined;
  for (const [index, part] of parts.entries()) {
    const end = index + more + 1;
    const own = terms.slice(index, end);
    if (slotName(part) === undefined || !own.every((term) => term.kind === "word" || term.kind === "number"))
      continue;
    const joined = [...terms.slice(0, index), own[0]!, ...terms.slice(end)];
    if (!fitsForm(property, joined)) continue;
    // A form of slots alone would take in anything.
    if (parts.every((each) => slotName(each) !== undefined)) continue;
    return [
      kind.name,
      ...written.slice(0, index),
      `"${written.slice(index, end).join(" ")}"`,
      ...written.slice(end),
    ].join(" ");
  }
  return undefined;
}

/** Whether the terms are a form without the last word of it, as in `service Spooler`. */
function lacksOneWord(property: Property, terms: readonly Value[]): boolean {
  const parts = partsOf(property.form);
  const last = parts.at(-1)!;
  if (parts.length < 2 || slotName(last) !== undefined || terms.length !== parts.length - 1) return false;
  return parts.slice(0, -1).every((part, index) => {
    const term = terms[index]!;
    return slotName(part) !== undefined
      ? term.kind === "word" || term.kind === "text"
      : textOf(term.span) === part;
  });
}
