import type { Phrase, Rule, RuleSeverity } from "../model/rule.ts";
import { severities } from "../model/rule.ts";
import type { DeviceRecord, Entry, State, Tally } from "./tally.ts";

/** What came of it: the answer to all questions that the outputs put to the exports. */
export interface FleetReport {
  /** The newest time of all exports. */
  readonly until: string | undefined;
  readonly totals: Totals;
  /** In the order of the rulebook; those that no export speaks of are not among them. */
  readonly rules: readonly RuleReport[];
  readonly unknowns: readonly Unknown[];
  /** Lines about rules that the rulebook does not have. */
  readonly otherRules: readonly { readonly rule: string; readonly lines: number }[];
  readonly devices: readonly DeviceRecord[];
  readonly changes: Changes | undefined;
}

export interface Totals {
  readonly devices: number;
  /** Devices from which no line came. */
  readonly silent: number;
  /** Devices with a rule that is not in order, that was repaired, that waits for a person or a restart, that cannot be told. */
  readonly wrong: number;
  readonly repaired: number;
  readonly waiting: number;
  readonly unknown: number;
  readonly rows: number;
  readonly lines: number;
  readonly otherOutputs: number;
  readonly unreadableOutputs: number;
}

export interface RuleReport {
  readonly rule: string;
  readonly title: Phrase;
  readonly severity: RuleSeverity;
  readonly devices: Readonly<Record<State, number>>;
  /** On how many devices it is the first cause: what to look at before other rules. */
  readonly first: number;
  /** On how many devices a script tried to repair it, and on how many of those it never did. */
  readonly tried: number;
  readonly neverFixed: boolean;
  /** On how many devices it was found again after a repair. */
  readonly cameBack: number;
}

/** Why something could not be told, on how many devices. */
export interface Unknown {
  readonly reason: string;
  readonly devices: number;
  readonly rules: readonly string[];
}

/** How a device stood in an earlier report. */
export interface EarlierDevice {
  readonly device: string;
  readonly answered: boolean;
  readonly rules: ReadonlyMap<string, State>;
  /** When rules were last repaired. */
  readonly fixed: ReadonlyMap<string, string>;
}

/** A report that was made before. */
export interface EarlierReport {
  readonly until: string | undefined;
  /** By name in small letters. */
  readonly devices: ReadonlyMap<string, EarlierDevice>;
}

export interface Changes {
  /** The time of the earlier report. */
  readonly since: string | undefined;
  readonly newDevices: readonly string[];
  readonly goneDevices: readonly string[];
  /** Devices that had answered and do not any more. */
  readonly silentNow: readonly string[];
  /** By rule: devices on which the problem is new, or gone, or as it was. */
  readonly rules: readonly RuleChange[];
}

export interface RuleChange {
  readonly rule: string;
  readonly appeared: readonly string[];
  readonly gone: readonly string[];
  readonly stayed: number;
}

export const states: readonly State[] = [
  "unhealthy",
  "failed",
  "manual",
  "restart-needed",
  "unknown",
  "fixed",
  "healthy",
  "in-order",
  "not-applicable",
  "what-if",
  "undone",
  "changed",
  "nothing-to-undo",
];
/** What somebody has to do something about. */
const waitingStates: ReadonlySet<State> = new Set(["unhealthy", "failed", "manual", "restart-needed"]);

export function isWaiting(state: State): boolean {
  return waitingStates.has(state);
}

/** The report of a tally; `earlier` is the one before, `undefined` where nobody gave it. */
export function fleetReport(tally: Tally, rules: readonly Rule[], earlier?: EarlierReport): FleetReport {
  if (earlier !== undefined) markReturns(tally, earlier.devices);
  const places = new Map(rules.map(({ id }, index) => [id, index]));
  const devices = [...tally.devices.values()].sort(byName).map((device) => ({
    ...device,
    entries: new Map([...device.entries].sort(([one], [other]) => places.get(one)! - places.get(other)!)),
  }));
  const counts = new Map(rules.map((rule) => [rule.id, emptyCounts()]));
  const unknowns = new Map<string, { devices: Set<string>; rules: Set<string> }>();
  const order = inOrderOfCause(rules);
  const totals = { silent: 0, wrong: 0, repaired: 0, waiting: 0, unknown: 0 };
  for (const device of devices) {
    const entries = [...device.entries];
    if (!device.answered) totals.silent += 1;
    if (entries.some(([, { state }]) => isWaiting(state) || state === "fixed")) totals.wrong += 1;
    if (entries.some(([, { state }]) => state === "fixed")) totals.repaired += 1;
    if (entries.some(([, { state }]) => isWaiting(state))) totals.waiting += 1;
    if (entries.some(([, { state }]) => state === "unknown")) totals.unknown += 1;
    for (const [rule, entry] of entries) {
      countEntry(counts.get(rule)!, entry);
      if (entry.state !== "unknown") continue;
      const reason = reasonOf(entry.text);
      const found = unknowns.get(reason) ?? { devices: new Set(), rules: new Set() };
      found.devices.add(device.name);
      found.rules.add(rule);
      unknowns.set(reason, found);
    }
    const cause = firstCause(device, order);
    if (cause !== undefined) counts.get(cause)!.first += 1;
  }
  return {
    until: devices.reduce<string | undefined>((newest, { time }) => later(newest, time), undefined),
    totals: {
      devices: devices.length,
      ...totals,
      rows: tally.rows,
      lines: tally.lines,
      otherOutputs: tally.otherOutputs,
      unreadableOutputs: tally.unreadableOutputs,
    },
    rules: rules.flatMap((rule) => ruleReport(rule, counts.get(rule.id)!)),
    unknowns: [...unknowns]
      .map(([reason, found]) => ({ reason, devices: found.devices.size, rules: [...found.rules].sort() }))
      .sort((one, other) => other.devices - one.devices || compare(one.reason, other.reason)),
    otherRules: [...tally.otherRules]
      .map(([rule, lines]) => ({ rule, lines }))
      .sort((one, other) => other.lines - one.lines || compare(one.rule, other.rule)),
    devices,
    changes: earlier && changesSince(tally, earlier, rules),
  };
}

