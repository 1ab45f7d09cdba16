import validate from "../../generated/validate-ledger.js";
import { diagnostic, type Outcome } from "../diagnostics/diagnostic.ts";
import type { Source } from "../text/source.ts";
import type { Ledger } from "../validate/validate.ts";
import { readJson } from "./read-json.ts";

/**
 * The ledger in a text, checked against its JSON Schema (schemas/ledger.schema.json); what it says beyond the names of the
 * document and of its units is for other commands.
 */
export function readLedger(source: Source): Outcome<Ledger | undefined> {
  const read = readJson<Ledger>(source, validate);
  if ("value" in read) return { value: read.value, diagnostics: [] };
  const diagnostics = read.problems.map(({ path, problem, span }) =>
    diagnostic("invalidLedger", span, { path: path.join("."), problem }),
  );
  return { value: undefined, diagnostics };
}
