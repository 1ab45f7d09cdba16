import { serviceKey } from "../../kinds/service.ts";
import type { ComparisonOperator, EventQuery } from "../../model/condition.ts";
import type { Literal } from "../../model/value.ts";
import type { ClientTables } from "./client-tables.ts";
import { dataCondition } from "./data-condition.ts";
import type { DataTest } from "./data-test.ts";
import { anyAutomatic, type Engine, type EventSight, type SeenFact } from "./engine.ts";
import { counted, type Knowledge, noneCounted, not, unseen } from "./knowledge.ts";
import {
  all,
  always,
  any,
  call,
  column,
  compare,
  type Expression,
  isConstant,
  type Measure,
  never,
  opposite,
  type Query,
  text,
} from "./kql.ts";

export interface ClientOptions extends Pick<Engine, "name" | "file" | "notes" | "assumed" | "limits"> {
  /** Whether the keys of all services are read at once: one join for several of them. */
  readonly servicesTogether: boolean;
  /** Whether a value without a row is missing; undefined with the reason why not. */
  readonly missingIsSeen: true | string;
}

/** An engine that asks the device itself and answers from small tables: no event data, levels perhaps in its language. */
export function clientEngine(tables: ClientTables, options: ClientOptions): Engine {
  const { device } = tables;
  const engine = options.name;
  const rows = (table: string, ...values: readonly Expression[]): Query => ({
    kind: "query",
    table,
    ...(values.length > 0 ? { arguments: values } : {}),
    stages: [],
  });
  const count = (source: Query, condition: Expression): Measure => ({
    kind: "measure",
    source,
    aggregate: call("countif", condition),
  });

  /** The rows of one key, and the condition that a row is of it. */
  function keyRows(key: string): { source: Query; isOfKey: Expression } {
    const service = serviceOf(key);
    if (!options.servicesTogether || service === undefined)
      return { source: rows(tables.registry.table, text(keyPath(tables, key))), isOfKey: always };
    return {
      source: rows(tables.registry.table, text(keyPath(tables, `${servicesKey}\\*`))),
      isOfKey: compare(column("Key"), "endswith", text(`\\${service}`)),
    };
  }

  function stored(key: string, name: string, test: DataTest): Knowledge {
    const { source, isOfKey } = keyRows(key);
    const isValue = all([isOfKey, compare(column(tables.registry.name), "==", text(name))]);
    const holds = dataCondition(column(tables.registry.data), test);
    const yes = counted(count(source, all([isValue, holds])));
    if (options.missingIsSeen === true)
      return { yes, no: noneCounted(count(source, all([isValue, holds]))), unseen: [] };
    const differs = opposite(holds);
    return {
      yes,
      no: isConstant(differs, false) ? never : counted(count(source, all([isValue, differs]))),
      unseen: [options.missingIsSeen],
    };
  }

  /** A service that has a key and is not listed is hidden, and not missing; a driver is never listed. */
  function serviceStateIs(name: string, state: string | undefined): Knowledge {
    const { table, name: nameColumn, state: stateColumn } = tables.service;
    const isListed = compare(column(nameColumn), "==", text(name));
    const inState =
      state === undefined ? always : compare(column(stateColumn), "==", text(tables.states(state)));
    const differs = opposite(inState);
    const missing = all([noneCounted(count(rows(table), isListed)), noServiceKey(name)]);
    return {
      yes: counted(count(rows(table), all([isListed, inState]))),
      no: any([
        ...(isConstant(differs, false) ? [] : [counted(count(rows(table), all([isListed, differs])))]),
        missing,
      ]),
      unseen: [`${engine} lists no service that is hidden`],
    };
  }

  /** That a service has no key; where a missing value is not seen, neither is a missing key. */
  function noServiceKey(name: string): Expression {
    if (options.missingIsSeen !== true) return never;
    const { source, isOfKey } = keyRows(serviceKey(name));
    return noneCounted(count(source, isOfKey));
  }

  function isThere(source: Query, condition: Expression = { kind: "boolean", value: true }): Knowledge {
    const matching = count(source, condition);
    return { yes: counted(matching), no: noneCounted(matching), unseen: [] };
  }

  function events(query: EventQuery): EventSight {
    const { id, provider } = tables.events;
    const source = rows(tables.events.table, text(query.log), { kind: "time", seconds: query.withinSeconds });
    const same = [
      compare(column(id), "==", { kind: "number", value: query.id }),
      compare(column(provider), "==", text(query.provider)),
    ];
    const levels = levelConditions(tables, query.level === undefined ? [] : [query.level]);
    return {
      atLeast:
        query.where === undefined && query.since === undefined
          ? count(source, all([...same, levels.surely]))
          : undefined,
      atMost: count(source, all([...same, levels.perhaps])),
      collected: undefined,
      unseen: [
        ...(query.since === undefined ? [] : ["which of two events came later is not asked for"]),
        ...(query.where === undefined ? [] : [`${engine} does not see the data of events`]),
        ...(query.level !== undefined && tables.localLevels
          ? [`${engine} tells the level of an event in the language of the device; English is understood`]
          : []),
      ],
    };
  }

  function errors(log: string, withinSeconds: number): Knowledge {
    const source = rows(tables.events.table, text(log), { kind: "time", seconds: withinSeconds });
    const levels = levelConditions(tables, ["critical", "error"]);
    const sight = {
      yes: counted(count(source, levels.surely)),
      no: noneCounted(count(source, levels.perhaps)),
    };
    return {
      ...sight,
      unseen: tables.localLevels
        ? [`${engine} tells the level of an event in the language of the device; English is understood`]
        : [],
    };
  }

  function other(fact: SeenFact, operator: ComparisonOperator, literal: Literal): Knowledge {
    const isMissing = literal.type === "missing";
    const word = literal.type === "word" ? literal.word : undefined;
    switch (`${fact.kind} ${fact.property}`) {
      case "service state": {
        const is = serviceStateIs(fact.names["name"]!, word);
        return isMissing ? not(is) : is;
      }
      case "process state": {
        const runs = isThere(
          rows(tables.process.table),
          compare(column(tables.process.name), "==", text(fact.names["name"]!)),
        );
        return isMissing ? not(runs) : runs;
      }
      case "file presence":
        return not(isThere(rows(tables.file.table, text(fact.names["path"]!))));
      case "file version":
        return isMissing ? unseen(`${engine} does not tell a file without a version`) : unseen(versions);
      case "hotfix state": {
        if (tables.updates === undefined)
          return unseen(`${engine} lists updates as of the last inventory only`);
        const listed = isThere(
          rows(tables.updates.table),
          compare(column(tables.updates.id), "==", text(fact.names["id"]!)),
        );
        return isMissing ? not(listed) : listed;
      }
      case "defender mode": {
        if (tables.antivirus === undefined)
          return unseen(`${engine} does not see the state of the antivirus`);
        const mode = column(tables.antivirus.mode);
        const table = rows(tables.antivirus.table);
        const reason = `${engine} has no row of an antivirus that does not run`;
        if (isMissing || operator === "contains")
          return {
            yes: never,
            no: counted(count(table, { kind: "boolean", value: true })),
            unseen: [reason],
          };
        const has = compare(mode, "==", text(antivirusModes[word ?? ""] ?? ""));
        return {
          yes: counted(count(table, has)),
          no: counted(count(table, opposite(has))),
          unseen: [reason],
        };
      }
      case "defender platform":
        return tables.antivirus === undefined
          ? unseen(`${engine} does not see the state of the antivirus`)
          : unseen(versions);
      default:
        return unseen(`${engine} does not see ${thingsOf[fact.kind] ?? `a ${fact.kind}`}`);
    }
  }

  const versions = `${engine} cannot compare versions`;
  const keyIsThere = (key: string): Knowledge =>
    tables.keys === undefined
      ? unseen(`${engine} does not tell whether a key is there`)
      : isThere(rows(tables.keys.table, text(keyPath(tables, key))));

  return {
    ...options,
    device,
    devices: { ...rows(tables.devices.table), stages: [{ stage: "project", columns: [{ name: device }] }] },
    stored,
    key: keyIsThere,
    ...(options.missingIsSeen === true ? {} : { serviceStart: listedStart(tables, count, rows) }),
    events,
    errors,
    other,
  };
}

