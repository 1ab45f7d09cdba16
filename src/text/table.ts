/**
 * A table that is asked for what others wrote: a plain object would answer for `constructor` and `toString`, which every object
 * has. A rule of ESLint (scripts/no-plain-maps.mjs) holds against plain ones.
 */
export function tableOf<Value>(entries: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> {
  return new Map(Object.entries(entries));
}
