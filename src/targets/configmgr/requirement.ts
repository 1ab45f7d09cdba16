import type { Assertion } from "../../model/condition.ts";
import { describeCondition } from "../../model/describe.ts";
import { stableId } from "./stable-id.ts";

/** A requirement of a deployment type: a global condition over one registry value below HKLM, 64-bit view. */
export interface Requirement {
  /**
   * The global condition. Its name holds a digest of what it asks and whether that has to be there, so one of that
   * name is the right one, and every application that requires the same shares it.
   */
  readonly condition: string;
  /** Without the hive. */
  readonly key: string;
  readonly valueName: string;
  readonly isPresent: boolean;
  /** For people: `registry HKLM\\... OnboardingInfo is present`. */
  readonly text: string;
}

/** How the names of all global conditions begin that import scripts make: by that they know them again. */
export const conditionPrefix = "mderules requires ";

/** The requirement of an application's `requires`. The validator lets nothing else through than what it can say. */
export function requirement(assertion: Assertion): Requirement {
  const { fact, negated: isPresent } = assertion;
  const { key, name } = fact.slots;
  if (key?.type !== "text" || name?.type !== "text")
    throw new Error(`a requirement cannot look at ${fact.text}`);
  const words = isPresent ? "present" : "missing";
  const id = stableId("global-condition", key.text.toLowerCase(), name.text.toLowerCase(), words).slice(0, 8);
  return {
    condition: `${conditionPrefix}${shortened(name.text)} is ${words} (${id})`,
    key: key.text.replace(/^HKLM\\/, ""),
    valueName: name.text,
    isPresent,
    text: describeCondition(assertion),
  };
}

/** A site takes 256 characters for a name; a value of the registry may have a longer one. */
function shortened(name: string): string {
  return name.length <= 100 ? name : `${name.slice(0, 97)}...`;
}
