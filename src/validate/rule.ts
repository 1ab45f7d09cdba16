import { extentOf, largestExtent } from "../model/condition.ts";
import { conditionsOf } from "../model/facts-of.ts";
import type { Each, Note, Phrase, ReportedSymptom, Rule } from "../model/rule.ts";
import { severities } from "../model/rule.ts";
import type { EachStatement, List, ReportedStatement, RuleBlock, RuleStatement } from "../syntax/tree.ts";
import { toCondition } from "./condition.ts";
import { isDataKey } from "./event-query.ts";
import type { Context, Report } from "./context.ts";
import { toFact } from "./fact.ts";
import { guardFor, type Guards } from "./guards.ts";
import { describeValue } from "./literal.ts";
import { checkDuplicates } from "./laws/duplicate-statement.ts";
import { checkFixes } from "./laws/fix-makes-check-hold.ts";
import { type Phrased, pairPhrases } from "./phrase.ts";
import { toScenario } from "./scenario.ts";
import { toFixes } from "./steps.ts";

/** Where a rule stands: which document its file is about and which units that has. */
export interface Place {
  /** By name; undefined in a file that is about none. */
  readonly document: string | undefined;
  readonly url: string | undefined;
  /** Undefined where nobody knows them, because the document is not known. */
  readonly units: ReadonlySet<string> | undefined;
}

/** The rule of a block. What is wrong with it is reported; the rule is then not complete and must not be used. */
export function toRule(block: RuleBlock, place: Place, guards: Guards, context: Context): Rule {
  const { report } = context;
  const name = `rule \`${block.name.text}\``;
  const statements = pairPhrases(block.statements, context);
  const of = <Kind extends RuleStatement["kind"]>(kind: Kind) =>
    statements.filter((statement) => statement.kind === kind) as Phrased<
      Extract<RuleStatement, { kind: Kind }>
    >[];
  checkDuplicates(block.statements, context);

  const [title] = of("title");
  if (title === undefined) report("missingTitle", block.name.span, { block: name });
  const covers = of("covers").flatMap((statement) => statement.units);
  checkCovers(covers, place, { name, span: block.name.span }, context);

  const [each] = of("each");
  const among = each?.among && toNames(each.among, context);
  const bound = each && toEach(each, among, context);
  const inside: Context = { ...context, variable: each && { name: each.variable.text, among } };
  const conditionsOf = (kind: "symptom" | "check") =>
    of(kind).flatMap((statement) => toCondition(statement.condition, inside) ?? []);

  const [applies] = of("applies");
  const rule: Rule = {
    id: block.name.text,
    title: title?.phrase ?? { en: "", fr: undefined },
    document: place.document,
    documentUrl: place.url,
    covers: covers.map((unit) => unit.text),
    severity: toSeverity(of("severity")[0], name, block, context),
    cause: of("cause")[0]?.phrase,
    notes: of("note").map(toNote),
    reported: of("reported").flatMap((statement) => toReported(statement, context) ?? []),
    see: of("see").flatMap((statement) => statement.rules.map((word) => word.text)),
    applies: applies && toCondition(applies.condition, context),
    each: bound,
    symptoms: conditionsOf("symptom"),
    checks: conditionsOf("check"),
    reports: of("report")
      .flatMap(({ facts }) => facts)
      .flatMap(({ terms, qualifiers, span }) => toFact(terms, qualifiers, span, inside)?.fact ?? []),
    fixes: toFixes(of("fix"), inside),
    guard: guardFor(of("guarded")[0], guards, context),
    scenarios: of("scenario").flatMap((statement) => toScenario(statement, context) ?? []),
    span: block.span,
  };
  const evidence: readonly RuleStatement["kind"][] = ["check", "symptom", "each", "reported", "see"];
  if (!statements.some(({ kind }) => evidence.includes(kind))) {
    report("missingCheck", block.name.span, { block: name });
  }
  // A check that is wrong has been reported; what it would have verified is not to be reported as well.
  if (rule.checks.length === of("check").length) {
    checkFixes(rule, of("check").length + of("symptom").length + of("each").length > 0, context);
  }
  checkExtent(rule, block, report);
  return rule;
}

