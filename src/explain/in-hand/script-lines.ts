import { type EventInHand, type InHand, withDecimalErrors } from "./in-hand.ts";

// The levels are the script's own; only the id tells anything. Consoles break the line anywhere.
const line = /\[?\s*Error\s+Id\s*:\s*(\d{1,5})\s*,\s*Error\s+Level\s*:\s*-?\d+\s*\]?/gi;

const missingService = /(?<!\d)(?:1060|2185)(?!\d)/;

/** The lines that the onboarding and the offboarding script print and log: `[Error Id: 15, Error Level: 1] ...`. */
export function scriptLines(text: string): InHand[] {
  const found = [...text.matchAll(line)];
  return found.flatMap((match, index): InHand[] => {
    const rest = text.slice(match.index + match[0].length, found[index + 1]?.index);
    const message = withDecimalErrors(rest.split(/\r?\n[ \t]*\r?\n/)[0]!);
    const event: EventInHand = {
      kind: "event",
      id: Number(match[1]),
      providers: providersOf(text),
      level: "error",
      text: message,
      data: undefined,
    };
    // The service is not there; what else the message says of it is in the language of Windows.
    const missing = missingService.test(message) || /service name is invalid/i.test(message);
    const fact = {
      kind: "fact",
      thing: "service",
      property: "state",
      name: "Sense",
      value: undefined,
    } as const;
    return missing && event.id === 15 ? [event, fact] : [event];
  });
}

/** The line does not say which of the scripts wrote it; what stands around it may. */
function providersOf(text: string): readonly string[] {
  const named = ["WDATPOnboarding", "WDATPOffboarding"].filter((name) =>
    text.toLowerCase().includes(name.toLowerCase()),
  );
  return named.length > 0 ? named : ["WDATPOnboarding", "WDATPOffboarding"];
}
