import { join } from "node:path";
import validate from "../../generated/validate-mutants.js";
import { diskErrorReason, isDiskError } from "../output/disk-error.ts";
import { readRegularFileIn } from "../output/read-regular-file.ts";
import { decode } from "./decode.ts";
import { problemsText, readJson } from "./read-json.ts";
import type { AcceptedMutant } from "../prove/mutants/test-mutants.ts";

/** The file beside the rules in which their author accepts changes that no scenario notices, each with a reason. */
export const acceptedMutantsName = "mutants.json";

export type AcceptedMutants =
  { readonly accepted: readonly AcceptedMutant[] } | { readonly path: string; readonly problem: string };

/** What is accepted in the folders of the rules; `problem` says everything that is wrong with a file. */
export function readAcceptedMutants(folders: readonly string[]): AcceptedMutants {
  const accepted: AcceptedMutant[] = [];
  for (const folder of folders) {
    const path = join(folder, acceptedMutantsName);
    let bytes: Buffer | undefined;
    try {
      bytes = readRegularFileIn(folder, acceptedMutantsName);
    } catch (error) {
      if (isDiskError(error)) return { path, problem: `it cannot be read: ${diskErrorReason(error)}` };
      throw error;
    }
    if (bytes === undefined) continue;
    const decoded = decode(bytes);
    if (decoded.kind !== "text") return { path, problem: `it is not UTF-8 but ${decoded.encoding}` };
    const read = readJson<readonly AcceptedMutant[]>({ path, text: decoded.text }, validate);
    if ("problems" in read) return { path, problem: problemsText(read.problems) };
    for (const mutant of read.value) accepted.push(mutant);
  }
  return { accepted };
}
