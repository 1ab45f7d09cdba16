import { library } from "../../generated/library.js";
import type { Condition } from "../model/condition.ts";
import { describeByName } from "../model/describe.ts";
import type { Rule } from "../model/rule.ts";
import { digest } from "../output/digest.ts";
import type { ManifestHead, ManifestRule } from "../output/manifest.ts";
import { effectsOf } from "../targets/effects.ts";
import { targets as allTargets } from "../targets/index.ts";
import { planRule } from "../targets/plan.ts";
import { definitionsIn } from "../targets/powershell/definition-names.ts";
import { meaningOf } from "../targets/powershell/header-facts.ts";
import { definitionText, ruleText } from "../targets/powershell/script.ts";
import { describeRepairsWhen } from "../targets/repairs-when.ts";
import type { Program } from "../targets/target.ts";
import { lineReference } from "../text/source.ts";
import type { BuildOptions } from "./build-options.ts";

/** What the manifest of a build says of its rules, and of what a reviewer signs off once: definitions and the library. */
export function manifestHead(
  program: Program,
  options: Pick<BuildOptions, "targets">,
): Pick<ManifestHead, "rules" | "definitions" | "functions"> {
  const definitions = [...definitionsIn(program)].map(([name, definition]) => ({
    name,
    function: definition.name,
    means: describeByName(meaningAlone(definition.condition)),
    sha256: digest(definitionText(definition, program)),
  }));
  const functions = library.map(({ name, sha256 }) => ({ name, sha256 }));
  return { rules: manifestRules(program, options), definitions, functions };
}

/** What a definition stands for, which has no name of its own. */
function meaningAlone({ definition: _, ...meaning }: Condition): Condition {
  return meaning;
}

function manifestRules(program: Program, { targets }: Pick<BuildOptions, "targets">): ManifestRule[] {
  const skipped = new Map<string, ManifestRule["skipped"]>();
  for (const target of allTargets) {
    if (!targets.includes(target.name)) continue;
    for (const { rule, reason } of target.skipped?.(program) ?? []) {
      skipped.set(rule, [...(skipped.get(rule) ?? []), { target: target.name, reason }]);
    }
  }
  return program.rules.map((rule) => ({
    ...manifestRule(rule, program),
    skipped: skipped.get(rule.id) ?? [],
  }));
}

function manifestRule(rule: Rule, program: Program): Omit<ManifestRule, "skipped"> {
  const { id, title, severity, covers, span } = rule;
  const planned = planRule(rule, program.configuration);
  const repairs = describeRepairsWhen(planned);
  const source = lineReference(span);
  const effects = effectsOf(planned);
  const means = meaningOf(planned);
  const sha256 = digest(ruleText(planned, program));
  return { id, title: title.en, severity, source, covers, ...effects, repairs, means, sha256 };
}
