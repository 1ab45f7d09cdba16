import { asciiText } from "../../encode/ascii.ts";
import { windowsText } from "../../encode/windows-text.ts";
import { describeCondition, describeEach } from "../../model/describe.ts";
import { describeSource, isDetectable, type Rule } from "../../model/rule.ts";
import { planRule } from "../plan.ts";
import type { OutputFile, Program, SkippedRule, Target } from "../target.ts";
import { render } from "../templates.ts";
import { engines } from "./engines.ts";
import { linesReport } from "./lines-report.ts";
import { type RuleQuery, ruleQuery } from "./rule-query.ts";

/** Queries that tell how many devices have a problem, before any script is deployed. */
export const fleet: Target = {
  name: "fleet",
  *emit(program: Program): Iterable<OutputFile> {
    const notAsked: { engine: string; rules: { id: string; reason: string }[] }[] = engines.map(
      ([engine]) => ({ engine: engine!.name, rules: [] }),
    );
    let asked = false;
    for (const rule of plannedRules(program)) {
      for (const [index, variants] of engines.entries()) {
        const query = ruleQuery(variants, rule);
        if (typeof query === "string") {
          notAsked[index]!.rules.push({ id: rule.id, reason: asciiText(query) });
          continue;
        }
        asked = true;
        yield queryFile(rule, query);
      }
    }
    if (!asked) return;
    const file = { target: "fleet", role: "readme", rule: undefined, covers: [] } as const;
    yield {
      ...file,
      role: "query",
      path: "fleet/stopped-reporting/AdvancedHunting.kql",
      content: windowsText(render("fleet/stopped-reporting", {})),
    };
    for (const { path, role, content } of linesReport())
      yield { ...file, role, path: `fleet/report/${path}`, content: windowsText(content) };
    const view = { notAsked: notAsked.filter(({ rules }) => rules.length > 0) };
    yield { ...file, path: "fleet/README.md", content: render("fleet/readme", view) };
  },
  skipped: (program: Program): SkippedRule[] =>
    program.rules.flatMap((written) => {
      const reason = reasonAgainst(planRule(written, program.configuration));
      return reason === undefined ? [] : [{ rule: written.id, reason }];
    }),
};

function plannedRules({ rules, configuration }: Program): Rule[] {
  return rules.filter(isDetectable).map((rule) => planRule(rule, configuration));
}

/** Why no engine can be asked about a rule; undefined where one can. */
function reasonAgainst(rule: Rule): string | undefined {
  if (!isDetectable(rule)) return "only a console shows the problem, no query for devices can";
  const reasons = engines.map((variants) => ruleQuery(variants, rule));
  const told = reasons.filter((reason) => typeof reason === "string");
  return told.length === engines.length ? asciiText(told.join(". ")) : undefined;
}

function queryFile(rule: Rule, query: RuleQuery): OutputFile {
  const { engine, conditions, unseen, assumed } = query;
  const lines = [
    `${rule.id}: ${rule.title.en} (${rule.severity})`,
    `Source: ${describeSource(rule)}`,
    ...engine.notes,
    ...(assumed.length > 0 ? [`Assumed: ${assumed.join("; ")}.`] : []),
    "",
    ...partsOf(rule),
    "",
    ...conditions.map(
      ({ name, text, reasons }) =>
        `${name}: ${text}${reasons.length > 0 ? ` (unknown where: ${[...new Set(reasons)].join("; ")})` : ""}`,
    ),
    ...unseen.map((part) => `Not seen: ${part}`),
  ];
  const comment = lines.map((line) => `// ${asciiText(line)}`.trimEnd()).join("\n");
  return {
    path: `fleet/${rule.id}/${engine.file}`,
    content: windowsText(`${comment}\n\n${query.text}`),
    target: "fleet",
    role: "query",
    rule: rule.id,
    covers: rule.covers,
  };
}

/** The parts of a rule in the words of the language. */
function partsOf(rule: Rule): string[] {
  const each = describeEach(rule);
  return [
    ...(rule.applies === undefined ? [] : [`applies when ${describeCondition(rule.applies)}`]),
    ...(each === undefined ? [] : [each]),
    ...rule.symptoms.map((condition) => `symptom ${describeCondition(condition)}`),
    ...rule.checks.map((condition) => `check ${describeCondition(condition)}`),
  ];
}
