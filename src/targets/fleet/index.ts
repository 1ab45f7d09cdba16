import { asciiText } from "../../encode/ascii.ts";
import { windowsText } from "../../encode/windows-text.ts";
import type { Rule } from "../../model/rule.ts";
import { lineReference } from "../../text/source.ts";
import type { OutputFile, Program, SkippedRule, Target } from "../target.ts";
import { render } from "../templates.ts";
import { fleetQuestion } from "./fleet-question.ts";

/** Queries that tell how many devices have a problem, before any script is deployed. */
export const fleet: Target = {
  name: "fleet",
  *emit(program: Program): Iterable<OutputFile> {
    let asked = false;
    for (const rule of program.rules) {
      const question = fleetQuestion(rule);
      if (question === undefined) continue;
      asked = true;
      const heading = [
        `${rule.id}: ${rule.title.en} (${rule.severity})`,
        `Source: ${rule.document}, ${rule.covers.join(", ")}; ${lineReference(rule.span)}`,
        `Asks for: ${question.shows}`,
        ...question.leavesOut.map((part) => `Not in the query: ${part}`),
      ];
      yield query(rule, "CMPivot", heading, question.cmpivot);
      if (question.logAnalytics !== undefined) {
        const without = heading.filter((line) => !line.includes("(CMPivot)"));
        yield query(rule, "LogAnalytics", without, question.logAnalytics);
      }
    }
    if (!asked) return;
    const file = { target: "fleet", role: "readme", rule: undefined, covers: [] } as const;
    yield { ...file, path: "fleet/README.md", content: render("fleet/readme", {}) };
  },
  skipped: ({ rules }: Program): SkippedRule[] =>
    rules
      .filter((rule) => fleetQuestion(rule) === undefined)
      .map(({ id }) => ({
        rule: id,
        reason: "no single event, service or registry value that a query can ask for tells of the problem",
      })),
};

function query(rule: Rule, name: string, heading: readonly string[], text: string): OutputFile {
  const comment = heading.map((line) => `// ${asciiText(line)}\n`).join("");
  return {
    path: `fleet/${rule.id}/${name}.kql`,
    content: windowsText(`${comment}${text}\n`),
    target: "fleet",
    role: "query",
    rule: rule.id,
    covers: rule.covers,
  };
}
