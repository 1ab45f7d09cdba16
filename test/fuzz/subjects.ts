import { readdirSync, readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { readConfiguration } from "../../src/commands/read-configuration.ts";
import { readDevice } from "../../src/commands/read-device.ts";
import { readLedger } from "../../src/commands/read-ledger.ts";
import { compile } from "../../src/compile.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { formatText } from "../../src/format/format-text.ts";
import { isDetectable, type Rule } from "../../src/model/rule.ts";
import { type Disk, disk } from "../../src/output/disk.ts";
import { readPlan } from "../../src/output/plan.ts";
import { readWholeManifest } from "../../src/output/whole-manifest.ts";
import { observeMeaning } from "../../src/prove/observation.ts";
import { readsOf } from "../../src/prove/collected-device.ts";
import { describeDevice } from "../../src/simulate/describe-device.ts";
import { typicalDevice } from "../../src/simulate/device.ts";
import { parse } from "../../src/syntax/parse.ts";
import { planRule } from "../../src/targets/plan.ts";
import { ruleScripts } from "../../src/targets/powershell/rule-scripts.ts";
import type { Source } from "../../src/text/source.ts";
import type { Ledger } from "../../src/validate/validate.ts";
import { scriptSyntax } from "../powershell-syntax.ts";
import { mutateJson, mutateText } from "./mutate.ts";
import { ruleMutator } from "./mutate-rule.ts";
import type { Random } from "./random.ts";

/** One sort of input: what is mutated, and what has to hold of every text, however damaged. */
export interface Subject {
  readonly inputs: readonly string[];
  readonly mutate: (text: string, random: Random) => string;
  /**
   * What is wrong with the answer to a text; `right` where the text was taken. Throws where the compiler breaks. What takes long is
   * done in some turns only.
   */
  readonly look: (text: string, turn: number) => { readonly problem?: string; readonly right: boolean };
}

const folder = "rules";
const chapters: readonly Source[] = readdirSync(folder)
  .filter((name) => name.endsWith(".mderule"))
  .map((name) => ({ path: name, text: readFileSync(join(folder, name), "utf8") }));
const ledgerText = readFileSync(join(folder, "documents/troubleshoot-onboarding.json"), "utf8");
const ledgers = [JSON.parse(ledgerText) as Ledger];
const compiled = compile({ sources: chapters, ledgers });
const reads = readsOf(compiled.value.rules.filter(isDetectable));

const writtenRules = ruleInputs();
/** One text in so many is formatted, which takes four times as long as compiling it. */
const formattedTurns = 4;
/** One in so many is looked at thoroughly: scripts are emitted and parsed. */
const thoroughTurns = 20;

export const subjects = {
  rules: {
    inputs: writtenRules,
    mutate: ruleMutator(writtenRules),
    look: (text, turn) => {
      const source = { path: "fuzz.mderule", text };
      const { value, diagnostics } = compile({ sources: [source], ledgers });
      const right = diagnostics.every(({ severity }) => severity !== "error");
      const problem =
        placeProblem(diagnostics) ?? (turn % formattedTurns === 0 ? formatProblem(source) : undefined);
      if (problem !== undefined || !right) return { right, ...(problem === undefined ? {} : { problem }) };
      for (const rule of value.rules) {
        const planned = planRule(rule, {});
        for (const scenario of rule.scenarios) observeMeaning(planned, describeDevice(scenario));
        const found = turn % thoroughTurns === 0 ? scriptProblem(planned) : undefined;
        if (found !== undefined) return { right, problem: found };
      }
      return { right };
    },
  },
  ledgers: {
    inputs: [
      ledgerText,
      '{ "document": "contoso", "title": { "en": "T" }, "url": "https://a.example", "units": [{ "unit": "a" }] }',
    ],
    mutate: mutateJson,
    look: (text) => judged(readLedger({ path: "ledger.json", text }).diagnostics),
  },
  configurations: {
    inputs: [
      readFileSync("test/prove/site.config.json", "utf8"),
      '{ "onboarding": { "path": "C:\\\\x.cmd" }, "bundle": [{ "name": "a", "chapters": ["x"], "severities": ["error"], "rules": ["y"] }], "compliance": { "rules": ["y"] } }',
    ],
    mutate: mutateJson,
    look: (text) => judged(readConfiguration({ path: "mderules.config.json", text }).diagnostics),
  },
  devices: {
    inputs: deviceInputs(),
    mutate: mutateJson,
    look: (text, turn) => {
      const read = readDevice(text, reads);
      if ("problems" in read) {
        const bare =
          read.problems.length === 0 || read.problems.some((problem) => !/^\d+:\d+: /.test(problem));
        return { right: false, ...(bare ? { problem: "a message without a place" } : {}) };
      }
      const some = turn % thoroughTurns === 0 ? compiled.value.rules : compiled.value.rules.slice(0, 3);
      for (const rule of some.filter(isDetectable))
        observeMeaning(planRule(rule, {}), structuredClone(read.device));
      return { right: true };
    },
  },
  manifests: {
    inputs: [readFileSync("test/stages/golden/4-output/manifest.json", "utf8")],
    mutate: mutateJson,
    look: (text) => {
      const read = readWholeManifest(text);
      const outside = read !== undefined && [...read.files.keys()].some((path) => /^[/\\]|\.\.|:/.test(path));
      return { right: read !== undefined, ...(outside ? { problem: "a path leads outside" } : {}) };
    },
  },
  plans: {
    inputs: [planText()],
    mutate: (text, random) => {
      const plan = JSON.parse(text) as { operations: unknown };
      const operations = mutateJson(JSON.stringify(plan.operations), random);
      // Half of them with a digest that is right, so that what they say is looked at.
      if (random.below(2) === 0) return mutateJson(text, random);
      return sealed(operations);
    },
    look: (text) => {
      const read = readPlan("/plan", holding(text));
      const outside =
        typeof read !== "string" && read.some(({ path }) => /^[/\\]|(?:^|[/\\])\.\.(?:[/\\]|$)|:/.test(path));
      return { right: typeof read !== "string", ...(outside ? { problem: "a path leads outside" } : {}) };
    },
  },
  projects: {
    inputs: chapters.map(({ text }) => text),
    mutate: mutateText,
    look: (text) => {
      // The chapter whose beginning it shares most of is the one that was mutated.
      const own = chapters.reduce((best, each) =>
        shared(each.text, text) > shared(best.text, text) ? each : best,
      );
      const sources = chapters.map((each) => (each === own ? { path: own.path, text } : each));
      const { diagnostics } = compile({ sources, ledgers });
      return judged(diagnostics);
    },
  },
} satisfies Readonly<Record<string, Subject>>;

/** Each rule of the rulebook by itself, with the definitions that it uses, and with two of its scenarios at a time. */
function ruleInputs(): string[] {
  const blocks = chapters.flatMap((source) => parse(source).value.blocks);
  const written = (block: (typeof blocks)[number]): string =>
    block.span.source.text.slice(block.span.start, block.span.end);
  const definitions = blocks.flatMap((block) =>
    block.kind === "define" || block.kind === "device"
      ? [{ name: block.name.text, text: written(block) }]
      : [],
  );
  return blocks
    .filter(({ kind }) => kind === "rule" || kind === "application")
    .flatMap((block) => fewScenarios(written(block).replace(/^ *see .*\n/gm, "")))
    .map((text) => {
      const used = new Map<string, string>();
      const visit = (text: string): void => {
        for (const { name, text: own } of definitions) {
          if (used.has(name) || !text.split(/[^\w.-]+/).includes(name)) continue;
          used.set(name, own);
          visit(own.slice(own.indexOf(":")));
        }
      };
      visit(text);
      const guard = 'guard none "Made up for the fuzzer."';
      return ["document troubleshoot-onboarding", guard, ...used.values(), text].join("\n\n") + "\n";
    })
    .filter((text) => compile({ sources: [{ path: "a", text }], ledgers }).diagnostics.length === 0);
}

/** The rule with two of its scenarios at a time: most of a rule is scenarios, and a change there tells little of the rest. */
function fewScenarios(rule: string): string[] {
  const scenario = /^ {2}scenario "[^]*?^ {2}\}\n/gm;
  const scenarios = rule.match(scenario) ?? [];
  const rest = rule.replaceAll(scenario, "").replace(/\n*\}$/, "\n");
  return Array.from({ length: Math.max(1, Math.ceil(scenarios.length / 2)) }, (_, index) =>
    [rest, ...scenarios.slice(2 * index, 2 * index + 2), "}"].join(""),
  );
}

