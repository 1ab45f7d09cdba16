import { codes } from "../diagnostics/codes.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { Configuration, RuleChoice } from "../model/configuration.ts";
import type { Rule } from "../model/rule.ts";
import { chapterOf, chooseRules } from "../targets/choose-rules.ts";
import { outputPathProblem } from "../output/output-path.ts";
import type { Source } from "../text/source.ts";
import { jsonPlace } from "./json-place.ts";

type Path = readonly (string | number)[];
type Report = (path: Path, problem: string) => void;

/** What the configuration says of rules, held against the rules that there are. */
export function checkChoices(
  { bundle = [], compliance, diagnostics: levels = {} }: Configuration,
  rules: readonly Rule[],
  source: Source,
): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (path, problem) => {
    const span = jsonPlace(source, path);
    diagnostics.push(diagnostic("invalidConfiguration", span, { path: path.join("."), problem }));
  };
  for (const [index, choice] of bundle.entries()) {
    const other = bundle.findIndex(({ name }) => name === choice.name);
    const at = ["bundle", index, "name"];
    if (other < index) report(at, `is the name of another bundle too`);
    const problem = outputPathProblem(choice.name);
    if (problem !== undefined) report(at, `cannot be the name of a folder on Windows: it ${problem}`);
    const [, whole] = /^(.+)-part-[0-9]+$/.exec(choice.name) ?? [];
    if (bundle.some(({ name }) => name === whole))
      report(at, `is what a part of the bundle \`${whole}\` would be called; give it another name`);
    checkChoice(choice, ["bundle", index], rules, report);
  }
  for (const code of Object.keys(levels)) {
    const known = Object.values(codes).find((each) => each.code === code);
    if (known === undefined) report(["diagnostics", code], "is no code of a diagnostic");
    else if (known.severity === "error")
      report(["diagnostics", code], "is the code of an error, which stays one");
  }
  if (compliance !== undefined) checkChoice(compliance, ["compliance"], rules, report);
  return diagnostics;
}

function checkChoice(choice: RuleChoice, path: Path, rules: readonly Rule[], report: Report): void {
  const ids = rules.map(({ id }) => id);
  const chapters = [...new Set(rules.map(chapterOf))];
  const known = (list: "rules" | "chapters", names: readonly string[], what: string): boolean => {
    const unknown = [...(choice[list] ?? []).entries()].filter(([, name]) => !names.includes(name));
    for (const [index, name] of unknown) {
      const near = suggest(name, names);
      report(
        [...path, list, index],
        `is no ${what}${near === undefined ? "" : `; did you mean \`${near}\`?`}`,
      );
    }
    return unknown.length === 0;
  };
  const sound = [known("rules", ids, "rule"), known("chapters", chapters, "file of rules")];
  if (sound.every(Boolean) && chooseRules(rules, choice).length === 0) report(path, "chooses no rule");
}
