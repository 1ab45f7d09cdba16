import { type CodeName, type Diagnostic, hasErrors, type Outcome } from "../diagnostics/diagnostic.ts";
import type { Application } from "../model/application.ts";
import type { Rule } from "../model/rule.ts";
import { isRuleName } from "../model/rule-name.ts";
import type {
  ApplicationBlock,
  Block,
  DefineBlock,
  DeviceBlock,
  DocumentBlock,
  RuleBlock,
  SeeStatement,
  Tree,
} from "../syntax/tree.ts";
import { type Span, textOf } from "../text/source.ts";
import { toApplication } from "./application.ts";
import { toCondition } from "./condition.ts";
import { type Context, type Report, reporter } from "./context.ts";
import { opinions } from "./opinions/opinions.ts";
import { checkDevices, checkUnusedDevices } from "./devices.ts";
import { checkGuarded, toGuards } from "./guards.ts";
import { withNamedValues } from "./named-values.ts";
import type { ParsePowerShell } from "./powershell-tree.ts";
import { type Place, toRule } from "./rule.ts";

/** A document whose units rules cover. */
export interface Ledger {
  readonly document: string;
  /** Where it is published. */
  readonly url?: string;
  readonly units: readonly {
    readonly unit: string;
    /** Why nothing has to cover it. */
    readonly decision?: string;
  }[];
}

export interface ValidateOptions {
  /** Whether to say also what is allowed and yet likely not meant. */
  readonly hasOpinions?: boolean | undefined;
  readonly parsePowerShell?: ParsePowerShell | undefined;
}

/**
 * Trees to rules: names resolved, values typed, laws kept. Rules with a mistake are among the value; use it only where
 * nothing was reported. Of a damaged block that is checked which is there.
 */
export function validate(
  written: readonly Tree[],
  ledgers: readonly Ledger[],
  { hasOpinions = false, parsePowerShell }: ValidateOptions = {},
): Outcome<{ rules: Rule[]; applications: Application[] }> {
  const diagnostics: Diagnostic[] = [];
  const { trees, names, report } = withNamedValues(written, reporter(diagnostics));
  const context: Context = {
    report,
    parsePowerShell,
    definitions: {
      blocks: collectNamed<DefineBlock>(trees, "define", report),
      unread: new Set(trees.flatMap((tree) => namesOfDamaged(tree, "define"))),
      resolved: new Map(),
      open: new Set(),
    },
    devices: {
      blocks: collectNamed<DeviceBlock>(trees, "device", report),
      unread: new Set(trees.flatMap((tree) => namesOfDamaged(tree, "device"))),
      resolved: new Map(),
      open: [],
      used: new Set(),
    },
    values: names,
    variable: undefined,
  };
  for (const block of context.definitions.blocks.values()) {
    if (isLoneValue(block)) {
      reportLoneValue(block, context);
      continue;
    }
    // By way of its own name, so that a definition which uses itself is noticed.
    const { name, span } = block;
    toCondition({ kind: "assertion", terms: [name], qualifiers: [], comparison: undefined, span }, context);
  }
  checkDevices(context);
  const guards = toGuards(trees, context);
  const places = new Map(
    ledgers.map(({ document, url, units }): [string, Place] => [
      document,
      { document, url, units: new Set(units.map(({ unit }) => unit)) },
    ]),
  );
  const named = new Map<string, RuleBlock | ApplicationBlock>();
  const rules: Rule[] = [];
  const applications: Application[] = [];
  for (const tree of trees) {
    let place: Place = noDocument;
    for (const { block, isWhole } of blocksOf(tree)) {
      if (block === undefined) {
        if (place === noDocument) place = unknownDocument;
        continue;
      }
      switch (block.kind) {
        case "document":
          place = toPlace(block, places, report);
          break;
        case "define":
        case "define-value":
        case "guard":
        case "device":
          break;
        case "rule":
        case "application": {
          checkName(block, named, report);
          const inside = isWhole ? context : { ...context, report: withoutAbsences(report) };
          if (block.kind === "rule") rules.push(toRule(block, place, guards, inside));
          else {
            const application = toApplication(block, place, inside);
            if (application !== undefined) applications.push(application);
          }
          break;
        }
        default:
          block satisfies never;
      }
    }
  }
  checkReferences(trees, rules, report);
  checkUnusedDevices(trees, context);
  // Of a rulebook with errors it is not known what its rules do.
  if (diagnostics.length === 0) checkGuarded(rules, guards, context);
  if (hasOpinions && !hasErrors(diagnostics)) opinions({ rules, applications, trees, ledgers }, report);
  return { value: { rules, applications }, diagnostics };
}

const noDocument: Place = { document: undefined, url: undefined, units: undefined };