/** Start types as a table of services lists them: drivers may be left out, and a delay is not told. */
function listedStart(
  { service }: ClientTables,
  count: (source: Query, condition: Expression) => Measure,
  rows: (table: string) => Query,
): NonNullable<Engine["serviceStart"]> {
  return (name, start) => {
    const isService = compare(column(service.name), "==", text(name));
    const unlisted = "a driver may not be listed";
    if (start === undefined)
      return { yes: never, no: counted(count(rows(service.table), isService)), unseen: [unlisted] };
    const isSo = compare(column(service.start), "==", text(listedStarts[start]!));
    const listed = counted(count(rows(service.table), all([isService, isSo])));
    const differs = counted(count(rows(service.table), all([isService, opposite(isSo)])));
    const isAutomatic = start === "automatic" || start === "automatic-delayed";
    return isAutomatic
      ? { yes: never, no: differs, unseen: ["a delayed start is not told from one without delay"] }
      : { yes: listed, no: differs, unseen: [unlisted] };
  };
}

const listedStarts: Readonly<Record<string, string>> = {
  boot: "BOOT_START",
  system: "SYSTEM_START",
  automatic: "AUTO_START",
  [anyAutomatic]: "AUTO_START",
  "automatic-delayed": "AUTO_START",
  manual: "DEMAND_START",
  disabled: "DISABLED",
};

