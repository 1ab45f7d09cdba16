import type { Asked } from "./asked.ts";
import { factText, providerText } from "./in-hand/fact-text.ts";
import type { InHand } from "./in-hand/in-hand.ts";
import type { Words } from "./words.ts";

export function isInHand(asked: Asked): asked is InHand {
  return asked.kind === "event" || asked.kind === "fact" || asked.kind === "system-error";
}

/** One thing that was read in a pasted output, in a few words. */
export function inHandText(thing: InHand, said: Words): string {
  switch (thing.kind) {
    case "event":
      return said.event(thing.id, providerText(thing));
    case "fact":
      return factText(thing);
    case "system-error":
      return said.error(String(thing.code), []);
    default:
      return thing satisfies never;
  }
}
