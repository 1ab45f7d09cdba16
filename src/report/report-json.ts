import type { EarlierDevice, FleetReport } from "./fleet-report.ts";
import { isObject, type JsonObject } from "./json-record.ts";
import { states } from "./fleet-report.ts";
import type { DeviceRecord, State } from "./tally.ts";
import { timeOf } from "./sighting.ts";

/** The report for machines, and for `--since`: everything but the devices on the first line, then a device a line. */
export function* reportJson(report: FleetReport, version: string, exitCode: number): Iterable<string> {
  const { until, totals, rules, unknowns, otherRules, devices, changes } = report;
  const head = { mderules: version, exitCode, until, totals, rules, unknowns, otherRules, changes };
  yield `${JSON.stringify(head).slice(0, -1)},"devices":[`;
  for (const [index, device] of devices.entries())
    yield `${index === 0 ? "" : ","}\n${JSON.stringify(deviceJson(device))}`;
  yield "\n]}\n";
}

function deviceJson({ name, time, answered, entries, said }: DeviceRecord): object {
  return {
    device: name,
    time,
    answered,
    rules: Object.fromEntries(
      [...entries].map(([rule, { state, text, time: when, tried, fixed, cameBack }]) => [
        rule,
        {
          state,
          ...(text === "" ? {} : { text }),
          ...(when === time ? {} : { time: when }),
          ...(tried ? { tried } : {}),
          ...(fixed === undefined ? {} : { fixed }),
          ...(cameBack ? { cameBack } : {}),
        },
      ]),
    ),
    said: [...said.values()].map(({ text }) => text),
  };
}

/** A device of an earlier report; undefined where this is none. */
export function earlierDevice(record: unknown): EarlierDevice | undefined {
  if (!isObject(record) || typeof record["device"] !== "string" || !isObject(record["rules"]))
    return undefined;
  const entries = Object.entries(record["rules"]).filter((entry): entry is [string, JsonObject] =>
    isObject(entry[1]),
  );
  const known = entries.flatMap(([rule, { state }]): [string, State][] =>
    (states as readonly unknown[]).includes(state) ? [[rule, state as State]] : [],
  );
  const fixed = entries.flatMap(([rule, each]): [string, string][] => {
    const time = typeof each["fixed"] === "string" ? timeOf(each["fixed"]) : undefined;
    return time === undefined ? [] : [[rule, time]];
  });
  return {
    device: record["device"],
    answered: record["answered"] === true,
    rules: new Map(known),
    fixed: new Map(fixed),
  };
}
