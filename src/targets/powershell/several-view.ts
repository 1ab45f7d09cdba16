import { powershellComment } from "../../encode/powershell.ts";
import type { Rule } from "../../model/rule.ts";
import { lineReference } from "../../text/source.ts";
import { effectsOf } from "../effects.ts";
import type { Program } from "../target.ts";
import { guardArgument, guardViews, type GuardView } from "./guards.ts";
import { describeRepairsWhen } from "../repairs-when.ts";
import { functionsNeeded } from "./functions.ts";
import { headerLines } from "./header-facts.ts";
import { marksOf, restoreView, ruleHeading, type RuleView, ruleView } from "./rule-view.ts";
import { type HeaderView, marked, type SharedView } from "./script-view.ts";

/** What the templates of a script of several rules take: what rules share, once, and each rule's own functions. */
export type SeveralView = HeaderView & SharedView & { readonly rules: readonly (RuleView & Named)[] };

interface Named {
  /** When the rule's fix makes events history. */
  readonly marks: string | false;
  readonly guardArgument: string;
}

/** What a script of several rules is for, in the words of its header. */
export interface SeveralHeader extends Omit<HeaderView, "facts" | "synopsis"> {
  readonly title: string;
}

/** A script that evaluates several planned rules, one after the other, and can repair those that `repairs` says. */
export function severalView(
  rules: readonly Rule[],
  program: Program,
  header: SeveralHeader,
  repairs: (rule: Rule) => boolean,
): SeveralView {
  const called = new Set<string>();
  const views = rules.map((rule) => ({
    ...ruleView(rule, called, {
      heading: ruleHeading(rule),
      ...(repairs(rule) ? { configuration: program.configuration } : {}),
    }),
    marks: repairs(rule) && (marksOf(rule) || false),
    guardArgument: repairs(rule) ? guardArgument(rule) : "",
  }));
  const guards = guardViews(rules.filter(repairs), called);
  const changes = rules.some(repairs);
  return {
    ...shared(called, views, changes, guards),
    ...describe(rules, program, header, changes),
    rules: views,
  };
}

/** A script that puts back what the repairs of several planned rules changed: those of the last one first. */
export function severalUndoView(
  rules: readonly Rule[],
  program: Program,
  header: SeveralHeader,
): SeveralView {
  const called = new Set<string>();
  const views = [...rules].reverse().map((rule) => ({
    ...restoreView(rule, called, ruleHeading(rule)),
    marks: false as const,
    guardArgument: "",
  }));
  return {
    ...shared(called, views, true, []),
    canForce: true,
    ...describe(rules, program, header, true),
    rules: views,
  };
}

function shared(
  called: ReadonlySet<string>,
  views: readonly (RuleView & Named)[],
  canWhatIf: boolean,
  guards: readonly GuardView[],
): SharedView {
  const has = (marks: string): boolean => views.some((view) => view.marks === marks);
  return {
    canWhatIf,
    canForce: false,
    functions: functionsNeeded(called),
    each: views.some(({ each }) => each !== false),
    // Invoke-Rule says whose turn it is.
    memory: {
      key: "$script:memory",
      path: '"Registry::$script:memory"',
      journal: '"Registry::$script:memory\\Journal"',
    },
    guards,
    takesMarks: has("checked") || has("unchecked"),
    flowParameters: [
      ...(has("checked") || has("unchecked") ? ["[string]$Marks"] : []),
      ...(guards.length === 0 ? [] : ["[scriptblock]$Guard"]),
    ].join(", "),
    marksUnchecked: has("unchecked") && `$Marks -eq 'unchecked' -and ${marked.unchecked}`,
    marksChecked: has("checked") && `$Marks -eq 'checked' -and ${marked.checked}`,
  };
}

function describe(
  rules: readonly Rule[],
  { version }: Program,
  { title, ...header }: SeveralHeader,
  changes: boolean,
): HeaderView {
  return {
    ...header,
    synopsis: powershellComment(title),
    facts: headerLines([
      ...rules.flatMap((rule): [string, string | undefined][] => {
        const { writes } = effectsOf(rule);
        return [
          ["Rule", `${rule.id} (${rule.severity}): ${rule.title.en} [${lineReference(rule.span)}]`],
          ["May change", changes && writes.length > 0 ? writes.join("; ") : undefined],
        ];
      }),
      ...(changes ? guardLines(rules) : []),
      ["May change", changes ? undefined : "nothing"],
      ["Journal", changes ? "HKLM\\SOFTWARE\\mderules\\<rule>, for Undo.ps1" : undefined],
      ["Documents", [...new Set(rules.flatMap(({ document }) => document ?? []))].join(", ") || undefined],
      ["Compiled", `by mderules ${version} for Windows PowerShell 5.1`],
    ]),
  };
}

/** When the rules repair, once for all that say the same. */
function guardLines(rules: readonly Rule[]): [string, string][] {
  const found = [...new Set(rules.flatMap((rule) => describeRepairsWhen(rule) ?? []))];
  if (found.length === 1) return [["Repairs when", found[0]!]];
  return found.map((when) => {
    const some = rules.filter((rule) => describeRepairsWhen(rule) === when).map(({ id }) => id);
    return ["Repairs when", `${when} (${some.join(", ")})`];
  });
}
