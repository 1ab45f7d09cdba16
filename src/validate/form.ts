import { suggest } from "../diagnostics/suggest.ts";
import type { Kind, Property } from "../kinds/kind.ts";
import type { Value } from "../syntax/tree.ts";
import { textOf } from "../text/source.ts";
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
