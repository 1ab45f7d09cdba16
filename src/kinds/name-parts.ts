import type { Fact } from "../model/condition.ts";
import { propertyOf } from "./index.ts";
import { entryOf } from "../simulate/dictionary.ts";

/**
 * The name of a fact in reports, taken apart where what an event named stands in it: one part more than there are such
 * places. Text of the rule is never looked at for the variable, for it may hold the same characters.
 */
export function nameParts(fact: Fact): readonly string[] {
  if (Object.values(fact.slots).every(({ type }) => type !== "variable")) return [fact.text];
  return formParts(fact, (text) => text);
}

/** The name of a fact in the journal, taken apart likewise: names in quotes, so that no two facts share one. */
export function keyParts(fact: Fact): readonly string[] {
  return formParts(fact, (text) => `"${text.replaceAll('"', '""')}"`);
}

function formParts(fact: Fact, show: (text: string) => string): string[] {
  const parts = [fact.kind];
  for (const word of propertyOf(fact).form.split(" ")) {
    const slot = word.startsWith("<") ? entryOf(fact.slots, word.slice(1, -1)) : undefined;
    const last = `${parts.pop()!} `;
    if (slot?.type === "variable") parts.push(last, "");
    else if (slot?.type === "text") parts.push(last + show(slot.text));
    else parts.push(last + (slot === undefined ? word : String(slot.value)));
  }
  return parts;
}
