import { distance } from "fastest-levenshtein";
import { errorText } from "./error-text.ts";
import { shortSource } from "./sources.ts";
import type { Subject } from "./subject.ts";

const most = 5;

/** What someone may have meant who asked for something that nothing is about; the nearest first. */
export function nearMisses(text: string, subjects: readonly Subject[]): string[] {
  const asked = text.trim().toLowerCase();
  const names = [...new Set(namesOf(subjects))];
  const near = nearTo(asked, names);
  if (near.length > 0) return near;
  // Nothing is like all of it; perhaps something is like a word of it.
  return nearTo(asked.split(/\s+/).find((word) => nearTo(word, names).length > 0) ?? "", names);
}

function nearTo(asked: string, names: readonly string[]): string[] {
  const near = names.map((name) => ({ name, between: missBetween(asked, name.toLowerCase()) }));
  const found = near
    .filter(({ between }) => between < Infinity)
    .sort((one, other) => one.between - other.between);
  return found.slice(0, most).map(({ name }) => name);
}

/** Everything that someone could have asked for. */
function namesOf(subjects: readonly Subject[]): string[] {
  return subjects.flatMap(({ id, covers, events, errors }) => [
    id,
    ...covers,
    ...events
      .filter(({ leads }) => leads)
      .map(({ id: event, provider }) => `${shortSource(provider)} ${event}`),
    ...errors.flatMap(({ code, places }) => [
      errorText(code).split(" ")[0]!,
      String(code),
      ...places.filter((place) => place !== "All"),
    ]),
  ]);
}

/** How far a name is from what was asked: a few letters, or the rest of a name of which a part was given. */
function missBetween(asked: string, name: string): number {
  if (asked.length > 3 && name.includes(asked)) return 1 + (name.length - asked.length) / 100;
  const between = distance(asked, name) + numbersApart(asked, name);
  // In a short text a letter means more, and in a number each digit does.
  const limit = /^-?[\dx]/.test(asked) ? 2 : asked.length < 5 ? 1 : Math.max(2, Math.floor(asked.length / 3));
  return Math.floor(between) <= limit ? between : Infinity;
}

/** Of two names that are equally near, the one with the nearer number is nearer. */
function numbersApart(asked: string, name: string): number {
  const [one, other] = [asked, name].map((text) => /\d+$/.exec(text)?.[0]);
  if (one === undefined || other === undefined) return 0;
  return Math.min(Math.abs(Number(one) - Number(other)), 999) / 1000;
}
