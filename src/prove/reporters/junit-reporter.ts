import { xmlAttribute, xmlText } from "../../encode/xml.ts";
import type { ScenarioResult } from "../judge-scenario.ts";
import { failedOf, type Reporter, type TestReport } from "./report.ts";
import { explanation } from "./text-reporter.ts";

/** The XML that build servers show: a suite a rule, a case a scenario. */
export const junitReporter: Reporter = (report) => {
  const { results, milliseconds } = report;
  const suites = new Map<string, ScenarioResult[]>();
  for (const result of results) suites.set(result.rule.id, [...(suites.get(result.rule.id) ?? []), result]);
  const counts = `tests="${results.length}" failures="${failedOf(results).length}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="mderules" ${counts} time="${(milliseconds / 1000).toFixed(3)}">`,
    ...[...suites].flatMap(([rule, members]) => suiteLines(rule, members, report)),
    "</testsuites>",
    "",
  ].join("\n");
};

function suiteLines(rule: string, members: readonly ScenarioResult[], report: TestReport): string[] {
  const file = report.showPath(members[0]!.rule.span.source.path);
  return [
    `  <testsuite name="${xmlAttribute(rule)}" tests="${members.length}" failures="${failedOf(members).length}" file="${xmlAttribute(file)}">`,
    ...members.flatMap((result) => {
      const open = `    <testcase classname="${xmlAttribute(rule)}" name="${xmlAttribute(result.scenario.name)}"`;
      const [failure] = result.failures;
      if (failure === undefined) return [`${open}/>`];
      const message = `${failure.subject}: expected ${failure.expected}, found ${failure.found}`;
      return [
        `${open}>`,
        `      <failure message="${xmlAttribute(message)}">${xmlText(explanation(result, report).join("\n"))}</failure>`,
        "    </testcase>",
      ];
    }),
    "  </testsuite>",
  ];
}
