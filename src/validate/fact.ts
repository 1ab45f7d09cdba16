import { kindNamed, kinds } from "../kinds/index.ts";
import type { Property, SlotSignature } from "../kinds/kind.ts";
import type { Fact, Slot } from "../model/condition.ts";
import { describeEvents } from "../model/describe.ts";
import type { Qualifier, Value } from "../syntax/tree.ts";
import { type Span, textOf } from "../text/source.ts";
import { tableOf } from "../text/table.ts";
import type { Context } from "./context.ts";
import { toSeconds, lookingBack } from "./duration.ts";
import { toEventQuery } from "./event-query.ts";
import { fillForm, fitsForm, partsOf, reportForm, slotName } from "./form.ts";
import { qualifierName } from "./qualifier-name.ts";

/** A fact with the property it names, so that callers can check values and effects against it. */
export interface FactOfProperty {
  readonly fact: Fact;
  readonly property: Property;
}

/** Words with which people begin a condition although they are no kinds. */
const noKinds = tableOf<string>({
  device: "a named device stands in a scenario: `given device NAME`",
  if: "leave it out: a condition begins with the kind of thing that it looks at, as in `service Spooler state is running`",
  that: "leave it out: a condition begins with the kind of thing that it looks at, as in `service Spooler state is running`",
  whether:
    "leave it out: a condition begins with the kind of thing that it looks at, as in `service Spooler state is running`",
  when: "leave it out: a condition begins with the kind of thing that it looks at, as in `service Spooler state is running`",
  key: 'a key of the registry is `registry "HKLM\\..."`',
  regkey: 'a key of the registry is `registry "HKLM\\..."`',
  os: "Windows itself is `windows`, as in `windows build >= 17763`",
  patch: "an update is `hotfix KB4015217`",
  update: "an update is `hotfix KB4015217`",
  folder: 'a rule can ask for a file: `file "%ProgramFiles%\\..." is present`',
  directory: 'a rule can ask for a file: `file "%ProgramFiles%\\..." is present`',
  url: "whether an address answers is `connectivity`",
});

/**
 * The fact that terms such as `service Sense state` name. `leftOver`: qualifiers that belong to the statement
 * rather than to the fact (`as`, `within`), which the caller looks at.
 */
export function toFact(
  terms: readonly Value[],
  qualifiers: readonly Qualifier[],
  span: Span,
  context: Context,
): FactOfProperty | undefined {
  const [first, ...rest] = terms;
  const kind = first?.kind === "word" ? kindNamed(first.text) : undefined;
  if (kind === undefined) {
    return context.report("unknownKind", first?.span ?? span, {
      kind: first === undefined ? "" : textOf(first.span),
      kinds: kinds.map(({ name }) => name),
      remedy: first?.kind === "word" ? noKinds.get(first.text.toLowerCase()) : undefined,
    });
  }
  const property = kind.properties.find((candidate) => fitsForm(candidate, rest));
  if (property === undefined) return reportForm(kind, terms, context);
  const slots = toSlots(property, rest, context);
  if (slots === undefined) return undefined;
  const names = namesIn(property, rest, qualifiers);
  if (kind.name === "event") {
    const query = toEventQuery(rest[0]!, qualifiers, span, context);
    if (query === undefined) return undefined;
    const text = describeEvents(query, property.name);
    return {
      property,
      fact: { kind: kind.name, property: property.name, slots, event: query, ...names, text },
    };
  }
  const { window } = property;
  for (const qualifier of qualifiers) {
    const name = qualifierName(qualifier);
    const known = window === undefined ? [] : ["within"];
    if (qualifier.kind === "qualifier" && name === "within" && window !== undefined) {
      const seconds = toSeconds(qualifier.value, "within", lookingBack, context);
      if (seconds !== undefined) slots["within"] = { type: "integer", value: seconds };
    } else
      context.report("unknownQualifier", qualifier.span, {
        qualifier: name,
        kind: kind.name,
        qualifiers: known,
      });
  }
  // The plan says what the site does say.
  if (property.site !== undefined) slots["word"] = { type: "text", text: property.site.word({}) };
  if (window !== undefined) slots["within"] ??= { type: "integer", value: window };
  const text = fillForm(kind, property, (part) => describeSlot(slots[part]!));
  const fact = { kind: kind.name, property: property.name, slots, event: undefined, ...names, text };
  return { property, fact };
}

/** What the texts that name a thing are called. */
function namesIn(
  { form }: Property,
  terms: readonly Value[],
  qualifiers: readonly Qualifier[],
): Pick<Fact, "names"> {
  const named = partsOf(form).map((part, index) => [slotName(part), terms[index]] as const);
  const qualified = qualifiers.flatMap((qualifier) => {
    const slot = { from: "provider", in: "log" }[qualifierName(qualifier)];
    return qualifier.kind === "qualifier" && slot !== undefined ? [[slot, qualifier.value] as const] : [];
  });
  const names = [...named, ...qualified].flatMap(([slot, value]) =>
    slot === undefined || value === undefined || value.kind === "variable" || value.named === undefined
      ? []
      : [[slot, value.named] as const],
  );
  return names.length === 0 ? {} : { names: Object.fromEntries(names) };
}

function toSlots(
  property: Property,
  terms: readonly Value[],
  context: Context,
): Record<string, Slot> | undefined {
  const slots: Record<string, Slot> = {};
  let complete = true;
  for (const [index, part] of partsOf(property.form).entries()) {
    const name = slotName(part);
    if (name === undefined) continue;
    const slot = toSlot(terms[index]!, property.slots[name]!, context);
    if (slot === undefined) complete = false;
    else slots[name] = slot;
  }
  return complete ? slots : undefined;
}

function toSlot(term: Value, signature: SlotSignature, context: Context): Slot | undefined {
  const invalid = (): undefined =>
    context.report("invalidSubject", term.span, {
      text: textOf(term.span),
      expected: signature.description,
      remedy: remedyFor(term, signature, context),
    });
  if (term.kind === "variable") {
    if (context.variable?.name === term.name) {
      const wrong = context.variable.among?.find((value) => signature.normalize?.(value) !== value);
      if (wrong !== undefined && signature.normalize !== undefined)
        return context.report("invalidSubject", term.span, { text: wrong, expected: signature.description });
      return { type: "variable", name: term.name };
    }
    const names = context.variable === undefined ? [] : [`$${context.variable.name}`];
    return context.report("unknownVariable", term.span, { name: `$${term.name}`, names });
  }
  if (signature.type === "integer") {
    return term.kind === "number" && term.value >= 0 && term.value <= 65_535
      ? { type: "integer", value: term.value }
      : invalid();
  }
  if (term.kind !== "word" && term.kind !== "text") return invalid();
  const text = signature.normalize === undefined ? term.text : signature.normalize(term.text);
  return text === undefined ? invalid() : { type: "text", text };
}

function remedyFor(term: Value, signature: SlotSignature, { values }: Context): string | undefined {
  if (term.kind === "word" && values.has(term.text))
    return `a value is named with its dollar sign: \`$${term.text}\``;
  if (term.kind === "word" || term.kind === "text") return signature.remedy?.(term.text);
  return term.kind === "number" ? signature.remedy?.(String(term.value)) : undefined;
}

/** A slot as reports show it; `$name` is replaced by the value while the rule is evaluated. */
export function describeSlot(slot: Slot): string {
  switch (slot.type) {
    case "text":
      return slot.text;
    case "integer":
      return String(slot.value);
    case "variable":
      return `$${slot.name}`;
    default:
      return slot satisfies never;
  }
}