function checkExtent(rule: Rule, { name }: RuleBlock, report: Report): void {
  const count = conditionsOf(rule).reduce((sum, condition) => sum + extentOf(condition).comparisons, 0);
  const { comparisons: limit } = largestExtent;
  if (count > limit) report("ruleTooLarge", name.span, { name: name.text, count, limit });
}

/** A block of a file about a document covers units of that; one of no document covers none. */
export function checkCovers(
  covers: readonly { readonly text: string; readonly span: Rule["span"] }[],
  { document, units }: Place,
  block: { readonly name: string; readonly span: Rule["span"] },
  { report }: Context,
): void {
  if (document === undefined) {
    if (covers.length > 0) report("missingDocument", covers[0]!.span, { unit: covers[0]!.text });
    return;
  }
  if (covers.length === 0) report("missingCovers", block.span, { block: block.name });
  if (units === undefined) return;
  for (const unit of covers) {
    if (!units.has(unit.text))
      report("unknownUnit", unit.span, { unit: unit.text, document, units: [...units] });
  }
}

export function toNote(statement: {
  readonly phrase: Phrase;
  readonly source: { readonly text: string } | undefined;
}): Note {
  return { text: statement.phrase, source: statement.source?.text };
}

function toSeverity(
  statement: { readonly level: { readonly text: string; readonly span: Rule["span"] } } | undefined,
  name: string,
  block: RuleBlock,
  { report }: Context,
): Rule["severity"] {
  if (statement === undefined) {
    report("missingSeverity", block.name.span, { block: name });
    return "error";
  }
  const { text: word, span } = statement.level;
  const severity = severities.find((known) => known === word);
  if (severity === undefined) report("wordExpected", span, { place: "a severity", word, words: severities });
  return severity ?? "error";
}

function toReported(statement: ReportedStatement, { report }: Context): ReportedSymptom | undefined {
  const { what, value, places } = statement;
  if (what.text === "error") {
    if (value.kind === "number") {
      const isCode = value.value >= -(2 ** 31) && value.value < 2 ** 32;
      if (!isCode)
        return report("outOfRange", value.span, { subject: "reported error", bounds: "has 32 bits" });
      // An HRESULT is shown as hexadecimal or as a negative decimal: both mean the same.
      return { kind: "error", code: value.value | 0, places: places.map(({ text }) => text) };
    }
    return report("wrongType", value.span, {
      subject: "reported error",
      expected: "a number",
      found: describeValue(value),
    });
  }
  if (what.text === "state") {
    if (value.kind === "text") return { kind: "state", text: value.text };
    return report("wrongType", value.span, {
      subject: "reported state",
      expected: "text",
      found: describeValue(value),
    });
  }
  return report("wordExpected", what.span, {
    place: "a thing that is reported",
    word: what.text,
    words: ["error", "state"],
  });
}

function toEach(
  statement: EachStatement,
  among: readonly string[] | undefined,
  context: Context,
): Each | undefined {
  const condition = toCondition(statement.event, context);
  if (!isDataKey(statement.key, context) || condition === undefined) return undefined;
  const query = condition.kind === "assertion" && condition.negated ? condition.fact.event : undefined;
  if (query === undefined || condition.kind !== "assertion") {
    const { span } = statement.event;
    return context.report("wrongType", span, {
      subject: "each",
      expected: "an event",
      found: "another condition",
    });
  }
  return {
    variable: statement.variable.text,
    key: statement.key.kind === "number" ? statement.key.value : statement.key.text,
    query,
    text: condition.fact.text,
    among,
  };
}

/** The values that `among` lists. */
function toNames({ items }: List, { report }: Context): string[] {
  return items.flatMap((item) => {
    if (item.kind === "word" || item.kind === "text") return [item.text];
    report("wrongType", item.span, { subject: "among", expected: "names", found: describeValue(item) });
    return [];
  });
}
