import type { Qualifier } from "../syntax/tree.ts";

/** The word with which a qualifier begins. */
export function qualifierName(qualifier: Qualifier): string {
  return qualifier.kind === "qualifier" ? qualifier.name.text : qualifier.kind;
}
