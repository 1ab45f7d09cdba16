import { dataOf } from "../kinds/event.ts";
import { propertyOf } from "../kinds/index.ts";
import type { Fact } from "../model/condition.ts";
import type { Rule } from "../model/rule.ts";
import type { Given } from "../model/scenario.ts";
import { denyAccess } from "../simulate/describe-device.ts";
import { type Device, type DeviceEvent, deviceNow, typicalDevice } from "../simulate/device.ts";
import { factText, resolveSlots } from "../simulate/truth.ts";
import {
  answeredBy,
  type EventRead,
  eventsRead,
  isOfDevice,
  lastFixOf,
} from "../targets/triage/collect-script.ts";
import { factsOf } from "../model/facts-of.ts";

/** What the collecting script prints. */
export interface Collected {
  /** When, as ISO 8601. */
  readonly collected: string;
  readonly facts: readonly CollectedFact[];
  /** The events that were asked for, as src/targets/triage/collect-script.ts writes them. */
  readonly queries: readonly string[];
  readonly events: readonly (CollectedEvent | { readonly log: string; readonly unreadable: string })[];
}

interface CollectedFact {
  /** As reports name it. */
  readonly name: string;
  /** Neither: the thing is missing. */
  readonly value?: string | number;
  readonly unreadable?: string;
}

interface CollectedEvent extends Pick<DeviceEvent, "log" | "provider" | "id" | "ageSeconds"> {
  readonly level: number;
  readonly data: readonly { readonly key: number | string; readonly value: string }[];
}

const levels = ["error", "critical", "error", "warning", "information"] as const;

export interface CollectedDevice {
  readonly device: Device;
  /** What the rules read and the script did not ask for, because it was made for other rules; it cannot be read. */
  readonly lacking: readonly string[];
}

/** What a rule reads; worked out once for thousands of devices. */
export interface RuleReads {
  readonly rule: Rule;
  readonly events: readonly EventRead[];
  readonly facts: readonly Fact[];
}

export function readsOf(rules: readonly Rule[]): readonly RuleReads[] {
  return rules.map((rule) => {
    const facts = factsOf(rule).flatMap(({ fact }) => (isOfDevice(fact) ? [fact] : []));
    return { rule, events: eventsRead(rule), facts: [...facts, lastFixOf(rule)] };
  });
}

/** The device that was collected, as far as rules can see it. */
export function collectedDevice(
  { collected, facts, queries, events }: Collected,
  reads: readonly RuleReads[],
): CollectedDevice {
  const isAnswered = answeredBy(queries);
  const device: Device = { ...typicalDevice(), registry: {}, services: {} };
  const denied = new Set<string>();
  const lacking = new Set<string>();
  const missing: (() => void)[] = [];
  const byName = new Map(facts.map((fact) => [fact.name.toLowerCase(), fact]));
  for (const event of events) {
    if ("unreadable" in event) denied.add(`log:${event.log.toLowerCase()}`);
    else device.events.unshift(toEvent(event));
  }
  for (const { rule, events: asked, facts: used } of reads) {
    for (const { query } of asked.filter((read) => !isAnswered(read))) {
      denied.add(`log:${query.log.toLowerCase()}`);
      lacking.add(`event ${query.id} from ${query.provider} in ${query.log}`);
    }
    for (const fact of used) {
      const isNamed = Object.values(fact.slots).some(({ type }) => type === "variable");
      for (const each of isNamed ? namesOf(rule, device) : [undefined]) {
        const name = factText(fact, { each });
        const found = byName.get(name.toLowerCase());
        const slots = resolveSlots(fact, { each });
        const { simulation } = propertyOf(fact);
        if (found === undefined) lacking.add(name);
        if (found === undefined || found.unreadable !== undefined) denied.add(simulation.resource(slots));
        else if (found.value !== undefined)
          simulation.describe(device, slots, givenOf(fact, found.value, collected));
        else
          missing.push(() => {
            const left = simulation.read(device, slots, fact);
            if (left.known && left.value !== undefined)
              simulation.describe(device, slots, givenOf(fact, undefined, collected));
          });
      }
    }
  }
  // What is described brings along what usually is there with it; what the device lacks is taken away again.
  for (const takeAway of missing) takeAway();
  const uptime = byName.get("uptime")?.value;
  if (typeof uptime === "number") device.uptimeSeconds = uptime;
  for (const resource of denied) denyAccess(device, resource);
  return { device, lacking: [...lacking] };
}

function namesOf({ each }: Rule, { events }: Device): readonly string[] {
  if (each === undefined) return [];
  if (each.among !== undefined) return each.among;
  return events.filter(({ id }) => id === each.query.id).flatMap((event) => dataOf(event, each.key) ?? []);
}

function toEvent({ level, data, ...event }: CollectedEvent): DeviceEvent {
  const arranged: DeviceEvent["data"] = [];
  for (const { key, value } of data) {
    if (typeof key === "number") {
      while (arranged.length < key) arranged.push({ value: "" });
      arranged[key - 1] = { value };
    } else {
      arranged.push({ name: key, value });
    }
  }
  return { ...event, level: levels[level] ?? "information", data: arranged };
}

function givenOf(fact: Fact, found: string | number | undefined, collected: string): Given {
  const span = { source: { path: "", text: "" }, start: 0, end: 0 };
  const { type } = propertyOf(fact).type;
  const text = String(found);
  const value: Given["value"] =
    found === undefined
      ? { type: "missing" }
      : type === "word" || type === "presence"
        ? { type: "word", word: text }
        : type === "version"
          ? { type: "version", text }
          : typeof found === "number"
            ? { type: "integer", value: found }
            : { type: "text", text: fact.text.endsWith(" LastFix") ? moved(text, collected) : text };
  return { fact, value, valueType: undefined, event: undefined, span };
}

/** Simulated devices live at a moment of their own. */
function moved(time: string, collected: string): string {
  const at = Date.parse(time) - Date.parse(collected) + deviceNow;
  return Number.isNaN(at) ? time : new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}
