import type { EventCondition, EventQuery } from "../../model/condition.ts";
import type { Literal } from "../../model/value.ts";
import { type Engine, type EventSight, thingColumn } from "./engine.ts";
import { every, type Knowledge, noneCounted, counted, not, some, unseen } from "./knowledge.ts";
import { namesThing } from "./names-thing.ts";
import {
  all,
  always,
  call,
  column,
  compare,
  type Expression,
  type Measure,
  number,
  opposite,
  type Query,
  type Stage,
  text,
} from "./kql.ts";

const device = "Computer";
/** How far back a device or a log has to be seen, seconds: a month. */
const recently = 30 * 86_400;

/**
 * A Log Analytics workspace: the tables Event and Heartbeat, whose columns are documented. Of an event's data it has
 * the XML; EventLevelName is the same for every agent, EventLevel is not.
 */
export const logAnalytics: Engine = {
  name: "Log Analytics",
  file: "LogAnalytics.kql",
  notes: [
    "Run it: the Log Analytics workspace, Logs. It asks devices with a heartbeat in the last 30 days.",
    "Taken for granted: the workspace collects every event that is asked for, of all levels, from each of these devices.",
  ],
  assumed: {},
  device,
  limits: { joins: Infinity, characters: Infinity },
  devices: {
    kind: "query",
    table: "Heartbeat",
    stages: [newerThan(recently), { stage: "distinct", columns: [device] }],
  },
  stored: () => notThere("the registry"),
  key: () => notThere("the registry"),
  serviceStart: () => notThere("how services start"),
  events,
  errors,
  other: ({ kind }) => notThere(hidden[kind] ?? `a ${kind}`),
  named,
};

const hidden: Readonly<Record<string, string>> = {
  service: "the state of services",
  process: "processes",
  file: "files",
  hotfix: "updates",
  defender: "the antivirus",
  capability: "features on demand",
  connectivity: "what a device can reach",
  mdm: "the nodes of mobile device management",
  workspace: "the workspaces of the monitoring agent",
  privilege: "with what rights a script would run",
  registry: "the registry",
};

function notThere(what: string): Knowledge {
  return unseen(`a workspace of events does not hold ${what}`);
}

function newerThan(seconds: number): Stage {
  return {
    stage: "where",
    condition: compare(column("TimeGenerated"), ">=", call("ago", { kind: "time", seconds })),
  };
}

/** The rows of the events that a query names, without what it wants of their data. */
function rowsOf({ log, provider, id, level, withinSeconds }: EventQuery): Query {
  const condition = all([
    compare(column("EventLog"), "=~", text(log)),
    compare(column("Source"), "=~", text(provider)),
    compare(column("EventID"), "==", number(id)),
    ...(level === undefined ? [] : [compare(column("EventLevelName"), "=~", text(level))]),
  ]);
  return { kind: "query", table: "Event", stages: [newerThan(withinSeconds), { stage: "where", condition }] };
}

/** Whether the workspace holds anything of a log: where it holds nothing, no event means nothing. */
function isCollected(log: string): Expression {
  const rows: Query = {
    kind: "query",
    table: "Event",
    stages: [
      newerThan(recently),
      { stage: "where", condition: compare(column("EventLog"), "=~", text(log)) },
      { stage: "count" },
    ],
  };
  return compare({ kind: "scalar", query: rows }, ">", number(0));
}

function events(query: EventQuery): EventSight | string {
  const { where } = query;
  const data = where === undefined ? undefined : dataOf(where);
  const rows = rowsOf(query);
  const ofThing = namesThing(where);
  const source: Query = {
    ...rows,
    stages: [
      ...rows.stages,
      ...extractData([...(data?.keys ?? [])]),
      // A thing that is named stands beside each event, to be compared with it.
      ...(ofThing ? [joinThings] : []),
    ],
  };
  const count = (condition: Expression): Measure => ({
    kind: "measure",
    source,
    aggregate: call("countif", condition),
    ...(ofThing ? { ofThing } : {}),
  });
  return {
    // Which of two events came later is not asked for.
    atLeast: query.since === undefined ? count(data?.matches.yes ?? always) : undefined,
    atMost: count(opposite(data?.matches.no ?? { kind: "boolean", value: false })),
    collected: isCollected(query.log),
    unseen: [...(data?.matches.unseen ?? []), `no event of the log ${query.log} is in the workspace`],
  };
}

const joinThings: Stage = {
  stage: "join",
  join: "inner",
  query: { kind: "query", table: "Things", stages: [] },
  on: [device],
};

function errors(log: string, withinSeconds: number): Knowledge {
  const source: Query = {
    kind: "query",
    table: "Event",
    stages: [
      newerThan(withinSeconds),
      { stage: "where", condition: compare(column("EventLog"), "=~", text(log)) },
    ],
  };
  const level = column("EventLevelName");
  const isError = call("in~", level, text("error"), text("critical"));
  const count: Measure = { kind: "measure", source, aggregate: call("countif", isError) };
  return {
    yes: counted(count),
    no: all([noneCounted(count), isCollected(log)]),
    unseen: [`no event of the log ${log} is in the workspace`],
  };
}

