import type { ComparisonOperator, EventQuery, Fact } from "../../model/condition.ts";
import type { Literal } from "../../model/value.ts";
import type { DataTest } from "./data-test.ts";
import type { Knowledge } from "./knowledge.ts";
import type { Measure, Query } from "./kql.ts";

/** Something that answers queries for many devices: its tables, and what they tell of the facts of rules. */
export interface Engine {
  readonly name: string;
  /** Below the folder of the rule. */
  readonly file: string;
  /** How to run it and what it needs, each a line above the query. */
  readonly notes: readonly string[];
  /** What is taken for granted of a table and is not documented, or not for all versions; by the table's name. */
  readonly assumed: Readonly<Record<string, string>>;
  /** The column by which every table names the device. */
  readonly device: string;
  readonly limits: { readonly joins: number; readonly characters: number };
  /** The column that shows a device to people, where that is another one. */
  readonly shownAs?: string;
  /** All devices, one row each. */
  readonly devices: Query;
  /** Data of a registry value. */
  readonly stored: (key: string, name: string, test: DataTest) => Knowledge;
  /** Whether a registry key is there. */
  readonly key: (key: string) => Knowledge;
  /** When a service starts, where the engine tells it otherwise than by the registry. */
  readonly serviceStart?: (name: string, start: string | undefined) => Knowledge;
  /** Whether the device is one of these, where the engine tells it otherwise than by the registry. */
  readonly product?: (names: readonly string[]) => Knowledge;
  /** Events; a reason where they are not seen at all. */
  readonly events: (query: EventQuery) => EventSight | string;
  /** Errors and critical events of a log. */
  readonly errors: (log: string, withinSeconds: number) => Knowledge;
  /** Every other fact, compared with one value, `missing` included. */
  readonly other: (fact: SeenFact, operator: ComparisonOperator, literal: Literal) => Knowledge;
  /** What each event of `each` names, where the engine sees event data: its query, one row a device and name. */
  readonly named?: (query: EventQuery, key: number | string, among: readonly string[] | undefined) => Query;
}

/** The start type of a service that starts by itself, delayed or not. */
export const anyAutomatic = "any-automatic";

/** The column that names a thing of `each`. */
export const thingColumn = "Name";

/** A fact whose slots hold text: no variables. */
export interface SeenFact extends Fact {
  readonly names: Readonly<Record<string, string>>;
}

export interface EventSight {
  /** Events that surely match; undefined where no event surely does. */
  readonly atLeast: Measure | undefined;
  /** Events that may match. */
  readonly atMost: Measure;
  /** Whether no row means no event; undefined where it always does. */
  readonly collected: Knowledge["yes"] | undefined;
  readonly unseen: readonly string[];
}
