import type { Standing } from "./standing.ts";

/** A file that a build would overwrite or delete although it may not. */
export interface Conflict {
  readonly path: string;
  /**
   * `edited`: a build wrote it and someone changed it since; `foreign`: no build wrote it; `blocked`: a folder or a
   * link is in the way, which `force` does not remove either.
   */
  readonly reason: "edited" | "foreign" | "blocked";
}

/** What forbids to replace what stands at a path, of which the manifest says `known`; undefined where nothing does. */
export function conflictOf(
  path: string,
  standing: Standing,
  known: string | undefined,
): Conflict | undefined {
  switch (standing.kind) {
    case "nothing":
      return undefined;
    case "blocked":
      return { path, reason: "blocked" };
    case "link":
      return { path, reason: known === undefined ? "foreign" : "edited" };
    case "file":
      if (known === undefined) return { path, reason: "foreign" };
      return standing.sha256 === known ? undefined : { path, reason: "edited" };
    default:
      return standing satisfies never;
  }
}
