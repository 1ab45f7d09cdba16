import { givenLines } from "./text-reporter.ts";
import { failedOf, placeOf, type Reporter, statementAt } from "./report.ts";

/** One line for machines: every scenario, and why it failed. */
export const jsonReporter: Reporter = ({ results, engine, milliseconds, showPath }) => {
  const failed = failedOf(results).length;
  return `${JSON.stringify({
    engine,
    passed: results.length - failed,
    failed,
    milliseconds: Math.round(milliseconds),
    scenarios: results.map(({ rule, scenario, lines, failures }) => ({
      rule: rule.id,
      scenario: scenario.name,
      place: placeOf(scenario.span, showPath),
      passed: failures.length === 0,
      lines,
      ...(failures.length === 0 ? {} : { given: givenLines(scenario) }),
      failures: failures.map(({ subject, expected, found, span, decidedBy }) => ({
        subject,
        expected,
        found,
        place: placeOf(span, showPath),
        decidedBy: decidedBy.map((deciding) => statementAt(deciding, showPath)),
      })),
    })),
  })}\n`;
};
