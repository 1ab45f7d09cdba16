import type { Guard } from "../model/guard.ts";
import type { Rule } from "../model/rule.ts";
import { changesDevice } from "../model/step.ts";
import type { GuardBlock, GuardedStatement, Tree } from "../syntax/tree.ts";
import { toCondition } from "./condition.ts";
import type { Context } from "./context.ts";

/** The guards of a rulebook: the one of all rules under undefined, and those that rules choose by their names. */
export interface Guards {
  /** Undefined stands for a guard with a mistake, which has been reported. */
  readonly byName: ReadonlyMap<string | undefined, Guard | undefined>;
  /** Whether some could not be read: then nothing is missing for certain. */
  readonly isIncomplete: boolean;
}

/** The guards that the blocks of all files declare. */
export function toGuards(trees: readonly Tree[], context: Context): Guards {
  const blocks = new Map<string | undefined, GuardBlock>();
  const byName = new Map<string | undefined, Guard | undefined>();
  for (const block of trees.flatMap((tree) => tree.blocks)) {
    if (block.kind !== "guard") continue;
    const name = block.name?.text;
    const first = blocks.get(name);
    if (first === undefined) {
      blocks.set(name, block);
      byName.set(name, toGuard(block, context));
    } else {
      const related = { span: (first.name ?? first).span, message: "the first one is here" };
      context.report("duplicateGuard", (block.name ?? block).span, { name }, related);
    }
  }
  const isIncomplete = trees.some(({ damaged }) => damaged.some(({ keyword }) => keyword === "guard"));
  return { byName, isIncomplete };
}

function toGuard({ name, demands }: GuardBlock, context: Context): Guard | undefined {
  if (demands.kind === "text") {
    if (demands.text.trim() === "") context.report("emptyText", demands.span, { statement: "guard none" });
    return { kind: "none", reason: demands.text };
  }
  const condition = toCondition(demands, context);
  return condition && { kind: "condition", name: name?.text, condition };
}

/** The guard of a rule: the one it chooses, or the rulebook's usual one. */
export function guardFor(
  chosen: GuardedStatement | undefined,
  { byName, isIncomplete }: Guards,
  { report }: Context,
): Guard | undefined {
  const name = chosen?.guard.text;
  if (chosen !== undefined && !byName.has(name) && !isIncomplete) {
    const names = [...byName.keys()].filter((known) => known !== undefined);
    return report("unknownGuard", chosen.guard.span, { guard: chosen.guard.text, guards: names });
  }
  return byName.get(name);
}

/** A rulebook whose fixes change devices says on which: once for all rules that do not say it. */
export function checkGuarded(rules: readonly Rule[], { isIncomplete }: Guards, { report }: Context): void {
  if (isIncomplete) return;
  const unguarded = rules.filter(
    ({ guard, fixes }) => guard === undefined && fixes.some(({ steps }) => steps.some(changesDevice)),
  );
  const [first] = unguarded;
  if (first === undefined) return;
  const { source, start } = first.span;
  const span = { source, start, end: start + `rule ${first.id}`.length };
  report("missingGuard", span, { rule: first.id, others: unguarded.length - 1 });
}
