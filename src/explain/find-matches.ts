import type { Asked } from "./asked.ts";
import { eventIsMeant, factMeaning } from "./judge-in-hand.ts";
import type { EventInHand, FactInHand } from "./in-hand/in-hand.ts";
import { sourceOf, sourcesNamed } from "./sources.ts";
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
  /** What an output says: a check of the rule does not find it on a healthy device, or the rule applies where it is so. */
  | { readonly kind: "fact"; readonly fact: FactInHand }
  | { readonly kind: "place"; readonly place: string }
  | { readonly kind: "state"; readonly text: string }
  | { readonly kind: "word"; readonly word: string }
);

/** Everything that answers, the best first; what is equally good stays in the order of the rulebook. */
export function findMatches(asked: readonly Asked[], subjects: readonly Subject[]): Match[] {
  const things = asked.filter(({ kind }) => kind !== "word");
  const matches = subjects.flatMap((subject) => {
    const reasons = asked.map((each) => reasonFor(each, subject, subjects));
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

/** Each line, each name and all that outputs say are questions of their own. */
function isOther({ kind }: Asked, things: readonly Asked[]): boolean {
  return things.length > 1 && ["line", "name", "event", "fact", "system-error"].includes(kind);
}

function weightOf({ reasons }: Match): number {
  return reasons.reduce((sum, { weight }) => sum + weight, 0);
}

function reasonFor(asked: Asked, subject: Subject, subjects: readonly Subject[]): Reason | undefined {
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
    case "event":
      return inHandReason(asked, subject, subjects);
    case "fact":
      return factReason(asked, subject);
    case "system-error":
      return errorReason(asked.code, subject) ?? dataReason(String(asked.code), subject.events);
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

function inHandReason(
  event: EventInHand,
  { events }: Subject,
  subjects: readonly Subject[],
): Reason | undefined {
  const sources = new Set(event.providers.flatMap((name) => [...sourcesNamed(name, subjects)]));
  const looked = events.filter((use) => use.id === event.id && sources.has(sourceOf(use)));
  const meant = looked.find((use) => use.leads && eventIsMeant(event, use));
  if (meant !== undefined) return { kind: "event", event: meant, weight: 55, direct: true };
  return looked[0] && { kind: "event", event: looked[0], weight: 15, direct: false };
}

function factReason(fact: FactInHand, { content }: Subject): Reason | undefined {
  const meaning = content.kind === "rule" ? factMeaning(fact, content.rule) : undefined;
  if (content.kind !== "rule" || meaning === undefined) return undefined;
  if (meaning === "concerns") return { kind: "fact", fact, weight: 8, direct: false };
  // A rule with symptoms asks for more than what is in hand.
  const { symptoms, reported, each } = content.rule;
  const direct = symptoms.length + reported.length === 0 && each === undefined;
  return { kind: "fact", fact, weight: direct ? 40 : 14, direct };
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
