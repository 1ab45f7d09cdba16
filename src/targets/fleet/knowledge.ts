import { all, always, any, compare, call, type Expression, type Measure, never, number } from "./kql.ts";

/**
 * What an engine knows of a condition on each device: when it surely holds, and when it surely does not. Where neither
 * is true it is unknown, and `unseen` says why that can be: things that the engine does not see.
 */
export interface Knowledge {
  readonly yes: Expression;
  readonly no: Expression;
  readonly unseen: readonly string[];
}

export const certain: Knowledge = { yes: always, no: never, unseen: [] };

/** What no device tells through this engine. */
export function unseen(reason: string): Knowledge {
  return { yes: never, no: never, unseen: [reason] };
}

export function not({ yes, no, unseen }: Knowledge): Knowledge {
  return { yes: no, no: yes, unseen };
}

/** Kleene's logic: `every` is decided by one that surely does not hold. */
export function every(terms: readonly Knowledge[]): Knowledge {
  return {
    yes: all(terms.map(({ yes }) => yes)),
    no: any(terms.map(({ no }) => no)),
    unseen: [...new Set(terms.flatMap(({ unseen }) => unseen))],
  };
}

export function some(terms: readonly Knowledge[]): Knowledge {
  return not(every(terms.map(not)));
}

/** That rows were counted: at least one in a measure that counts. */
export function counted(measure: Measure): Expression {
  return compare(measure, ">", number(0));
}

/** That none were; a device without rows has no count. */
export function noneCounted(measure: Measure): Expression {
  return any([call("isnull", measure), compare(measure, "==", number(0))]);
}
