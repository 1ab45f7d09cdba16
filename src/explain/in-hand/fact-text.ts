import type { FactInHand, InHand } from "./in-hand.ts";

/** What an output says of a device, in the words of the rules: `service Sense state is stopped`. */
export function factText({ thing, name, property, value }: FactInHand): string {
  return `${[thing, name, property].filter((part) => part !== undefined).join(" ")} is ${value ?? "missing"}`;
}

/** Where an event comes from, as far as the output says it. */
export function providerText({ providers }: Extract<InHand, { kind: "event" }>): string {
  return providers.join(" / ");
}
