import { powershellComment } from "../../encode/powershell.ts";
import { propertyOf } from "../../kinds/index.ts";
import type { EventCondition, EventQuery, Fact } from "../../model/condition.ts";
import { factsOf } from "../../model/facts-of.ts";
import { memoryKey } from "../../model/history.ts";
import type { Rule } from "../../model/rule.ts";
import {
  atom,
  block,
  call,
  type Code,
  group,
  groupedList,
  lines,
  list,
  named,
  number,
  table,
  text,
} from "../powershell/code.ts";
import { factName, keyCode, readCall } from "../powershell/condition-code.ts";
import { printScript, type PrintedScript } from "../powershell/script.ts";

/** The script that collects, on a device, the facts that rules read: one file for all rules, which changes nothing. */
export function collectScript(rules: readonly Rule[], version: string): PrintedScript {
  return printScript({
    header: {
      synopsis: "Collects the facts that the rules of mderules read on this device, as JSON.",
      purpose: "It changes nothing and writes nothing but the JSON to its output:",
      facts: [
        {
          label: "    ",
          text: "powershell.exe -File Collect.ps1 > device.json, then: mderules simulate --device device.json",
        },
      ],
      output: [
        "Of registry keys only the named values are read, of events only the data that rules look at. Names of user",
        `profiles in paths are left out. Compiled by mderules ${powershellComment(version)} for Windows PowerShell 5.1.`,
      ],
    },
    parameters: "none",
    variables: [
      { name: "queries", value: lines(eventsOf(rules)) },
      { name: "facts", value: block(...factsIn(rules)) },
    ],
    definitions: new Map(),
    main: call(
      "Invoke-Collection",
      atom("$facts"),
      named("Queries", atom("$queries")),
      named("Version", text(version)),
    ),
    version,
  });
}

/** Each fact once; those of things that events name, for each thing. */
function factsIn(rules: readonly Rule[]): Code[] {
  const facts = new Map<string, Code>();
  for (const rule of rules) {
    const used = [...factsOf(rule).map(({ fact }) => fact), lastFixOf(rule)];
    for (const fact of used.filter(isOfDevice)) {
      const isNamed = Object.values(fact.slots).some(({ type }) => type === "variable");
      const collected = call("Get-CollectedFact", factName(fact), block(readCall(fact)));
      const entry =
        isNamed && rule.each !== undefined
          ? call("Get-FactOfEach", namesCode(rule.each), block(collected))
          : collected;
      facts.set(JSON.stringify(entry).toLowerCase(), entry);
    }
  }
  return [...facts.values()];
}

/** Whether a device is asked for it: events are asked for apart, and what the site says is known. */
export function isOfDevice(fact: Fact): boolean {
  return fact.event === undefined && propertyOf(fact).site === undefined;
}

/** The names for which facts are read: those listed, or those that were found in events. */
function namesCode({ among, query, key }: NonNullable<Rule["each"]>): Code {
  if (among !== undefined) return groupedList(among.map(text));
  return group(call("Get-CollectedName", number(query.id), text(query.log), named("Key", keyCode(key))));
}

/** When the rule last repaired something: older events are history. */
export function lastFixOf(rule: Rule): Fact {
  const key = memoryKey(rule);
  const slots = { key: { type: "text", text: key }, name: { type: "text", text: "LastFix" } } as const;
  return { kind: "registry", property: "data", slots, event: undefined, text: `registry ${key} LastFix` };
}

/**
 * Each log, provider and id once, as far back as any rule looks, with the data that any rule looks at. `Asked` says the
 * same to whoever reads what was collected: see answeredBy.
 */
function eventsOf(rules: readonly Rule[]): Code[] {
  const found = new Map<string, { query: EventQuery; within: number; keys: Set<number | string> }>();
  const add = (query: EventQuery, keys: readonly (number | string)[]): void => {
    const id = JSON.stringify(namesOf(query)).toLowerCase();
    const known = found.get(id) ?? { query, within: 0, keys: new Set() };
    known.within = Math.max(known.within, query.withinSeconds);
    for (const key of keys) known.keys.add(key);
    found.set(id, known);
  };
  for (const rule of rules) for (const { query, keys } of eventsRead(rule)) add(query, keys);
  return [...found.values()].map(({ query, within, keys }) =>
    table({
      Id: number(query.id),
      From: text(query.provider),
      In: text(query.log),
      Within: number(within),
      Data: keys.size === 0 ? undefined : list([...keys].map(keyCode)),
      Asked: text(JSON.stringify([...namesOf(query), within, ...keys])),
    }),
  );
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
