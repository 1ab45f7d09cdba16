import { compile } from "../compile.ts";
import { hasErrors } from "../diagnostics/diagnostic.ts";
import type { RuleSeverity } from "../model/rule.ts";
import { render } from "../targets/templates.ts";
import { isRuleName } from "../model/rule-name.ts";
import { writeNewFiles } from "./new-files.ts";
import { reportProblem } from "./report.ts";
import type { ExitCode, World } from "./world.ts";

export interface NewRule {
  readonly name: string;
  readonly title: string | undefined;
  readonly severity: RuleSeverity;
}

/** `mderules new rule NAME`: a rule that compiles and whose scenarios pass, to be made one's own. */
export function newRule(rule: NewRule & { readonly file: string | undefined }, world: World): ExitCode {
  const { name, file = `rules/${name}.mderule` } = rule;
  if (!isRuleName(name)) {
    return reportProblem(
      {
        message: `\`${name}\` cannot be the name of a rule`,
        help: "lower-case words and numbers with hyphens between them, as in `print-spooler-starts`, 64 characters at most",
      },
      false,
      world,
    );
  }
  if (!file.toLowerCase().endsWith(".mderule"))
    return reportProblem(
      { message: `\`${file}\` is no name of a rule file, which ends in .mderule` },
      false,
      world,
    );
  const text = ruleText(rule);
  const { diagnostics } = compile({ sources: [{ path: file, text }], ledgers: [] });
  if (hasErrors(diagnostics)) {
    const [problem] = diagnostics;
    return reportProblem(
      { message: `the rule cannot be written like this: ${problem!.message}` },
      false,
      world,
    );
  }
  return writeNewFiles(world.cwd, { [file]: text }, world);
}

/** The text of a new rule. */
export function ruleText({ name, title, severity }: NewRule): string {
  const words = name.replaceAll("-", " ");
  const said =
    title === undefined || title.trim() === "" ? words.charAt(0).toUpperCase() + words.slice(1) : title;
  return render("project/rule", { name, title: `"${said.replaceAll('"', '""')}"`, severity });
}