function deviceInputs(): string[] {
  const described = compiled.value.rules.flatMap(({ scenarios }) => scenarios.slice(0, 1)).slice(0, 20);
  return [
    JSON.stringify(typicalDevice()),
    ...described.map((scenario) => JSON.stringify(describeDevice(scenario))),
    JSON.stringify({
      mderules: "0",
      collected: "2026-01-01T00:00:00Z",
      facts: [
        { name: "service Sense state", value: "running" },
        { name: "uptime", value: 5 },
        { name: "x", unreadable: "y" },
      ],
      queries: ['["Application","WDATPOnboarding",15,604800,1]'],
      events: [
        { log: "Application", unreadable: "x" },
        {
          log: "Application",
          provider: "WDATPOnboarding",
          id: 15,
          level: 2,
          ageSeconds: 1,
          data: [{ key: 1, value: "x" }],
        },
      ],
    }),
  ];
}

function planText(): string {
  return sealed(
    JSON.stringify([
      { id: 0, action: "remove", path: "intune/a/Detect.ps1" },
      { id: 1, action: "place", path: "intune/b.ps1", sha256: "0".repeat(64), old: "1".repeat(64) },
    ]),
  );
}

function sealed(operations: string): string {
  const format = /format = (.*?);/.exec(readFileSync("src/output/plan.ts", "utf8"))?.[1] ?? '""';
  const sha256 = createHash("sha256").update(operations).digest("hex");
  return `{"format":${format},"sha256":"${sha256}","operations":${operations === "" ? "[]" : operations}}`;
}