interface Counts {
  readonly devices: Record<State, number>;
  first: number;
  tried: number;
  /** Devices on which a repair was tried and is the last that is known of the rule, and on which it was one at any time. */
  fixed: number;
  cameBack: number;
}

function emptyCounts(): Counts {
  const devices = Object.fromEntries(states.map((state) => [state, 0])) as Record<State, number>;
  return { devices, first: 0, tried: 0, fixed: 0, cameBack: 0 };
}

function countEntry(counts: Counts, { state, tried, fixed, cameBack }: Entry): void {
  counts.devices[state] += 1;
  if (tried) counts.tried += 1;
  if (state === "fixed" || fixed !== undefined) counts.fixed += 1;
  if (cameBack) counts.cameBack += 1;
}

function ruleReport({ id, title, severity }: Rule, counts: Counts): RuleReport[] {
  const { devices, first, tried, fixed, cameBack } = counts;
  if (Object.values(devices).every((count) => count === 0)) return [];
  const neverFixed = tried > 0 && fixed === 0 && devices["restart-needed"] < tried;
  return [{ rule: id, title, severity, devices, first, tried, neverFixed, cameBack }];
}

/** The reason that a line of an unknown verdict gives: what stands in parentheses, or all of it. */
function reasonOf(text: string): string {
  const reasons = [...text.matchAll(/ \(([A-Za-z][A-Za-z0-9]*)\)/g)].map(([, reason]) => reason!);
  if (reasons.length > 0) return [...new Set(reasons)].sort().join(", ");
  return text === "" ? "no reason given" : text;
}

interface CauseOrder {
  readonly rules: readonly Rule[];
  readonly see: ReadonlyMap<string, readonly string[]>;
}

/** The most severe first, in the order of the rulebook, as the triage script looks. */
function inOrderOfCause(rules: readonly Rule[]): CauseOrder {
  const rank = ({ severity }: Rule): number => severities.indexOf(severity);
  return {
    rules: [...rules].sort((one, other) => rank(one) - rank(other)),
    see: new Map(rules.map(({ id, see }) => [id, see])),
  };
}

/** What to look at first on a device: the most severe that is open, and from there to what it leads to. */
function firstCause({ entries }: DeviceRecord, { rules, see }: CauseOrder): string | undefined {
  const isOpen = (rule: string): boolean => {
    const state = entries.get(rule)?.state;
    return state !== undefined && isWaiting(state) && state !== "restart-needed";
  };
  if (![...entries.keys()].some(isOpen)) return undefined;
  let cause = rules.find(({ id }) => isOpen(id))!.id;
  const seen = new Set<string>();
  while (!seen.has(cause)) {
    seen.add(cause);
    cause = see.get(cause)?.find((next) => isOpen(next) && !seen.has(next)) ?? cause;
  }
  return cause;
}

/** What was repaired before the earlier report was made and is found at a later time came back. */
function markReturns({ devices }: Tally, earlier: ReadonlyMap<string, EarlierDevice>): void {
  for (const [key, device] of devices) {
    const before = earlier.get(key);
    if (before === undefined) continue;
    for (const [rule, entry] of device.entries) {
      const fixed = before.fixed.get(rule);
      const isFound = isWaiting(entry.state) || entry.state === "fixed";
      if (fixed === undefined || !isFound || entry.time === undefined || entry.time <= fixed) continue;
      device.entries.set(rule, { ...entry, cameBack: true });
    }
  }
}

function changesSince({ devices }: Tally, earlier: EarlierReport, rules: readonly Rule[]): Changes {
  const now = [...devices].sort(([, one], [, other]) => byName(one, other));
  const silentNow = now.filter(
    ([key, device]) => !device.answered && earlier.devices.get(key)?.answered === true,
  );
  const changed = rules.map(({ id }): RuleChange => {
    const change = { rule: id, appeared: [] as string[], gone: [] as string[], stayed: 0 };
    for (const [key, device] of now) {
      const state = device.entries.get(id)?.state;
      const before = earlier.devices.get(key)?.rules.get(id);
      // What nobody said anything of this time is not gone.
      if (state === undefined || state === "unknown") continue;
      const wasWaiting = before !== undefined && isWaiting(before);
      if (isWaiting(state) && wasWaiting) change.stayed += 1;
      else if (isWaiting(state)) change.appeared.push(device.name);
      else if (wasWaiting) change.gone.push(device.name);
    }
    return change;
  });
  return {
    since: earlier.until,
    newDevices: now.filter(([key]) => !earlier.devices.has(key)).map(([, { name }]) => name),
    goneDevices: [...earlier.devices]
      .filter(([key]) => !devices.has(key))
      .map(([, { device }]) => device)
      .sort(compare),
    silentNow: silentNow.map(([, { name }]) => name),
    rules: changed.filter(({ appeared, gone, stayed }) => appeared.length + gone.length > 0 || stayed > 0),
  };
}

function later(one: string | undefined, other: string | undefined): string | undefined {
  return one === undefined || (other !== undefined && other > one) ? other : one;
}

function byName(one: DeviceRecord, other: DeviceRecord): number {
  return compare(one.name.toLowerCase(), other.name.toLowerCase()) || compare(one.name, other.name);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
