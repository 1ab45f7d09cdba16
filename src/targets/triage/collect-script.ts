import { windowsText } from "../../encode/windows-text.ts";
import { powershellNumber, powershellString } from "../../encode/powershell.ts";
import { propertyOf } from "../../kinds/index.ts";
import type { EventCondition, EventQuery, Fact } from "../../model/condition.ts";
import { memoryKey } from "../../model/history.ts";
import type { Rule } from "../../model/rule.ts";
import { factName, keyExpression, readExpression } from "../powershell/condition.ts";
import { functionsNeeded } from "../powershell/functions.ts";
import { render } from "../templates.ts";
import { factsOf } from "../../model/facts-of.ts";

/** The script that collects, on a device, the facts that rules read: one file for all rules, which changes nothing. */
export function collectScript(rules: readonly Rule[], version: string): string {
  const context = { called: new Set(["Get-LoggedEvent", "Get-EventData", "Get-LastStart"]), notBefore: [] };
  const facts = new Map<string, { name: string; read: string; names: string | false }>();
  for (const rule of rules) {
    const used = [...factsOf(rule).map(({ fact }) => fact), lastFixOf(rule)];
    for (const fact of used.filter(isOfDevice)) {
      const isNamed = Object.values(fact.slots).some(({ type }) => type === "variable");
      const names = isNamed && rule.each !== undefined && namesExpression(rule.each);
      const entry = { name: factName(fact), read: readExpression(fact, "    ", context), names };
      facts.set(JSON.stringify(entry).toLowerCase(), entry);
    }
  }
  return windowsText(
    render("collect/collect", {
      rule: "collect",
      version,
      // Names come from events where a rule has `each`.
      each: true,
      canWhatIf: false,
      canForce: false,
      memory: "",
      functions: functionsNeeded(context.called),
      facts: [...facts.values()],
      events: eventsOf(rules),
    }),
  );
}

/** Whether a device is asked for it: events are asked for apart, and what the site says is known. */
export function isOfDevice(fact: Fact): boolean {
  return fact.event === undefined && propertyOf(fact).site === undefined;
}

/** What an expression gives the names for which facts are read: those listed, or those that were found in events. */
function namesExpression({ among, query, key }: NonNullable<Rule["each"]>): string {
  if (among !== undefined) return `@(${among.map(powershellString).join(", ")})`;
  const log = powershellString(query.log);
  const isOne = `$_.id -eq ${powershellNumber(query.id)} -and $_.log -eq ${log}`;
  const isKey = `"$($_.key)" -eq ${powershellString(String(key))}`;
  const names = `Where-Object { ${isKey} } | ForEach-Object { $_.value } | Where-Object { $_ } | Sort-Object -Unique`;
  return `@($events | Where-Object { ${isOne} } | ForEach-Object { $_.data } | ${names})`;
}

/** When the rule last repaired something: older events are history. */
export function lastFixOf(rule: Rule): Fact {
  const key = memoryKey(rule);
  const slots = { key: { type: "text", text: key }, name: { type: "text", text: "LastFix" } } as const;
  return { kind: "registry", property: "data", slots, event: undefined, text: `registry ${key} LastFix` };
}

interface EventView {
  /** What is asked, for whoever reads what was collected: see answeredBy. */
  readonly query: string;
  readonly filter: string;
  readonly within: string;
  readonly keys: string;
}

/** Each log, provider and id once, as far back as any rule looks, with the data that any rule looks at. */
function eventsOf(rules: readonly Rule[]): EventView[] {
  const found = new Map<string, { query: EventQuery; within: number; keys: Set<number | string> }>();
  const add = (query: EventQuery, keys: readonly (number | string)[]): void => {
    const id = JSON.stringify(namesOf(query)).toLowerCase();
    const known = found.get(id) ?? { query, within: 0, keys: new Set() };
    known.within = Math.max(known.within, query.withinSeconds);
    for (const key of keys) known.keys.add(key);
    found.set(id, known);
  };
  for (const rule of rules) for (const { query, keys } of eventsRead(rule)) add(query, keys);
  return [...found.values()].map(({ query, within, keys }) => ({
    query: powershellString(JSON.stringify([...namesOf(query), within, ...keys])),
    filter: `LogName = ${powershellString(query.log)}; ProviderName = ${powershellString(query.provider)}; Id = ${powershellNumber(query.id)}`,
    within: powershellNumber(within),
    keys: [...keys].map(keyExpression).join(", "),
  }));
}

const namesOf = ({ log, provider, id }: EventQuery): readonly [string, string, number] => [log, provider, id];

export interface EventRead {
  readonly query: EventQuery;
  readonly keys: readonly (number | string)[];
}

/** The events that a rule asks for, with the data that it looks at. */
export function eventsRead(rule: Rule): EventRead[] {
  const { each } = rule;
  return [
    ...(each === undefined ? [] : readsOfQuery(each.query, [each.key])),
    ...factsOf(rule).flatMap(({ fact: { event } }) => (event === undefined ? [] : readsOfQuery(event))),
  ];
}

/** What a query looks at, and what it wants to know the order of. */
function readsOfQuery(query: EventQuery, keys: readonly (number | string)[] = []): EventRead[] {
  const { where, since } = query;
  return [
    { query, keys: [...keys, ...(where === undefined ? [] : keysOf(where))] },
    ...(since === undefined ? [] : readsOfQuery(since)),
  ];
}

/** What a collecting script asked for, by its `queries`: whether it has found what a rule asks for. */
export function answeredBy(queries: readonly string[]): (read: EventRead) => boolean {
  const asked = new Map(
    queries.flatMap((text) => {
      // What is no such list has asked for nothing.
      const [log, provider, id, within, ...keys] = listOf(text);
      if (typeof within !== "number") return [];
      return [[JSON.stringify([log, provider, id]).toLowerCase(), { within, keys }] as const];
    }),
  );
  return ({ query, keys }) => {
    const known = asked.get(JSON.stringify(namesOf(query)).toLowerCase());
    return (
      known !== undefined &&
      known.within >= query.withinSeconds &&
      keys.every((key) => known.keys.includes(key))
    );
  };
}

function listOf(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function keysOf(condition: EventCondition): (number | string)[] {
  return condition.kind === "data" ? [condition.key] : condition.terms.flatMap(keysOf);
}
