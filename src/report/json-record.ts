import { roleOf, type Role } from "./columns.ts";
import { type Sighting, sightingOf, spoken, statusOf, timeOf } from "./sighting.ts";

/** The value of something that was read as JSON, as far as it is an object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Where documents keep lists of devices: Graph, advanced hunting. */
export const listNames = ["value", "results", "Results"] as const;

/** The devices that a document lists, or the document itself where it is one; for tables of Log Analytics its rows. */
export function recordsOf(document: unknown): readonly unknown[] {
  if (Array.isArray(document)) return document;
  if (!isObject(document)) return [document];
  for (const name of listNames) {
    const list = document[name];
    if (Array.isArray(list)) return list;
  }
  const tables = document["tables"];
  return Array.isArray(tables) ? tables.flatMap(tableRecords) : [document];
}

/** What a device's record says: a state of Graph, an answer to a query, or the report of the triage script. */
export function recordSightings(
  record: unknown,
  rule: string | undefined,
): readonly (Sighting | { readonly problem: string })[] {
  if (!isObject(record)) return [{ problem: "here should be an object that says something of a device" }];
  const { device, rules } = record;
  if (isObject(device) && Array.isArray(rules)) return triageSightings(device, rules);
  const values = new Map<Role, string>();
  for (const [name, value] of flat(record)) {
    const role = roleOf(name);
    if (role !== undefined && !values.has(role)) values.set(role, value);
  }
  // The id of a state of Graph is that of the remediation and that of the device.
  const own = /^[0-9a-f-]{36}:([0-9a-f-]{36})$/i.exec(textOf(record["id"] ?? record["Id"]))?.[1];
  if (own !== undefined && !values.has("id")) values.set("id", own);
  return [sightingOf((role) => values.get(role) ?? "", rule)];
}

/** Every rule of the report of one device, one by one. */
function triageSightings(
  device: JsonObject,
  rules: readonly unknown[],
): (Sighting | { readonly problem: string })[] {
  const name = textOf(device["name"]).trim();
  if (name === "") return [{ problem: "the report names no device" }];
  const common = { device: name, time: timeOf(textOf(device["time"])), errors: [] };
  return rules.map((each) => {
    const { Rule, Status, Finding, Repair, Repaired } = isObject(each) ? each : {};
    const status = statusOf(textOf(Status));
    if (typeof Rule !== "string" || status === undefined)
      return { problem: "here should be a rule with its status" };
    const repaired = statusOf(textOf(Repair));
    const silence = { text: "", lines: [] };
    return {
      ...common,
      before: spoken(Rule, status, textOf(Finding)),
      repair: repaired === undefined ? silence : spoken(Rule, repaired, textOf(Repaired)),
      after: silence,
    };
  });
}

function tableRecords(table: unknown): JsonObject[] {
  if (!isObject(table)) return [];
  const { columns, rows } = table;
  if (!Array.isArray(columns) || !Array.isArray(rows)) return [];
  const names = columns.map((column) => (isObject(column) ? textOf(column["name"]) : ""));
  return rows.map((row) =>
    Object.fromEntries(names.map((name, index) => [name, Array.isArray(row) ? row[index] : undefined])),
  );
}

/** The values of an object by name; those of an object in it by both names. */
function flat(record: JsonObject): [name: string, value: string][] {
  return Object.entries(record).flatMap(([name, value]): [string, string][] =>
    isObject(value)
      ? Object.entries(value).map(([inner, each]) => [`${name}.${inner}`, textOf(each)])
      : [[name, textOf(value)]],
  );
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