/** Where a rule stands that belongs to a document which is not known: nothing is asked of its units. */
const unknownDocument: Place = { document: "", url: undefined, units: undefined };

/** All blocks in the order in which they were written; undefined is a `document` that could not be read. */
function blocksOf(tree: Tree): { block: Block | undefined; isWhole: boolean }[] {
  const { blocks, damaged } = tree;
  if (damaged.length === 0) return blocks.map((block) => ({ block, isWhole: true }));
  const documents = damaged.filter(({ block, keyword }) => block !== undefined || keyword === "document");
  return [
    ...blocks.map((block) => ({ block, isWhole: true, span: block.span })),
    ...documents.map(({ block, span }) => ({ block, isWhole: false, span })),
  ].sort((one, other) => one.span.start - other.span.start);
}

/** `define NAME: "TEXT"` without the dollar sign of a value's name. */
function isLoneValue({ condition }: DefineBlock): boolean {
  if (condition.kind !== "assertion" || condition.comparison !== undefined) return false;
  const [first, ...others] = condition.terms;
  return first!.kind !== "word" && others.length === 0 && condition.qualifiers.length === 0;
}

function reportLoneValue({ name, condition }: DefineBlock, { report, definitions }: Context): void {
  definitions.resolved.set(name.text, undefined).set(`not ${name.text}`, undefined);
  const written = textOf(condition.span);
  const remedy = `the name of a value begins with a dollar sign: \`define $${name.text}: ${written}\``;
  report("unknownKind", condition.span, { kind: written, kinds: [], remedy });
}

function namesOfDamaged({ damaged }: Tree, keyword: "define" | "device" | "rule"): string[] {
  return damaged.flatMap((block) =>
    block.keyword === keyword && block.name !== undefined ? [block.name] : [],
  );
}

/** Diagnostics that say that something is not there: in a block that could not be read wholly, it may be. */
const absences: ReadonlySet<CodeName> = new Set<CodeName>([
  "missingTitle",
  "missingCovers",
  "missingSeverity",
  "missingCheck",
  "applicationIncomplete",
  "scenarioWithoutExpectation",
  "otherwiseWithoutWhen",
  "translationWithoutText",
  "fixWithoutCheck",
  "fixWithoutProblem",
  "unknownVariable",
  "uncheckedVariable",
]);

function withoutAbsences(report: Report): Report {
  return (name, ...rest) => (absences.has(name) ? undefined : report(name, ...rest));
}

/** Definitions or devices by their names, which are unique in a run. */
function collectNamed<Named extends DefineBlock | DeviceBlock>(
  trees: readonly Tree[],
  kind: Named["kind"],
  report: Report,
): Map<string, Named> {
  const blocks = new Map<string, Named>();
  for (const block of trees.flatMap((tree) => tree.blocks).filter(isNamed)) {
    const name = block.name.text;
    const first = blocks.get(name);
    if (first === undefined) blocks.set(name, block);
    else report("duplicateDefinition", block.name.span, { name }, relatedTo(first.name.span));
  }
  return blocks;

  function isNamed(block: Block): block is Named {
    return block.kind === kind;
  }
}

function toPlace(block: DocumentBlock, places: ReadonlyMap<string, Place>, report: Report): Place {
  const document = block.name.text;
  const known = places.get(document);
  if (known !== undefined) return known;
  report("unknownDocument", block.name.span, { document, documents: [...places.keys()] });
  return unknownDocument;
}

function checkName(
  block: RuleBlock | ApplicationBlock,
  named: Map<string, RuleBlock | ApplicationBlock>,
  report: Report,
): void {
  const { text: name, span } = block.name;
  if (!isRuleName(name)) report("invalidName", span, { name });
  const key = name.toLowerCase();
  const first = named.get(key);
  if (first === undefined) named.set(key, block);
  else report("duplicateRule", span, { name }, relatedTo(first.name.span));
}

/** `see` leads to rules that are there. */
function checkReferences(trees: readonly Tree[], rules: readonly Rule[], report: Report): void {
  const names = rules.map(({ id }) => id);
  const known = new Set([...names, ...trees.flatMap((tree) => namesOfDamaged(tree, "rule"))]);
  for (const block of trees.flatMap((tree) => tree.blocks)) {
    if (block.kind !== "rule") continue;
    const sees = block.statements.filter((statement): statement is SeeStatement => statement.kind === "see");
    for (const word of sees.flatMap((statement) => statement.rules)) {
      if (!known.has(word.text)) report("unknownRule", word.span, { rule: word.text, rules: names });
    }
  }
}

function relatedTo(span: Span): { span: Span; message: string } {
  return { span, message: "the first one is here" };
}
