import validate from "../../generated/validate-configuration.js";
import { diagnostic, type Outcome } from "../diagnostics/diagnostic.ts";
import type { Configuration } from "../model/configuration.ts";
import type { Source } from "../text/source.ts";
import { readJson } from "./read-json.ts";

/** The configuration in a text, checked against its JSON Schema (schemas/mderules.config.schema.json). */
export function readConfiguration(source: Source): Outcome<Configuration> {
  const read = readJson<Configuration>(source, validate);
  if ("value" in read) return { value: read.value, diagnostics: [] };
  const diagnostics = read.problems.map(({ path, problem, span }) =>
    diagnostic("invalidConfiguration", span, { path: path.join("."), problem }),
  );
  return { value: {}, diagnostics };
}