function holding(text: string): Disk {
  const stats = { isFile: () => true, isDirectory: () => false };
  return {
    ...disk,
    lstatSync: (() => stats) as unknown as Disk["lstatSync"],
    readFileSync: (() => text) as unknown as Disk["readFileSync"],
  };
}

function judged(diagnostics: readonly Diagnostic[]): { right: boolean; problem?: string } {
  const problem = placeProblem(diagnostics);
  return { right: diagnostics.length === 0, ...(problem === undefined ? {} : { problem }) };
}

function placeProblem(diagnostics: readonly Diagnostic[]): string | undefined {
  const without = diagnostics.find(({ message, span: { source, start, end } }) => {
    const isInside = start >= 0 && start <= end && start <= source.text.length;
    return message.trim() === "" || source.path === "" || !isInside;
  });
  return without && `a message without a place: ${without.code} ${without.message}`;
}

function formatProblem(source: Source): string | undefined {
  const { text } = formatText(source);
  if (formatText({ ...source, text }).text !== text) return "fmt changes what it has formatted";
  const before = parse(source);
  if (before.diagnostics.length > 0) return undefined;
  return treeOf(parse({ ...source, text })) === treeOf(before) ? undefined : "fmt changes the meaning";
}

function treeOf({ value, diagnostics }: ReturnType<typeof parse>): string {
  return JSON.stringify([diagnostics.map(({ message }) => message), value.blocks], (key, node: unknown) =>
    key === "span" ? undefined : node,
  );
}

function scriptProblem(rule: Rule): string | undefined {
  for (const { name, text } of ruleScripts(planRule(rule, {}), {
    rules: [rule],
    applications: [],
    configuration: {},
    version: "0",
  })) {
    const [error] = scriptSyntax(text).errors;
    if (error !== undefined) return `${name}.ps1 is no PowerShell: ${error}`;
  }
  return undefined;
}

function shared(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  let end = 0;
  while (end < one.length - length && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  return length + end;
}
