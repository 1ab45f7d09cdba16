import { matchingEvents } from "../../kinds/event.ts";
import type { EventCondition, EventQuery } from "../../model/condition.ts";
import { type Device, type DeviceEvent, typicalDevice } from "../../simulate/device.ts";
import { interestingLiterals } from "./interesting-literals.ts";
import { allCombinations } from "./pairwise.ts";
import type { Option } from "./dimension.ts";

/** How far from a boundary of age an event is tried, seconds: scripts take time, and clocks count whole seconds. */
const margin = 120;
/** An event that is newer than any fix that is tried, and one that is older. */
const recent = 60;
const olderThanFix = 3600;

/**
 * What may have been logged where a rule asks for events: nothing, one that counts, one just within and one beyond
 * the window, one before the last fix, other data, another level, another source. `named`: what events of `each` name.
 */
export function eventOptions(query: EventQuery, named: readonly EventData[] = []): Option[] {
  const event = (changes: Partial<DeviceEvent>): DeviceEvent => ({
    log: query.log,
    provider: query.provider,
    id: query.id,
    level: query.level ?? "error",
    ageSeconds: recent,
    data: matching[0] ?? [],
    ...changes,
  });
  const logs =
    (...events: DeviceEvent[]) =>
    (device: Device): void =>
      void device.events.push(...events);
  const { matching, other } = named.length > 0 ? { matching: named, other: [] } : dataOfQuery(query);
  const options: Option[] = [
    { name: "none", apply: () => undefined },
    ...matching.map((data, index) => ({ name: `logged (${index + 1})`, apply: logs(event({ data })) })),
    ...other.map((data, index) => ({ name: `with other data (${index + 1})`, apply: logs(event({ data })) })),
    { name: "before the last fix", apply: logs(event({ ageSeconds: olderThanFix })) },
    { name: "just within the time", apply: logs(event({ ageSeconds: query.withinSeconds - margin })) },
    { name: "too old", apply: logs(event({ ageSeconds: query.withinSeconds + margin })) },
    { name: "by another provider", apply: logs(event({ provider: "Somebody-Else" })) },
    { name: "with another id", apply: logs(event({ id: query.id + 1 })) },
  ];
  if (query.since !== undefined) options.push(...orderOptions(event({}), query.since));
  if (query.level !== undefined) {
    const level = query.level === "information" ? "error" : "information";
    options.push({ name: "of another level", apply: logs(event({ level })) });
  }
  if (matching.length > 1) {
    const [one, two] = [
      event({ data: matching[0]! }),
      event({ data: matching[1]!, ageSeconds: olderThanFix }),
    ];
    options.push({ name: "two", apply: logs(two, one) });
  }
  return options;
}

/** Of these the ones without which a condition on the event would not be tried at all: none, one that counts, the order. */
export function fewEventOptions(query: EventQuery): Option[] {
  const few = query.since === undefined ? [...always, "too old"] : [...always, ...orders];
  return eventOptions(query).filter(({ name }) => few.includes(name));
}
const always = ["none", "logged (1)"];
const orders = ["after the other", "before the other"];

/** The event and the one that it has to come after: before and behind it, at the same time, and that one alone. */
function orderOptions(event: DeviceEvent, since: EventQuery): Option[] {
  const { log, provider, id } = since;
  const data = since.where === undefined ? [] : (dataOfQuery(since).matching[0] ?? []);
  const other = (ageSeconds: number): DeviceEvent => {
    return { log, provider, id, level: since.level ?? "information", ageSeconds, data };
  };
  const logs =
    (...events: DeviceEvent[]) =>
    (device: Device): void =>
      void device.events.push(...events);
  const { ageSeconds } = event;
  return [
    { name: "after the other", apply: logs(other(ageSeconds + margin), event) },
    { name: "before the other", apply: logs(event, other(Math.max(0, ageSeconds - margin / 4))) },
    { name: "between two of the others", apply: logs(other(ageSeconds + margin), event, other(0)) },
    { name: "at the same time, the other first", apply: logs(other(ageSeconds), event) },
    { name: "at the same time, the other last", apply: logs(event, other(ageSeconds)) },
    { name: "the other alone", apply: logs(other(ageSeconds)) },
  ];
}

export type EventData = DeviceEvent["data"];

/** Data that the query's condition accepts and does not accept, of each at most this many. */
const most = 3;

function dataOfQuery(query: EventQuery): { matching: EventData[]; other: EventData[] } {
  if (query.where === undefined) return { matching: [[]], other: [] };
  const keys = new Map<number | string, Set<string>>();
  collectData(query.where, keys);
  const values = [...keys.values()].map((set) => [...set]);
  const matching: EventData[] = [];
  const other: EventData[] = [];
  for (const choice of allCombinations(values.map(({ length }) => length))) {
    const data = arrange(
      [...keys.keys()].map((key, index) => [key, values[index]![choice[index]!]!] as const),
    );
    const device = typicalDevice();
    const { log, provider, id } = query;
    device.events.push({ log, provider, id, level: query.level ?? "error", ageSeconds: 0, data });
    const list = matchingEvents(device, query).length > 0 ? matching : other;
    if (list.length < most) list.push(data);
    if (matching.length === most && other.length === most) break;
  }
  return { matching, other: [...other.slice(0, most - 1), []] };
}

function collectData(condition: EventCondition, keys: Map<number | string, Set<string>>): void {
  if (condition.kind !== "data") {
    for (const term of condition.terms) collectData(term, keys);
    return;
  }
  const known = keys.get(condition.key) ?? new Set();
  keys.set(condition.key, known);
  for (const literal of condition.values) {
    if (literal.type === "integer") {
      // A number stands alone, not as part of another one.
      for (const text of [`error ${literal.value}.`, `error 1${literal.value}`]) known.add(text);
    }
  }
  for (const { literal } of interestingLiterals({ type: "text" }, condition.values)) {
    if (literal.type === "text") known.add(literal.text);
  }
}

/** Data by position, named ones after them. */
function arrange(entries: readonly (readonly [number | string, string])[]): EventData {
  const positions = entries.flatMap(([key]) => (typeof key === "number" ? [key] : []));
  const data: EventData = Array.from({ length: Math.max(0, ...positions) }, () => ({ value: "" }));
  for (const [key, value] of entries) {
    if (typeof key === "number") data[key - 1] = { value };
    else data.push({ name: key, value });
  }
  return data;
}
