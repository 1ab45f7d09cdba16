import { resolve } from "node:path";
import { render } from "../targets/templates.ts";
import { writeNewFiles } from "./new-files.ts";
import { ruleText } from "./new-rule.ts";
import type { ExitCode, World } from "./world.ts";

const schema = "./node_modules/mderules/schemas/mderules.config.schema.json";

/**
 * `mderules init`: starts a project of rules: a configuration, a rule with scenarios, a guard, and what editors, Git and a
 * code host want to know. It overwrites nothing.
 */
export function init({ folder }: { readonly folder: string }, world: World): ExitCode {
  const files = {
    "mderules.config.json": render("project/configuration", { schema }),
    "rules/print-spooler-starts.mderule": ruleText({
      name: "print-spooler-starts",
      title: "The print spooler starts automatically",
      severity: "warning",
    }),
    "rules/guard.mderule": render("project/guard", {}),
    ".gitignore": render("project/ignored", {}),
    ".github/workflows/rules.yml": render("project/workflow", {}),
    ".vscode/settings.json": render("project/editor", { schema }),
  };
  const exitCode = writeNewFiles(resolve(world.cwd, folder), files, world);
  if (exitCode === 0)
    world.stdout.write("\nNext: mderules check, mderules test, mderules build, mderules new rule NAME\n");
  return exitCode;
}
