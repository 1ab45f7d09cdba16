import type { ScenarioResult } from "../judge-scenario.ts";
import { failedOf, placeOf, type Reporter, statementAt, type TestReport } from "./report.ts";

/** For people: files, rules and scenarios as they were written; under one that failed, why. */
export const textReporter: Reporter = (report) => {
  const lines: string[] = [];
  let file = "";
  let rule = "";
  for (const result of report.results) {
    const path = report.showPath(result.rule.span.source.path);
    if (path !== file) {
      if (file !== "") lines.push("");
      lines.push(path);
      file = path;
    }
    if (result.rule.id !== rule) lines.push(`  ${result.rule.id}`);
    rule = result.rule.id;
    lines.push(`    ${result.failures.length === 0 ? "ok  " : "FAIL"}  ${result.scenario.name}`);
    lines.push(...explanation(result, report).map((line) => `            ${line}`));
  }
  return `${[...lines, "", summary(report)].join("\n")}\n`;
};

/** Why a scenario failed: what was expected and found, which statements decided, what a device would report. */
export function explanation(
  { failures, lines, scenario }: ScenarioResult,
  { showPath }: TestReport,
): string[] {
  if (failures.length === 0) return [];
  return [
    `at ${placeOf(scenario.span, showPath)}`,
    ...failures.flatMap(({ subject, expected, found, decidedBy }) => [
      `${subject}: expected ${expected}`,
      `${" ".repeat(subject.length)}     found ${found}`,
      ...decidedBy.map((span) => `decided by ${statementAt(span, showPath)}`),
    ]),
    ...lines.map((line) => `reported: ${line}`),
  ];
}

/** One line, also where nothing else is shown. */
export function summary({ results, engine, milliseconds }: TestReport): string {
  const failed = failedOf(results).length;
  const rules = new Set(results.map(({ rule }) => rule.id)).size;
  const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;
  return (
    `${count(results.length, "scenario")} of ${count(rules, "rule")} (${engine}): ` +
    `${results.length - failed} passed, ${failed} failed (${(milliseconds / 1000).toFixed(2)} s)`
  );
}
