import { join } from "node:path";
import { diskErrorReason, isDiskError } from "../output/disk-error.ts";
import { readRegularFileIn } from "../output/read-regular-file.ts";
import type { AcceptedMutant } from "../prove/mutants/test-mutants.ts";

/** The file beside the rules in which their author accepts changes that no scenario notices, each with a reason. */
export const acceptedMutantsName = "mutants.json";

export type AcceptedMutants =
  { readonly accepted: readonly AcceptedMutant[] } | { readonly path: string; readonly problem: string };

/** What is accepted in the folders of the rules; `problem` says what is wrong with a file. */
export function readAcceptedMutants(folders: readonly string[]): AcceptedMutants {
  const accepted: AcceptedMutant[] = [];
  for (const folder of folders) {
    const path = join(folder, acceptedMutantsName);
    let value: unknown;
    try {
      const bytes = readRegularFileIn(folder, acceptedMutantsName);
      if (bytes === undefined) continue;
      value = JSON.parse(bytes.toString("utf8"));
    } catch (error) {
      if (isDiskError(error)) return { path, problem: `it cannot be read: ${diskErrorReason(error)}` };
      return { path, problem: `it cannot be read as JSON: ${(error as Error).message}` };
    }
    if (!Array.isArray(value)) return { path, problem: "it has to be a list" };
    for (const [index, entry] of (value as unknown[]).entries()) {
      const place = `entry ${index + 1}`;
      if (typeof entry !== "object" || entry === null)
        return { path, problem: `${place} has to be an object` };
      for (const name of ["rule", "change", "reason"] as const) {
        const text = (entry as Record<string, unknown>)[name];
        if (typeof text !== "string" || text === "")
          return { path, problem: `${place} lacks \`${name}\`, a text` };
      }
      accepted.push(entry as AcceptedMutant);
    }
  }
  return { accepted };
}
