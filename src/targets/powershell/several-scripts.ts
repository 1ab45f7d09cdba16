import { powershellComment } from "../../encode/powershell.ts";
import { lineReference } from "../../text/source.ts";
import { effectsOf } from "../effects.ts";
import type { PlannedRule } from "../plan.ts";
import { describeRepairsWhen } from "../repairs-when.ts";
import type { Program } from "../target.ts";
import { type Code, lines } from "./code.ts";
import { definitionsIn } from "./definition-names.ts";
import { type HeaderFact, headerLines } from "./header-facts.ts";
import { ruleCode, type RuleParts } from "./rule-code.ts";
import type { Script } from "./script.ts";

/** A script of several rules: what is not the same as for one. */
export interface SeveralScript extends Pick<Script, "main" | "mainLine" | "parameters"> {
  readonly title: string;
  readonly purpose: string;
  readonly output: readonly string[];
  readonly parts: (rule: PlannedRule) => RuleParts;
  /** Whether the script changes anything, so that its header says what. */
  readonly changes: boolean;
}

/** A script that has several rules, each in its turn: data of the same shape as the one rule of others. */
export function severalScript(
  rules: readonly PlannedRule[],
  program: Program,
  { title, purpose, output, parts, changes, ...script }: SeveralScript,
): Script {
  const definitions = definitionsIn(program);
  const value: Code = lines(rules.map((rule) => ruleCode(rule, definitions, parts(rule))));
  return {
    ...script,
    header: { synopsis: powershellComment(title), purpose, facts: factsOf(rules, program, changes), output },
    variables: [{ name: "rules", value }],
    definitions,
    version: program.version,
  };
}

function factsOf(rules: readonly PlannedRule[], { version }: Program, changes: boolean): HeaderFact[] {
  return headerLines([
    ...rules.flatMap((rule): [string, string | undefined][] => {
      const { writes } = effectsOf(rule);
      return [
        ["Rule", `${rule.id} (${rule.severity}): ${rule.title.en} [${lineReference(rule.span)}]`],
        ["May change", changes && writes.length > 0 ? writes.join("; ") : undefined],
      ];
    }),
    ...(changes ? repairsLines(rules) : []),
    ["May change", changes ? undefined : "nothing"],
    ["Journal", changes ? "HKLM\\SOFTWARE\\mderules\\<rule>, for Undo.ps1" : undefined],
    ["Documents", [...new Set(rules.flatMap(({ document }) => document ?? []))].join(", ") || undefined],
    ["Compiled", `by mderules ${version} for Windows PowerShell 5.1`],
  ]);
}

/** When the rules repair, once for all that say the same. */
function repairsLines(rules: readonly PlannedRule[]): [string, string][] {
  const idsByWhen = new Map<string, string[]>();
  for (const rule of rules) {
    const when = describeRepairsWhen(rule);
    if (when !== undefined) idsByWhen.set(when, [...(idsByWhen.get(when) ?? []), rule.id]);
  }
  const found = [...idsByWhen];
  if (found.length === 1) return [["Repairs when", found[0]![0]]];
  return found.map(([when, ids]) => ["Repairs when", `${when} (${ids.join(", ")})`]);
}
