import type { Rule } from "./rule.ts";
import { changesDevice } from "./step.ts";

/**
 * Which of a rule's own acts make events history: its last successful fix, or the last start of the device where the
 * fix is a restart. Only rules that look at events have any.
 */
export function historyOf(rule: Rule): { readonly fix: boolean; readonly start: boolean } {
  const usesEvents = rule.each !== undefined || rule.symptoms.length > 0;
  const kinds = new Set(rule.fixes.flatMap(({ steps }) => steps.map(({ kind }) => kind)));
  const acts = rule.fixes.some(({ steps }) => steps.some(changesDevice));
  // Where the fix does more than ask for a restart, a restart alone repairs nothing.
  return { fix: usesEvents && acts, start: usesEvents && kinds.has("restart") && !acts };
}

/** The registry key where a rule remembers on a device what it did. */
export function memoryKey({ id }: Pick<Rule, "id">): string {
  return `HKLM\\SOFTWARE\\mderules\\${id}`;
}
