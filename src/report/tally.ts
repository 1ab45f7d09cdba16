import { bundleCounts, type LineStatus } from "../model/line.ts";
import type { SaidLine, Sighting, Speech } from "./sighting.ts";

/** How a rule stands on a device. `in-order`: healthy or not applicable, of which a bundle does not say which. */
export type State = Lowercase<LineStatus> | "in-order";

/** What the newest export says of a rule on a device. */
export interface Entry {
  readonly state: State;
  /** What was found, or what became of the repair. */
  readonly text: string;
  readonly time: string | undefined;
  /** Whether a script tried to repair it. */
  readonly tried: boolean;
  /** When it was last repaired, as far as any export says, and whether it was found again after that. */
  readonly fixed: string | undefined;
  readonly cameBack: boolean;
}

export interface DeviceRecord {
  readonly name: string;
  /** The newest time at which anything is known of it. */
  time: string | undefined;
  /** Whether any line of a script came from it. */
  answered: boolean;
  readonly entries: Map<string, Entry>;
  /** Everything that it said in the newest sighting of each script, as it was printed, and errors. */
  readonly said: Map<string, Said>;
}

export interface Said {
  readonly text: string;
  readonly time: string | undefined;
}

/** All that exports say, device by device: what a report is made of. */
export interface Tally {
  /** By name in small letters: tools differ in case. */
  readonly devices: Map<string, DeviceRecord>;
  rows: number;
  lines: number;
  /** Outputs that hold no line of mderules. */
  otherOutputs: number;
  /** Outputs that speak of mderules in a line that this version does not print. */
  unreadableOutputs: number;
  /** Lines about rules that are not in the rulebook, by the rule's name. */
  readonly otherRules: Map<string, number>;
  readonly add: (sighting: Sighting) => void;
}

export interface KnownNames {
  readonly rules: ReadonlySet<string>;
  /** The rules of each bundle. */
  readonly bundles: ReadonlyMap<string, readonly string[]>;
}

/** An empty tally. The same texts come from thousands of devices: each is kept once. */
export function newTally(known: KnownNames): Tally {
  const kept = new Map<string, string>();
  const keep = (text: string): string => {
    const before = kept.get(text);
    if (before !== undefined) return before;
    // A part of a longer text would keep all of that in memory.
    const own = Buffer.from(text).toString();
    kept.set(own, own);
    return own;
  };
  const tally: Tally = {
    devices: new Map(),
    rows: 0,
    lines: 0,
    otherOutputs: 0,
    unreadableOutputs: 0,
    otherRules: new Map(),
    add: (sighting) => addSighting(tally, sighting, known, keep),
  };
  return tally;
}

function addSighting(
  tally: Tally,
  sighting: Sighting,
  known: KnownNames,
  keep: (text: string) => string,
): void {
  tally.rows += 1;
  const { time, errors } = sighting;
  const device = deviceOf(tally, keep(sighting.device));
  if (device.time === undefined || isLater(time, device.time)) device.time = time;
  const speeches = [sighting.before, sighting.repair, sighting.after];
  for (const speech of speeches) countSpeech(tally, speech);
  const parts = speeches.map(({ lines }) => rulesIn(lines, known));
  const [before, repair, after] = parts.map((lines) => new Map(lines.map((line) => [line.rule, line])));
  const names = new Set([...before!.keys(), ...repair!.keys(), ...after!.keys()]);
  for (const rule of names) {
    if (!known.rules.has(rule)) {
      if (!known.bundles.has(rule)) tally.otherRules.set(rule, (tally.otherRules.get(rule) ?? 0) + 1);
      continue;
    }
    const outcome = outcomeOf(before!.get(rule), repair!.get(rule), after!.get(rule));
    mergeEntry(device, keep(rule), { ...outcome, text: keep(outcome.text) }, time);
  }
  if (speeches.some(({ lines }) => lines.length > 0)) device.answered = true;
  const script = speeches.flatMap(({ lines }) => lines.map(({ rule }) => rule))[0] ?? "";
  const said = [...speeches.map(({ text }) => text), ...errors].filter((text) => text !== "").join("\n");
  if (said !== "" && !isLater(device.said.get(script)?.time, time))
    device.said.set(keep(script), { text: keep(said), time });
}

