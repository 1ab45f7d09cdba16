import type { RunResult } from "../engine/engine.ts";
import type { Verdict } from "../model/rule.ts";
import type { OutputFile } from "../targets/target.ts";

/** A script of another target that gives the same verdict as a rule's detection, in its own way. */
export interface Companion {
  /** How messages name it: the target and the role. */
  readonly name: string;
  readonly script: string;
  /** The verdict that the target's agent reads from a run; undefined where it reads none. */
  readonly verdictOf: (result: RunResult) => Verdict | undefined;
}

/**
 * How to read the verdict from what scripts of a target print, by `target/role`: a new target adds its line, and from
 * then on all targets have to agree on every device that is tried.
 */
const readers: Readonly<Record<string, Companion["verdictOf"]>> = {};

/** The file as a companion; undefined where it is none. */
export function companionOf({ target, role, content }: OutputFile): Companion | undefined {
  const name = `${target}/${role}`;
  const verdictOf = readers[name];
  return verdictOf === undefined || typeof content !== "string"
    ? undefined
    : { name, script: content, verdictOf };
}
