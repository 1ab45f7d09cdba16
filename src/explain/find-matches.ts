import type { Asked } from "./asked.ts";
import { sourceOf } from "./sources.ts";
import type { EventUse, Subject } from "./subject.ts";

/** A rule or an application that answers, and why. */
export interface Match {
  readonly subject: Subject;
  readonly reasons: readonly Reason[];
  /** Whether it is about all that was asked, rather than touching on it. */
  readonly direct: boolean;
}

/** Why a subject answers. The weight says how much more that means than another reason. */
export type Reason = { readonly weight: number; readonly direct: boolean } & (
  | { readonly kind: "line"; readonly status: string; readonly text: string }
  | { readonly kind: "rule" | "unit"; readonly name: string }
  | { readonly kind: "error"; readonly code: number }
  | { readonly kind: "event"; readonly event: EventUse }
  /** What a rule looks for in the data of an event. */
  | { readonly kind: "data"; readonly event: EventUse; readonly data: string }
  | { readonly kind: "place"; readonly place: string }
  | { readonly kind: "state"; readonly text: string }
  | { readonly kind: "word"; readonly word: string }
);

/** Everything that answers, the best first; what is equally good stays in the order of the rulebook. */
export function findMatches(asked: readonly Asked[], subjects: readonly Subject[]): Match[] {
  const things = asked.filter(({ kind }) => kind !== "word");
  const matches = subjects.flatMap((subject) => {
    const reasons = asked.map((each) => reasonFor(each, subject));
    // Words alone find what holds all of them; beside anything else they only decide between equals.
    const found =
      things.length > 0
        ? things.some((thing) => reasons[asked.indexOf(thing)] !== undefined)
        : reasons.every((reason) => reason !== undefined);
    const direct =
      things.length > 0 &&
      things.every((thing) => reasons[asked.indexOf(thing)]?.direct === true || isOther(thing, things));
    const known = reasons.filter((reason) => reason !== undefined);
    return found && known.length > 0
      ? [{ subject, reasons: known, direct: direct && known.some((reason) => reason.direct) }]
      : [];
  });
  return matches.sort(
    (one, other) => Number(other.direct) - Number(one.direct) || weightOf(other) - weightOf(one),
  );
}

/** Each line and each name is a question of its own. */
function isOther({ kind }: Asked, things: readonly Asked[]): boolean {
  return things.length > 1 && (kind === "line" || kind === "name");
}

function weightOf({ reasons }: Match): number {
  return reasons.reduce((sum, { weight }) => sum + weight, 0);
}

function reasonFor(asked: Asked, subject: Subject): Reason | undefined {
  switch (asked.kind) {
    case "line": {
      const { rule, status, text } = asked.line;
      return rule === subject.id ? { kind: "line", status, text, weight: 100, direct: true } : undefined;
    }
    case "name":
      if (asked.name === subject.id) return { kind: "rule", name: asked.name, weight: 90, direct: true };
      return subject.covers.includes(asked.name)
        ? { kind: "unit", name: asked.name, weight: 80, direct: true }
        : undefined;
    case "code":
      return errorReason(asked.code, subject);
    case "number":
      return (
        (asked.sources === undefined ? errorReason(asked.value, subject) : undefined) ??
        eventReason(asked, subject)
      );
    case "place":
      return placeReason(asked.place, subject);
    case "word":
      return subject.words.includes(asked.word.toLowerCase())
        ? { kind: "word", word: asked.word, weight: 1, direct: false }
        : undefined;
    default:
      return asked satisfies never;
  }
}

function errorReason(code: number, { errors }: Subject): Reason | undefined {
  // 0x8007xxxx is a system error in the clothes of an HRESULT.
  const inner = code >>> 16 === 0x8007 ? code & 0xffff : undefined;
  for (const error of errors) {
    if (error.code === code) return { kind: "error", code, weight: 60, direct: true };
    if (error.code === inner) return { kind: "error", code: inner, weight: 50, direct: true };
  }
  return undefined;
}

function eventReason(
  { value, sources }: Extract<Asked, { kind: "number" }>,
  { events }: Subject,
): Reason | undefined {
  const looked = events.filter(
    (event) => event.id === value && (sources === undefined || sources.has(sourceOf(event))),
  );
  const event = looked.find(({ leads }) => leads) ?? looked[0];
  if (event === undefined) return sources === undefined ? dataReason(String(value), events) : undefined;
  return { kind: "event", event, weight: event.leads ? 55 : 15, direct: event.leads };
}

function dataReason(data: string, events: readonly EventUse[]): Reason | undefined {
  const event = events.find((each) => each.data.includes(data));
  return event && { kind: "data", event, data, weight: 12, direct: false };
}

function placeReason(place: string, { errors, states }: Subject): Reason | undefined {
  const places = errors.flatMap((error) => error.places);
  if (places.some((known) => known.toLowerCase() === place.toLowerCase()))
    return { kind: "place", place, weight: 30, direct: true };
  const state = states.find((text) => new RegExp(`\\b${place.replace(/\W/g, "\\$&")}\\b`, "i").test(text));
  if (state !== undefined) return { kind: "state", text: state, weight: 20, direct: false };
  return places.includes("All") ? { kind: "place", place: "All", weight: 10, direct: false } : undefined;
}
