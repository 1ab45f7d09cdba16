import type { EventCondition, EventQuery } from "../model/condition.ts";
import { conditionHoldsOf } from "../simulate/compare.ts";
import type { Device, DeviceEvent } from "../simulate/device.ts";
import { deniedLog } from "./access.ts";
import type { Kind } from "./kind.ts";

/** Entries of the Windows event logs. */
export const event: Kind = {
  name: "event",
  summary:
    "An entry of a Windows event log, by id, provider, log and age, perhaps with a level and conditions on its data.",
  properties: [
    {
      name: "presence",
      form: "<id>",
      slots: { id: { type: "integer", description: "an event id, 0 to 65535" } },
      summary:
        "Whether such an event was logged within the time; an event older than the rule's last successful fix does not count.",
      type: { type: "presence" },
      read: { name: "Get-LoggedEvent", parameters: {} },
      write: { reason: "what was logged stays logged" },
      simulation: {
        resource: ({ log }) => `log:${log!.toLowerCase()}`,
        // Whether there is an event depends on the rule too (its last fix, its variable): src/simulate/truth.ts asks on.
        read: (device, _slots, fact) =>
          deniedLog(device, fact.event!.log) ?? { known: true, value: undefined },
        describe: (device, _slots, given) => {
          const query = given.fact.event!;
          if (given.value.type === "missing") {
            const missing = new Set(matchingEvents(device, query));
            device.events = device.events.filter((logged) => !missing.has(logged));
            return;
          }
          const details = given.event ?? { ageSeconds: 3600, data: [] };
          device.events.push({
            log: query.log,
            provider: query.provider,
            id: query.id,
            level: query.level ?? "error",
            ageSeconds: details.ageSeconds,
            data: details.data.map((value) => ({ value })),
          });
        },
      },
    },
    {
      name: "count",
      form: "<id> count",
      slots: { id: { type: "integer", description: "an event id, 0 to 65535" } },
      summary: "How many such events count, 1000 at most.",
      type: { type: "integer", minimum: 0, maximum: 1000 },
      read: { name: "Get-LoggedEvent", parameters: {} },
      write: { reason: "what was logged stays logged" },
      simulation: {
        resource: ({ log }) => `log:${log!.toLowerCase()}`,
        read: (device, _slots, fact) => deniedLog(device, fact.event!.log) ?? { known: true, value: 0 },
        describe: () => {
          throw new Error("a scenario gives events, not their number");
        },
      },
    },
  ],
};

/** The events of a device that a query asks for, newest first, of the same age what was logged last; `notBefore`: seconds of age beyond which they do not count. */
export function matchingEvents(device: Device, query: EventQuery, notBefore = Infinity): DeviceEvent[] {
  return device.events
    .filter(
      (candidate) =>
        candidate.id === query.id &&
        candidate.provider.toLowerCase() === query.provider.toLowerCase() &&
        candidate.log.toLowerCase() === query.log.toLowerCase() &&
        candidate.ageSeconds <= Math.min(query.withinSeconds, notBefore) &&
        (query.level === undefined || candidate.level === query.level) &&
        (query.where === undefined || dataMatches(candidate, query.where)),
    )
    .reverse()
    .sort((one, other) => one.ageSeconds - other.ageSeconds);
}

function dataMatches(candidate: DeviceEvent, condition: EventCondition): boolean {
  if (condition.kind === "all") return condition.terms.every((term) => dataMatches(candidate, term));
  if (condition.kind === "any") return condition.terms.some((term) => dataMatches(candidate, term));
  return conditionHoldsOf(dataOf(candidate, condition.key), condition);
}

/** A datum of an event by position from 1, or by name; undefined where there is none. */
export function dataOf(candidate: DeviceEvent, key: number | string): string | undefined {
  if (typeof key === "number") return candidate.data[key - 1]?.value;
  return candidate.data.find(({ name }) => name?.toLowerCase() === key.toLowerCase())?.value;
}
