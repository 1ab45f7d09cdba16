import { propertyOf } from "../../kinds/index.ts";
import type { Assertion, Condition } from "../../model/condition.ts";
import type { Literal } from "../../model/value.ts";
import type { Rule } from "../../model/rule.ts";

/** What is known of a sort of device: the words that a property can have, or the numbers. */
type Known = readonly string[] | { readonly minimum: number };
type Sort = Readonly<Record<string, Known>>;

const serverEdition = /^Server/;

/**
 * The devices that Intune Remediations run on. A client says so; sessions for several users are a client edition
 * on the kernel of a server, and exist from version 1809 on.
 */
function clients(): readonly Sort[] {
  return [
    { product: ["client"], edition: editions().filter((edition) => !serverEdition.test(edition)) },
    { product: ["server"], edition: ["ServerRdsh"], build: { minimum: 17763 } },
  ];
}

/** Whether there is a client to which the rule can apply: false only where that follows from its condition alone. */
export function appliesToClients({ applies }: Rule): boolean {
  return applies === undefined || clients().some((sort) => truthOn(sort, applies) !== false);
}

/** Kleene's logic; undefined where it depends on the device. */
function truthOn(sort: Sort, condition: Condition): boolean | undefined {
  if (condition.kind === "assertion") return assertionOn(sort, condition);
  const decisive = condition.kind === "any";
  const truths = condition.terms.map((term) => truthOn(sort, term));
  if (truths.includes(decisive)) return decisive;
  return truths.includes(undefined) ? undefined : !decisive;
}

function assertionOn(sort: Sort, { fact, operator, values, negated }: Assertion): boolean | undefined {
  const known = fact.kind === "windows" ? sort[fact.property] : undefined;
  if (known === undefined) return undefined;
  const truth =
    "minimum" in known
      ? numberTruth(known.minimum, operator, values[0]!)
      : wordTruth(known, operator, values);
  return truth === undefined ? undefined : truth !== negated;
}

function wordTruth(
  known: readonly string[],
  operator: Assertion["operator"],
  values: readonly Literal[],
): boolean | undefined {
  if (operator !== "is" && operator !== "is-one-of") return undefined;
  const named = known.filter((word) => values.some((value) => value.type === "word" && value.word === word));
  if (named.length === 0) return false;
  return named.length === known.length ? true : undefined;
}

/** A comparison of a number of which only the smallest possible value is known. */
function numberTruth(minimum: number, operator: Assertion["operator"], value: Literal): boolean | undefined {
  if (value.type !== "integer") return value.type === "missing" ? false : undefined;
  switch (operator) {
    case "is":
      return value.value < minimum ? false : undefined;
    case "less":
      return value.value <= minimum ? false : undefined;
    case "less-or-equal":
      return value.value < minimum ? false : undefined;
    case "greater":
      return value.value < minimum ? true : undefined;
    case "greater-or-equal":
      return value.value <= minimum ? true : undefined;
    case "is-one-of":
    case "contains":
      return undefined;
    default:
      return operator satisfies never;
  }
}

function editions(): readonly string[] {
  const { type } = propertyOf({ kind: "windows", property: "edition" });
  return type.type === "word" ? type.words : [];
}
