import { asciiText } from "../encode/ascii.ts";
import { propertyOf } from "../kinds/index.ts";
import { StepFailure } from "../kinds/kind.ts";
import { keyParts } from "../kinds/name-parts.ts";
import type { Assertion, Fact } from "../model/condition.ts";
import type { Rule } from "../model/rule.ts";
import type { FixBranch, SetStep, Step } from "../model/step.ts";
import { describeLiteral, type FactValue, literalValue } from "../model/value.ts";
import { conditionHoldsOf } from "./compare.ts";
import { type Device, deviceNow, setRegistryValue } from "./device.ts";
import { historyOf, memoryKey } from "../model/history.ts";
import { evaluate, evaluateEvidence, namedThings, surroundingsOf } from "./evaluate.ts";
import { runPackage } from "./packages.ts";
import {
  factText,
  readFact,
  resolve,
  resolveSlots,
  shownValue,
  type Surroundings,
  testCondition,
} from "./truth.ts";

/** What a remediation script reports, and the device it leaves. */
export interface Repair {
  readonly status:
    "fixed" | "restart-needed" | "manual" | "failed" | "healthy" | "not-applicable" | "unknown";
  readonly text: string;
  readonly device: Device;
  /** What was written, by the names of the facts; a repair of a repaired device writes nothing. */
  readonly writes: readonly string[];
  /** What the verdict after the repair rests on, or the one before it where nothing was to be done. */
  readonly deciding: readonly Assertion[];
  /** The parts of the fix that were done. */
  readonly branches: readonly FixBranch[];
  /** What was set, and what it was before the first repair: what the undo script puts back. */
  readonly journal: readonly JournalEntry[];
}

/** What the journal on the device has of a fact. */
export interface JournalEntry {
  readonly fact: Fact;
  /** What `each` stood for. */
  readonly each: string | undefined;
  /** What reading it gave before, and what is needed to put that back. */
  readonly was: FactValue;
  readonly before: unknown;
  /** What the fix wrote, and which keys it made besides. */
  readonly after: FactValue;
  readonly made: readonly string[];
}

interface Notes {
  readonly did: string[];
  /** What was done and advised, in order: what a failed repair still says. */
  readonly said: string[];
  readonly advice: string[];
  readonly writes: string[];
  readonly branches: FixBranch[];
  readonly journal: JournalEntry[];
  restart: boolean;
}

/** Does what the remediation script of a planned rule does, on a copy of the device. `known`: what its journal has. */
export function repair(rule: Rule, described: Device, known: readonly JournalEntry[] = []): Repair {
  const device = structuredClone(described);
  const before = evaluate(rule, device);
  const notes: Notes = {
    did: [],
    said: [],
    advice: [],
    writes: [],
    branches: [],
    journal: [...known],
    restart: false,
  };
  if (before.verdict !== "unhealthy") {
    const { verdict: status, text, deciding } = before;
    return { status, text, deciding, device, writes: [], branches: [], journal: known };
  }
  const { writes, branches, journal } = notes;
  const done = { writes, branches, journal };
  try {
    for (const surroundings of brokenThings(rule, device)) repairOne(rule, surroundings, notes);
    const marks = historyOf(rule).fix && !notes.restart;
    if (marks && rule.checks.length === 0 && notes.did.length > 0 && notes.advice.length === 0)
      markFixed(rule, device);
    const after = evaluate(rule, device);
    if (marks && rule.checks.length > 0 && after.verdict === "healthy") markFixed(rule, device);
    const advice = notes.advice.join(" ");
    const status = notes.restart
      ? "restart-needed"
      : after.verdict === "healthy"
        ? "fixed"
        : advice !== ""
          ? "manual"
          : "failed";
    const text = [notes.did.join("; "), after.text, advice].filter((part) => part !== "").join(". ");
    return { status, text, deciding: after.deciding, device, ...done };
  } catch (failure) {
    if (!(failure instanceof StepFailure)) throw failure;
    return {
      status: "failed",
      text: [failure.message, ...notes.said].join(". "),
      deciding: before.deciding,
      device,
      ...done,
    };
  }
}

/** The device, or the device with each thing that events name and that is not as it should be. */
function brokenThings(rule: Rule, device: Device): Surroundings[] {
  const surroundings = surroundingsOf(rule, device);
  if (rule.each === undefined) return [surroundings];
  const names = namedThings(rule, surroundings);
  if (typeof names === "string") return [];
  const applies = rule.applies && testCondition(rule.applies, surroundings);
  return names
    .map((each) => ({ ...surroundings, each }))
    .filter((one) => evaluateEvidence(rule, applies, one).verdict === "unhealthy");
}

function repairOne(rule: Rule, surroundings: Surroundings, notes: Notes): void {
  for (const branch of chosenBranches(rule.fixes, surroundings)) {
    notes.branches.push(branch);
    for (const step of branch.steps) doStep(step, surroundings, notes);
  }
}

