import type { Reporter } from "./report.ts";
import { explanation } from "./text-reporter.ts";

/** Test Anything Protocol, version 13. */
export const tapReporter: Reporter = (report) => {
  const lines = report.results.flatMap((result, index) => {
    const { rule, scenario, failures } = result;
    // A hash would begin a directive.
    const name = `${rule.id}: ${scenario.name}`.replaceAll("#", "\\#");
    const why = explanation(result, report).map((line) => `# ${line}`);
    return [`${failures.length === 0 ? "ok" : "not ok"} ${index + 1} - ${name}`, ...why];
  });
  return `${["TAP version 13", `1..${report.results.length}`, ...lines].join("\n")}\n`;
};
