import validate from "../../generated/validate-configuration.js";
import { type Diagnostic, diagnostic, type Outcome } from "../diagnostics/diagnostic.ts";
import type { Configuration } from "../model/configuration.ts";
import { siteActions } from "../model/step.ts";
import type { Source } from "../text/source.ts";
import { jsonPlace } from "./json-place.ts";
import { packagePathProblem } from "./package-path-problem.ts";
import { type JsonProblem, readJson } from "./read-json.ts";

/**
 * The configuration in a text, checked against its JSON Schema (schemas/mderules.config.schema.json); and whether
 * what scripts start as SYSTEM is plainly open to others.
 */
export function readConfiguration(source: Source): Outcome<Configuration> {
  const read = readJson<Configuration>(source, validate);
  const problems = "problems" in read ? read.problems : [];
  const diagnostics = problems.map((problem) => problemDiagnostic(problem, source));
  if ("problems" in read && problems.some(({ path }) => path.length === 0)) return { value: {}, diagnostics };
  // What is wrong elsewhere hides no package that is open.
  const configuration = "value" in read ? read.value : (JSON.parse(source.text) as Configuration);
  for (const action of siteActions) {
    if (problems.some(({ path: [first] }) => first === action)) continue;
    const sitePackage = configuration[action];
    const problem = sitePackage && packagePathProblem(sitePackage);
    const path = [action, "path"];
    if (problem !== undefined)
      diagnostics.push(packageDiagnostic({ path, span: jsonPlace(source, path), ...problem }));
  }
  return { value: diagnostics.length === 0 && "value" in read ? read.value : {}, diagnostics };
}

/** What the schema says of a path of a package is that it is none; here is why. */
function problemDiagnostic(found: JsonProblem, source: Source): Diagnostic {
  const [action, name, ...deeper] = found.path;
  const isPath = siteActions.some((known) => known === action) && name === "path" && deeper.length === 0;
  const written: unknown = isPath ? valueAt(source, found) : undefined;
  const problem = typeof written === "string" ? packagePathProblem({ path: written }) : undefined;
  return packageDiagnostic({ kind: "form", ...found, ...problem });
}

function packageDiagnostic({
  path,
  span,
  kind,
  problem,
}: JsonProblem & { readonly kind: "form" | "open" }): Diagnostic {
  const parameters = { path: path.join("."), problem };
  return kind === "open"
    ? diagnostic("openPackage", span, parameters)
    : diagnostic("invalidConfiguration", span, parameters);
}

function valueAt(source: Source, { span }: JsonProblem): unknown {
  return JSON.parse(source.text.slice(span.start, span.end));
}