function deviceOf({ devices }: Tally, name: string): DeviceRecord {
  const key = name.toLowerCase();
  const found = devices.get(key);
  if (found !== undefined) return found;
  const device = { name, time: undefined, answered: false, entries: new Map(), said: new Map() };
  devices.set(key, device);
  return device;
}

function countSpeech(tally: Tally, { text, lines }: Speech): void {
  if (text === "") return;
  tally.lines += lines.length;
  if (lines.length > 0) return;
  if (/\bmderules\b/.test(text)) tally.unreadableOutputs += 1;
  else tally.otherOutputs += 1;
}

/**
 * The lines, and a line for each rule that a bundle speaks of without a name: those need no attention. That is only
 * said where the bundle counts as many rules as it has here: another version may have others.
 */
function rulesIn(lines: readonly SaidLine[], { bundles }: KnownNames): readonly SaidLine[] {
  return lines.flatMap((line): SaidLine[] => {
    const members = bundles.get(line.rule);
    const counts = members && bundleCounts(line);
    if (members === undefined || counts === undefined || !counts.isWhole || counts.rules !== members.length)
      return [line];
    const named = new Set(lines.map(({ rule }) => rule));
    const others = members.filter((rule) => !named.has(rule));
    return [line, ...others.map((rule) => ({ rule, status: "IN-ORDER" as const, text: "" }))];
  });
}

interface Outcome {
  readonly state: State;
  readonly text: string;
  readonly tried: boolean;
  /** Whether the problem was there before what came of it. */
  readonly found: boolean;
}

const inOrder: ReadonlySet<string> = new Set(["HEALTHY", "NOT-APPLICABLE", "IN-ORDER"]);

/** What came of one run: the detection, the repair, and the detection after it. */
function outcomeOf(
  before: SaidLine | undefined,
  repair: SaidLine | undefined,
  after: SaidLine | undefined,
): Outcome {
  const found = before?.status === "UNHEALTHY" || before === undefined;
  const as = (line: SaidLine, more: Partial<Outcome> = {}): Outcome => ({
    state: line.status.toLowerCase() as State,
    text: line.text,
    tried: false,
    found: line.status === "UNHEALTHY",
    ...more,
  });
  // A remediation says nothing of rules in order but their verdict.
  const repaired = repair !== undefined && !inOrder.has(repair.status) ? repair : undefined;
  if (repaired === undefined && before?.status !== "UNHEALTHY") return as(before ?? after ?? repair!);
  const tried = repaired === undefined ? after !== undefined : repaired.status !== "MANUAL";
  if (after !== undefined && inOrder.has(after.status) && repaired?.status !== "RESTART-NEEDED")
    return { state: "fixed", text: (repaired ?? before ?? after).text, tried: true, found };
  // What calls itself fixed and is found again at once is not.
  if (repaired?.status === "FIXED" && after?.status === "UNHEALTHY") {
    return { state: "failed", text: after.text, tried: true, found };
  }
  if (repaired !== undefined) return as(repaired, { tried, found });
  return as(after?.status === "UNHEALTHY" ? after : before!, { tried, found });
}

/** The newest says how things stand; where times do not tell, what was read last. */
function mergeEntry(
  device: DeviceRecord,
  rule: string,
  { state, text, tried, found }: Outcome,
  time: string | undefined,
): void {
  const old = device.entries.get(rule);
  const fixedNow = state === "fixed" ? time : undefined;
  if (old === undefined) {
    device.entries.set(rule, { state, text, time, tried, fixed: fixedNow, cameBack: false });
    return;
  }
  const isOlder = isLater(old.time, time);
  // It came back where it was found at a later time than that of a repair. The same run may be in two exports.
  const cameBack =
    old.cameBack ||
    (found && isLater(time, old.fixed)) ||
    (foundStates.has(old.state) && isLater(old.time, fixedNow));
  const newest = isOlder ? old : { state, text, time };
  device.entries.set(rule, {
    state: newest.state,
    text: newest.text,
    time: newest.time,
    tried: old.tried || tried,
    fixed: isLater(old.fixed, fixedNow) ? old.fixed : (fixedNow ?? old.fixed),
    cameBack,
  });
}

const foundStates: ReadonlySet<State> = new Set(["unhealthy", "fixed", "restart-needed", "manual", "failed"]);

/** Whether a time is known to be later than another. */
function isLater(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one > other;
}
