import type { Rule } from "../../model/rule.ts";
import { conditionsOf, type ConditionColumn, type Dropped, type Unseen } from "./conditions.ts";
import type { Engine } from "./engine.ts";
import { type Evidence, evidenceOf } from "./evidence.ts";
import { certain, type Knowledge } from "./knowledge.ts";
import { all, type Column, call, column, compare, type Expression, isConstant, text } from "./kql.ts";
import { sourceKey, sourcesOf } from "./layout.ts";

/** What an engine sees of a rule: the columns that a query needs, and the verdict in terms of them. */
export interface Analysis {
  readonly engine: Engine;
  readonly rule: Rule;
  readonly applies: Knowledge;
  readonly evidence: Evidence;
  readonly conditions: readonly ConditionColumn[];
  /** Columns beside the conditions: what came of the things of `each`. */
  readonly columns: readonly Column[];
  readonly unseen: readonly Unseen[];
  /** Keys of the sources that the columns are taken from. */
  readonly sources: readonly string[];
  /** How much it tells, most where it finds unhealthy devices; 0 where nothing of what the rule looks for is seen. */
  readonly worth: number;
}

export const nothingDropped: Dropped = { sources: new Set(), reason: "" };

export function analyse(engine: Engine, rule: Rule, dropped: Dropped): Analysis {
  const conditions = conditionsOf(engine, rule, dropped);
  const applies = rule.applies === undefined ? certain : conditions.knowledge(rule.applies);
  const seen = evidenceOf(engine, rule, conditions, dropped);
  const columns = thingColumns(seen);
  const is = (word: string): Expression => compare(column("Evidence"), "==", text(word));
  const evidence: Evidence =
    columns.length === 0 ? seen : { ...seen, fails: is("fails"), holds: is("holds") };
  const { fails, holds } = seen;
  const tells = [all([applies.yes, fails]), holds, all([applies.yes, holds]), applies.no];
  const worth =
    isConstant(fails, false) && isConstant(holds, false)
      ? 0
      : tells.reduce((sum, expression, index) => sum + (isConstant(expression, false) ? 0 : 8 >> index), 0);
  const values = [...conditions.columns(), ...columns].map(({ value }) => value!);
  return {
    engine,
    rule,
    applies,
    evidence,
    conditions: conditions.columns(),
    columns,
    unseen: [...conditions.unseen(), ...evidence.unseen],
    sources: [...sourcesOf(values).values()].map(([measure]) => sourceKey(measure!)),
    worth,
  };
}

/** Evidence of things stands in measures of its own: it becomes columns, like a condition. */
function thingColumns({ fails, holds, things }: Evidence): Column[] {
  if (things === undefined) return [];
  return [
    {
      name: "Evidence",
      value: call("case", fails, text("fails"), holds, text("holds"), text("unknown")),
    },
    { name: "Named", value: things },
  ];
}
