import type { ComparisonOperator } from "../../model/condition.ts";
import type { Literal } from "../../model/value.ts";
import type { EventSight } from "./engine.ts";
import { certain, every, type Knowledge, not, unseen } from "./knowledge.ts";
import { all, always, any, call, compare, never, number } from "./kql.ts";

/** More events than that count as so many. */
const most = 1000;

/**
 * Whether at least so many events count, where a query counts those that surely match and those that may. `since`:
 * whether all of them are newer than what makes events history. A device without a row has no count.
 */
export function reaches(sight: EventSight, since: Knowledge, least: number): Knowledge {
  if (least <= 0) return certain;
  if (least > most) return not(certain);
  const { atLeast, atMost, collected = always } = sight;
  return {
    yes: atLeast === undefined ? never : all([compare(atLeast, ">=", number(least)), since.yes]),
    no: all([any([call("isnull", atMost), compare(atMost, "<", number(least))]), collected]),
    unseen: [...sight.unseen, ...since.unseen],
  };
}

/** What is known of a comparison of the number of events. */
export function countKnowledge(
  sight: EventSight,
  since: Knowledge,
  operator: ComparisonOperator,
  literal: Literal,
): Knowledge {
  if (literal.type !== "integer") return unseen("a number of events is compared with a number alone");
  const bound = literal.value;
  switch (operator) {
    case "greater":
      return reaches(sight, since, bound + 1);
    case "greater-or-equal":
      return reaches(sight, since, bound);
    case "less":
      return not(reaches(sight, since, bound));
    case "less-or-equal":
      return not(reaches(sight, since, bound + 1));
    case "is":
    case "is-one-of":
      return every([reaches(sight, since, bound), not(reaches(sight, since, bound + 1))]);
    case "contains":
      return unseen("a number of events contains nothing");
    default:
      return operator satisfies never;
  }
}
