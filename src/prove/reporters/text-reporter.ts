import { describeGiven } from "../../model/describe.ts";
import { type Scenario, standingGivens } from "../../model/scenario.ts";
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
    ...givenLines(scenario),
  ];
}

/** What the device is, where named devices say part of it: all of that in one place, and who says it. */
export function givenLines({ given }: Scenario): string[] {
  if (given.every(({ device }) => device === undefined)) return [];
  return standingGivens(given).map((each) => {
    const device = each.device === undefined ? "" : ` (device ${each.device})`;
    return `given: ${describeGiven(each).replaceAll("\n", " ")}${device}`;
  });
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
