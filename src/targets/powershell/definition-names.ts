import { library, libraryCommands } from "../../../generated/library.js";
import { type Condition, negate } from "../../model/condition.ts";
import type { Configuration } from "../../model/configuration.ts";
import type { Rule } from "../../model/rule.ts";
import { conditionsOf } from "../../model/facts-of.ts";
import { planCondition } from "../plan-conditions.ts";
import type { Program } from "../target.ts";
import type { Definition } from "./code.ts";

/** The definitions that conditions of rules name, by their names in the rulebook. */
export type Definitions = ReadonlyMap<string, Definition>;

const found = new WeakMap<readonly Rule[], WeakMap<Configuration, Definitions>>();

/** The definitions of a program's rules, as they are on its site. */
export function definitionsIn({
  rules,
  configuration,
}: Pick<Program, "rules" | "configuration">): Definitions {
  const bySite = found.get(rules) ?? new WeakMap<Configuration, Definitions>();
  const known = bySite.get(configuration) ?? definitionsOf(rules, configuration);
  found.set(rules, bySite.set(configuration, known));
  return known;
}

/**
 * The definitions that rules ask for, each with the name of its function: `service-is-reached` is called
 * Test-ServiceIsReached. A name that the library or Windows has already, or another definition, gets a number.
 */
function definitionsOf(rules: readonly Rule[], configuration: Configuration): Definitions {
  const conditions = new Map<string, Condition>();
  const seen = new Set<Condition>();
  const visit = (condition: Condition): void => {
    if (seen.has(condition)) return;
    seen.add(condition);
    const { definition } = condition;
    if (definition !== undefined && !conditions.has(definition.name))
      conditions.set(definition.name, definition.isNegated ? negate(condition) : condition);
    if (condition.kind !== "assertion") condition.terms.forEach(visit);
  };
  for (const rule of rules) conditionsOf(rule).forEach(visit);
  const taken = new Set(
    [...library.map(({ name }) => name), ...libraryCommands].map((name) => name.toLowerCase()),
  );
  const names = [...conditions.keys()].sort((one, other) => (one < other ? -1 : 1));
  return new Map(
    names.map((name) => {
      const plain = `Test-${pascalCase(name)}`;
      let free = plain;
      for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = `${plain}${number}`;
      taken.add(free.toLowerCase());
      return [name, { name: free, condition: planCondition(conditions.get(name)!, configuration) }];
    }),
  );
}

/** `service-is-reached` as ServiceIsReached. */
function pascalCase(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("") || "Definition";
}