/** `AMRunningMode` of Get-MpComputerStatus. */
const antivirusModes: Readonly<Record<string, string>> = {
  normal: "Normal",
  passive: "Passive Mode",
  "sxs-passive": "SxS Passive Mode",
  "edr-block": "EDR Block Mode",
  "not-running": "Not running",
};

const thingsOf: Readonly<Record<string, string>> = {
  capability: "features on demand",
  connectivity: "what a device can reach",
  mdm: "the nodes of mobile device management",
  workspace: "the workspaces of the monitoring agent",
  privilege: "with what rights a script would run",
  registry: "the type of a registry value",
};

const servicesKey = "HKLM\\SYSTEM\\CurrentControlSet\\Services";

function serviceOf(key: string): string | undefined {
  return key.toLowerCase().startsWith(`${servicesKey.toLowerCase()}\\`)
    ? key.slice(servicesKey.length + 1)
    : undefined;
}

function keyPath({ hive }: ClientTables, key: string): string {
  return key.replace(/^HKLM\\/i, () => hive);
}

/** Whether an event surely has, and may have, one of the levels; both true where none is asked for. */
function levelConditions(
  { events, levels, localLevels }: ClientTables,
  wanted: readonly ("critical" | "error" | "warning" | "information")[],
): { surely: Expression; perhaps: Expression } {
  const level = column(events.level);
  if (wanted.length === 0)
    return { surely: { kind: "boolean", value: true }, perhaps: { kind: "boolean", value: true } };
  const surely = any(wanted.map((one) => compare(level, "==", text(levels[one]))));
  if (!localLevels) return { surely, perhaps: surely };
  const others = Object.entries(levels).filter(([name]) => !(wanted as readonly string[]).includes(name));
  // A word of another language may mean anything; the English ones mean what they say.
  return { surely, perhaps: all(others.map(([, word]) => compare(level, "!=", text(word)))) };
}
