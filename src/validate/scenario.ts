import { repairOutcomes, verdicts } from "../model/rule.ts";
import type { Scenario } from "../model/scenario.ts";
import type { ExpectStatement, ScenarioBlock, ScenarioStatement, Word } from "../syntax/tree.ts";
import type { Context } from "./context.ts";
import { toGivens } from "./devices.ts";
import { toGiven } from "./given.ts";
import { checkNotEmpty } from "./phrase.ts";

/** The scenario of a block; a mistake in one of its lines is reported and the line left out. */
export function toScenario(block: ScenarioBlock, context: Context): Scenario | undefined {
  const { report } = context;
  checkNotEmpty("scenario", block.name, context);
  const of = <Kind extends ScenarioStatement["kind"]>(kind: Kind) =>
    block.statements.filter((statement) => statement.kind === kind) as Extract<
      ScenarioStatement,
      { kind: Kind }
    >[];
  const given = toGivens(of("given"), context);
  const after = of("after").flatMap(({ facts }) => facts.flatMap((fact) => toGiven(fact, context) ?? []));
  const [expect, ...more] = of("expect") as [ExpectStatement?, ...ExpectStatement[]];
  for (const { span } of more) {
    const related = { span: expect!.span, message: "the first one is here" };
    report("duplicateStatement", span, { statement: "expect" }, related);
  }
  if (expect === undefined) return report("scenarioWithoutExpectation", block.name.span, {});
  const verdict = oneOf(expect.verdict, verdicts, "a verdict", context);
  const outcome = expect.outcome && oneOf(expect.outcome, repairOutcomes, "an outcome of a fix", context);
  if (verdict === undefined) return undefined;
  return { name: block.name.text, given, verdict, outcome, after, span: block.span };
}

function oneOf<Known extends string>(
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
