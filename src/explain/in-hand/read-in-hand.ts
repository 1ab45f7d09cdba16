import { antivirusStatus } from "./antivirus-status.ts";
import { eventRecords } from "./event-records.ts";
import type { InHand } from "./in-hand.ts";
import { scriptLines } from "./script-lines.ts";
import { services } from "./services.ts";

/** All that a pasted output says, each once; nothing where it is no output that is known. */
export function readInHand(text: string): InHand[] {
  const plain = text.replace(/\u00a0|\u202f/g, " ").replace(/^\uFEFF/, "");
  const events = eventRecords(plain);
  // The event of a script holds the line of the script.
  const lines = scriptLines(plain).filter(
    (line) => line.kind !== "event" || !events.some((event) => event.id === line.id),
  );
  const all = [...events, ...lines, ...services(plain), ...antivirusStatus(plain)];
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
}