/** The branches that are done, each chosen when its turn comes: earlier steps may have changed what it depends on. */
function* chosenBranches(branches: readonly FixBranch[], surroundings: Surroundings): Iterable<FixBranch> {
  for (let index = 0; index < branches.length;) {
    const branch = branches[index]!;
    if (branch.branch === "always") {
      yield branch;
      index += 1;
      continue;
    }
    const chain = [branch];
    for (index += 1; index < branches.length && chain.at(-1)!.branch === "when"; index += 1) {
      if (branches[index]!.branch === "always") break;
      chain.push(branches[index]!);
    }
    const tests = chain.map(({ condition }) => condition && testCondition(condition, surroundings));
    for (const [place, test] of tests.entries()) {
      if (test !== undefined && test.truth === undefined)
        throw new StepFailure(`cannot choose the fix: ${test.text}`);
      if (test === undefined || test.truth === true) {
        yield chain[place]!;
        break;
      }
    }
  }
}

function doStep(step: Step, surroundings: Surroundings, notes: Notes): void {
  const { device } = surroundings;
  switch (step.kind) {
    case "set":
      return setFact(step, surroundings, notes);
    case "run": {
      const code = runPackage(device, step.action);
      say(notes, "did", `ran the ${step.action} package (exit code ${code})`);
      notes.writes.push(`what the ${step.action} package of the site changes`);
      return;
    }
    case "wait":
      return;
    case "wait-until": {
      const test = testCondition(step.condition, surroundings);
      if (test.truth !== true) throw new StepFailure(`waited ${step.withinSeconds} seconds: ${test.text}`);
      return;
    }
    case "advise":
      say(notes, "advice", asciiText(step.text.en));
      return;
    case "support":
      say(notes, "advice", `Contact Microsoft support: ${asciiText(step.text.en)}`);
      return;
    case "restart":
      notes.restart = true;
      say(notes, "advice", "Restart the device.");
      return;
    case "powershell":
      throw new StepFailure("PowerShell of the rule's author is not simulated");
    default:
      return step satisfies never;
  }
}

function setFact(step: SetStep, surroundings: Surroundings, notes: Notes): void {
  const { fact } = step;
  const name = factText(fact, surroundings);
  const reading = readFact(fact, surroundings);
  if (!reading.known) throw new StepFailure(reading.reason);
  const value = resolve(step.value, surroundings);
  const isPresence = value.type === "word" && value.word === "present";
  const comparison = isPresence
    ? { operator: "is", values: [{ type: "missing" }], negated: true }
    : { operator: "is", values: [value], negated: false };
  if (conditionHoldsOf(reading.value, comparison as Parameters<typeof conditionHoldsOf>[1])) return;
  // The journal comes first, and only an elevated account may write it.
  if (!surroundings.device.elevated) throw new StepFailure("PermissionDenied");
  const { write } = propertyOf(fact).simulation;
  if (write === undefined) throw new Error(`${fact.text} has no simulated write`);
  keep(step, reading.value, surroundings, notes.journal);
  write(surroundings.device, resolveSlots(fact, surroundings), literalValue(value), step.valueType);
  notes.writes.push(name);
  say(
    notes,
    "did",
    `set ${name} to ${asciiText(describeLiteral(step.value))}, was ${shownValue(reading.value)}`,
  );
}

/** Writes down what a fact is; what it was before an earlier repair stays. */
function keep(
  { fact, value }: SetStep,
  found: FactValue,
  { device, each }: Surroundings,
  journal: JournalEntry[],
): void {
  const { save, makes } = propertyOf(fact).simulation.journal ?? {};
  const slots = resolveSlots(fact, { each });
  const key = journalKey({ fact, each });
  const at = journal.findIndex((entry) => journalKey(entry) === key);
  const first = journal[at] ?? {
    was: found,
    before: save === undefined ? found : save(device, slots),
    made: [],
  };
  const made = [...new Set([...first.made, ...(makes?.list(device, slots) ?? [])])];
  const { was, before } = first;
  const after = literalValue(resolve(value, { each }));
  journal.splice(at < 0 ? journal.length : at, 1, { fact, each, was, before, after, made });
}

/** What the journal keeps a fact under. */
export function journalKey({ fact, each }: Pick<JournalEntry, "fact" | "each">): string {
  return keyParts(fact)
    .join(each ?? "")
    .toLowerCase();
}

function markFixed(rule: Rule, device: Device): void {
  const time = new Date(deviceNow).toISOString().replace(/\.\d+Z$/, "Z");
  setRegistryValue(device, memoryKey(rule), { name: "LastFix", type: "string", data: time });
}

function say(notes: Notes, list: "did" | "advice", text: string): void {
  notes[list].push(text);
  notes.said.push(text);
}
