import { propertyOf } from "../kinds/index.ts";
import { StepFailure } from "../kinds/kind.ts";
import type { Rule } from "../model/rule.ts";
import type { FactValue } from "../model/value.ts";
import type { Device } from "./device.ts";
import { type JournalEntry, journalKey } from "./repair.ts";
import { factText, readFact, resolveSlots, shownValue } from "./truth.ts";

/** What an undo script reports, and the device it leaves. */
export interface Undo {
  readonly status: "undone" | "changed" | "failed" | "nothing-to-undo";
  readonly text: string;
  readonly device: Device;
  /** What was not put back: it is no longer as the fix left it, or putting it back failed. */
  readonly kept: readonly JournalEntry[];
}

/** Does what the undo script of a planned rule does, on a copy of the device. */
export function undo(rule: Rule, described: Device, journal: readonly JournalEntry[]): Undo {
  const device = structuredClone(described);
  const did: string[] = [];
  let open = inOrder(rule, journal);
  let notes: Note[] = [];
  // What fails may succeed once the rest is put back: a service that is disabled does not start.
  for (let goesOn = true; goesOn;) {
    notes = open.map((entry) => putBack(entry, device));
    const done = notes.flatMap(({ outcome, text }) => (outcome === "did" ? [text] : []));
    did.push(...done);
    goesOn = done.length > 0 && notes.some(({ outcome }) => outcome === "failed");
    open = notes
      .filter(({ outcome }) => outcome === "left" || outcome === "failed")
      .map(({ entry }) => entry);
  }
  const texts = (outcome: Note["outcome"]): string[] =>
    notes.filter((note) => note.outcome === outcome).map(({ text }) => text);
  const left = texts("left");
  const failed = texts("failed");
  const status =
    failed.length > 0
      ? "failed"
      : left.length > 0
        ? "changed"
        : did.length > 0
          ? "undone"
          : "nothing-to-undo";
  return { status, text: [...did, ...left, ...failed].join("; "), device, kept: open };
}

interface Note {
  readonly entry: JournalEntry;
  readonly outcome: "did" | "forgot" | "left" | "failed";
  readonly text: string;
}

/** What was set last comes first, for each thing that events named. */
function inOrder(rule: Rule, journal: readonly JournalEntry[]): JournalEntry[] {
  const facts = rule.fixes.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.kind === "set" ? step.fact : [])),
  );
  const names = [...new Set(journal.map(({ each }) => each))].sort();
  return names.flatMap((each) => {
    const keys = [...new Set(facts.map((fact) => journalKey({ fact, each })))].reverse();
    return keys.flatMap((key) => journal.filter((entry) => entry.each === each && journalKey(entry) === key));
  });
}

function putBack(entry: JournalEntry, device: Device): Note {
  const { fact, each } = entry;
  const surroundings = { device, each, historyAge: Infinity, historyUnknown: undefined };
  const name = factText(fact, surroundings);
  const slots = resolveSlots(fact, { each });
  const { simulation } = propertyOf(fact);
  const { restore, readLeft, makes } = simulation.journal ?? {};
  const read = (): FactValue => {
    const reading = readFact(fact, surroundings);
    if (!reading.known) throw new StepFailure(reading.reason);
    return reading.value;
  };
  try {
    const found = read();
    const isPutBack = found !== entry.was;
    if (isPutBack) {
      const now = readLeft === undefined ? found : readLeft(device, slots);
      if (now !== entry.after) {
        const text = `left ${name}, which is ${shownValue(now)} and no longer ${shownValue(entry.after)}`;
        return { entry, outcome: "left", text };
      }
      if (restore !== undefined) restore(device, slots, entry.before);
      else simulation.write?.(device, slots, entry.before as FactValue, undefined);
    }
    makes?.remove(device, slots, entry.made);
    if (!isPutBack) return { entry, outcome: "forgot", text: "" };
    return { entry, outcome: "did", text: `put back ${name} to ${shownValue(read())}` };
  } catch (failure) {
    if (!(failure instanceof StepFailure)) throw failure;
    return { entry, outcome: "failed", text: `could not put back ${name} (${failure.message})` };
  }
}
