import type { Assertion } from "../model/condition.ts";
import { describeCondition } from "../model/describe.ts";
import {
  type Application,
  logonRequirements,
  returnCodeMeanings,
  type ReturnCodeMeaning,
  visibilities,
} from "../model/application.ts";
import type {
  ApplicationBlock,
  ApplicationConditionStatement,
  ApplicationStatement,
  SettingStatement,
  Word,
} from "../syntax/tree.ts";
import { toCondition } from "./condition.ts";
import type { Context } from "./context.ts";
import { running, toSeconds } from "./duration.ts";
import { describeValue } from "./literal.ts";
import { checkNotEmpty, type Phrased, pairPhrases } from "./phrase.ts";
import { checkApplicationLimits } from "./laws/application-limits.ts";
import { checkCovers, type Place, toNote } from "./rule.ts";
import { toWaitUntil } from "./steps.ts";

const defaultPublisher = "mderules";
const defaultMinutes = 15;

/** The application of a block. What is wrong with it is reported; it is then not complete and must not be used. */
export function toApplication(
  block: ApplicationBlock,
  place: Place,
  context: Context,
): Application | undefined {
  const { report } = context;
  const name = `application \`${block.name.text}\``;
  const statements = pairPhrases(block.statements, context);
  const of = <Kind extends ApplicationStatement["kind"]>(kind: Kind) =>
    statements.filter((statement) => statement.kind === kind) as Phrased<
      Extract<ApplicationStatement, { kind: Kind }>
    >[];
  for (const kind of [
    "title",
    "install",
    "uninstall",
    "publisher",
    "detect",
    "wait-until",
    "show",
    "logon",
    "maximum",
  ] as const) {
    const [first, second] = statements.filter((statement) => statement.kind === kind);
    if (second === undefined) continue;
    const related = { span: first!.span, message: "the first one is here" };
    report("duplicateStatement", second.span, { statement: kind.replace("-", " ") }, related);
  }

  const settings = (kind: SettingStatement["kind"]) =>
    statements.filter((statement) => statement.kind === kind) as SettingStatement[];
  const setting = (kind: SettingStatement["kind"]) => settings(kind)[0];
  const textOf = (kind: SettingStatement["kind"]): string | undefined => {
    const value = setting(kind)?.value;
    if (value?.kind === "text") checkNotEmpty(kind, value, context);
    if (value === undefined || value.kind === "text") return value?.text;
    return report("wrongType", value.span, {
      subject: kind,
      expected: "text",
      found: describeValue(value),
    });
  };
  const wordOf = <Known extends string>(
    kind: SettingStatement["kind"],
    known: readonly Known[],
    fallback: Known,
  ): Known => {
    const value = setting(kind)?.value;
    if (value?.kind !== "word") return fallback;
    return chosen(value, known, `a value of \`${kind}\``, context) ?? fallback;
  };

  const [title] = of("title");
  if (title === undefined) report("missingTitle", block.name.span, { block: name });
  const covers = of("covers").flatMap((statement) => statement.units);
  checkCovers(covers, place, { name, span: block.name.span }, context);
  const install = textOf("install");
  if (setting("install") === undefined) {
    report("applicationIncomplete", block.name.span, {
      statement: "install",
      example: 'install "net start sense"',
    });
  }
  const publisher = textOf("publisher") ?? defaultPublisher;
  const uninstall = textOf("uninstall");
  const requirements = of("requires").flatMap((statement) => toRequirement(statement, context) ?? []);
  const detect = toDetection(block, of("detect")[0], context);
  const [wait] = of("wait-until");
  const returnCodes = of("return").flatMap(({ code, meaning }) => {
    const known = chosen<ReturnCodeMeaning>(
      meaning,
      returnCodeMeanings,
      "a meaning of a return code",
      context,
    );
    const isCode = code.value >= -(2 ** 31) && code.value < 2 ** 31;
    if (!isCode) report("outOfRange", code.span, { subject: "return code", bounds: "has 32 bits" });
    return known === undefined ? [] : [{ code: code.value, meaning: known }];
  });
  const maximum = setting("maximum")?.value;
  const seconds = maximum && toSeconds(maximum, "maximum time", running, context);
  const waitStep = wait && toWaitUntil(wait, context);
  const visibility = wordOf("show", visibilities, "hidden");
  const logon = wordOf("logon", logonRequirements, "whether-or-not");
  if (title === undefined || install === undefined || detect === undefined) return undefined;
  const application: Application = {
    id: block.name.text,
    title: title.phrase,
    document: place.document,
    covers: covers.map((unit) => unit.text),
    notes: of("note").map(toNote),
    publisher,
    install,
    uninstall,
    detect,
    wait: waitStep,
    returnCodes,
    requirements,
    platforms: settings("platform").flatMap(({ value }) => (value.kind === "text" ? [value.text] : [])),
    visibility,
    logon,
    maximumMinutes: seconds === undefined ? defaultMinutes : Math.max(1, Math.round(seconds / 60)),
    span: block.span,
  };
  const spans = {
    title: title.span,
    publisher: setting("publisher")?.span,
    install: setting("install")?.span,
    uninstall: setting("uninstall")?.span,
    maximum: setting("maximum")?.span,
  };
  checkApplicationLimits(application, spans, report);
  return application;
}

function toDetection(
  block: ApplicationBlock,
  statement: ApplicationConditionStatement | undefined,
  context: Context,
): Assertion | undefined {
  if (statement === undefined) {
    const example = 'detect registry "HKLM\\..." NAME is 1';
    return context.report("applicationIncomplete", block.name.span, { statement: "detect", example });
  }
  const condition = toCondition(statement.condition, context);
  if (condition === undefined) return undefined;
  const found = condition.kind === "assertion" ? condition.fact.text : "several conditions";
  const isClause =
    condition.kind === "assertion" &&
    condition.fact.kind === "registry" &&
    condition.fact.property === "data" &&
    !condition.negated &&
    condition.operator !== "is-one-of" &&
    condition.operator !== "contains" &&
    condition.values[0]?.type !== "missing";
  const [value] = isClause ? condition.values : [];
  if (value?.type === "text" && value.text === "")
    return context.report("emptyText", statement.span, { statement: "detect" });
  return isClause ? condition : context.report("detectionNotRegistry", statement.span, { found });
}

function toRequirement(statement: ApplicationConditionStatement, context: Context): Assertion | undefined {
  const condition = toCondition(statement.condition, context);
  if (condition === undefined) return undefined;
  const isPresence =
    condition.kind === "assertion" &&
    condition.fact.kind === "registry" &&
    condition.fact.property === "data" &&
    condition.operator === "is" &&
    condition.values[0]?.type === "missing";
  return isPresence
    ? condition
    : context.report("requirementNotPresence", statement.span, { found: describeCondition(condition) });
}

function chosen<Known extends string>(
  word: Word,
  known: readonly Known[],
  place: string,
  { report }: Context,
): Known | undefined {
  return (
    known.find((candidate) => candidate === word.text) ??
    report("wordExpected", word.span, { place, word: word.text, words: known })
  );
}