/** What each event names, one row a device and name. */
function named(query: EventQuery, key: number | string, among: readonly string[] | undefined): Query {
  const rows = rowsOf(query);
  const data = query.where === undefined ? undefined : dataOf(query.where);
  const name = datumColumn(key);
  const isNamed = all([
    ...(data === undefined ? [] : [data.matches.yes]),
    compare(column(name), "!=", text("")),
    ...(among === undefined ? [] : [call("in~", column(name), ...among.map((one) => text(one)))]),
  ]);
  return {
    ...rows,
    stages: [
      ...rows.stages,
      ...extractData([...new Set([...(data?.keys ?? []), key])]),
      { stage: "where", condition: isNamed },
      { stage: "extend", columns: [{ name: thingColumn, value: call("tolower", column(name)) }] },
      { stage: "distinct", columns: [device, thingColumn] },
    ],
  };
}

function datumColumn(key: number | string): string {
  return typeof key === "number" ? `Data${key}` : `Data_${key.replace(/\W/g, "_")}`;
}

/**
 * Data of an event as columns of text, empty where there is none. One datum without a name is text, several are a list,
 * and one with a name is an object of `@Name` and `#text`.
 */
function extractData(keys: readonly (number | string)[]): Stage[] {
  if (keys.length === 0) return [];
  const list = column("DataList");
  const xml = call("parse_xml", column("EventData"));
  const data: Expression = ["DataItem", "EventData", "Data"].reduce<Expression>(
    (of, key) => ({ kind: "member", of, key }),
    xml,
  );
  const isList = compare(call("gettype", list), "==", text("array"));
  return [
    { stage: "extend", columns: [{ name: "DataList", value: data }] },
    ...keys.flatMap((key): Stage[] => {
      if (typeof key === "string") return namedDatum(key);
      const item = `Item${key}`;
      const at: Expression = { kind: "member", of: list, key: key - 1 };
      const single = key === 1 ? list : call("dynamic", { kind: "name", name: "null" });
      const inner: Expression = { kind: "member", of: column(item), key: "#text" };
      const isObject = compare(call("gettype", column(item)), "==", text("dictionary"));
      return [
        { stage: "extend", columns: [{ name: item, value: call("iff", isList, at, single) }] },
        {
          stage: "extend",
          columns: [
            { name: datumColumn(key), value: call("tostring", call("iff", isObject, inner, column(item))) },
          ],
        },
      ];
    }),
  ];
}

/** A datum by its name, as it stands in the XML: names are written without regard to case. */
function namedDatum(key: string): Stage[] {
  const escaped = key.replace(
    /[^A-Za-z0-9_ -]/g,
    (character) => `\\x{${character.codePointAt(0)!.toString(16)}}`,
  );
  const raw = call(
    "extract",
    text(`(?i)<Data Name="${escaped}"[^>]*>([^<]*)</Data>`),
    number(1),
    column("EventData"),
  );
  const plain = (
    [
      ["&lt;", "<"],
      ["&gt;", ">"],
      ["&quot;", '"'],
      ["&apos;", "'"],
      ["&amp;", "&"],
    ] as const
  ).reduce<Expression>(
    (value, [entity, character]) => call("replace_string", value, text(entity), text(character)),
    raw,
  );
  return [{ stage: "extend", columns: [{ name: datumColumn(key), value: plain }] }];
}

interface DataCondition {
  readonly keys: ReadonlySet<number | string>;
  /** Whether the data of a row match: whether they surely do, and surely do not. */
  readonly matches: Knowledge;
}

function dataOf(condition: EventCondition): DataCondition {
  if (condition.kind !== "data") {
    const terms = condition.terms.map(dataOf);
    const matches = terms.map((term) => term.matches);
    return {
      keys: new Set(terms.flatMap(({ keys }) => [...keys])),
      matches: condition.kind === "all" ? every(matches) : some(matches),
    };
  }
  const datum = column(datumColumn(condition.key));
  const matches = some(condition.values.map((literal) => datumIs(datum, condition.operator, literal)));
  return { keys: new Set([condition.key]), matches: condition.negated ? not(matches) : matches };
}

function datumIs(datum: Expression, operator: string, literal: Literal): Knowledge {
  const told = (yes: Expression): Knowledge => ({ yes, no: opposite(yes), unseen: [] });
  if (literal.type === "missing") {
    const isEmpty = compare(datum, "==", text(""));
    return {
      yes: { kind: "boolean", value: false },
      no: opposite(isEmpty),
      unseen: ["an empty datum is not told from none"],
    };
  }
  const wanted = literal.type === "variable" ? column(thingColumn) : undefined;
  switch (operator) {
    case "is":
    case "is-one-of":
      if (wanted !== undefined) return told(compare(datum, "=~", wanted));
      // A datum is text, whatever it looks like.
      return literal.type === "text"
        ? told(compare(datum, "=~", text(literal.text)))
        : told({ kind: "boolean", value: false });
    case "contains":
      if (wanted !== undefined) return told(compare(datum, "contains", wanted));
      if (literal.type === "text") return told(compare(datum, "contains", text(literal.text)));
      return literal.type === "integer"
        ? told(call("matches regex", datum, text(`(^|[^0-9])${literal.value}([^0-9]|$)`)))
        : told({ kind: "boolean", value: false });
    default:
      // Text stands in no order.
      return told({ kind: "boolean", value: false });
  }
}
