import validate from "../../generated/validate-configuration.js";
import { type Diagnostic, diagnostic, type Outcome } from "../diagnostics/diagnostic.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { Configuration } from "../model/configuration.ts";
import type { Source } from "../text/source.ts";
import { jsonPlace, jsonSyntaxProblem } from "./json-place.ts";

/** The configuration in a text, checked against its JSON Schema (schemas/mderules.config.schema.json). */
export function readConfiguration(source: Source): Outcome<Configuration> {
  let value: unknown;
  try {
    value = JSON.parse(source.text);
  } catch {
    const { problem, span } = jsonSyntaxProblem(source);
    return { value: {}, diagnostics: [diagnostic("invalidConfiguration", span, { path: "", problem })] };
  }
  if (!validate(value)) {
    return {
      value: {},
      diagnostics: (validate.errors ?? []).map((problem) => describe(problem, source, value)),
    };
  }
  return { value: value as Configuration, diagnostics: [] };
}

type Problem = NonNullable<typeof validate.errors>[number];

function describe(
  { instancePath, keyword, params, message }: Problem,
  source: Source,
  value: unknown,
): Diagnostic {
  const at = placeIn(value, instancePath.split("/").slice(1).map(unescapePointer));
  const report = (path: Path, problem: string, key = false): Diagnostic =>
    diagnostic("invalidConfiguration", jsonPlace(source, path, key), { path: path.join("."), problem });
  switch (keyword) {
    case "additionalProperties": {
      const name = String(params["additionalProperty"]);
      const near = suggest(name, knownNames(at));
      return report(
        [...at, name],
        `is not known${near === undefined ? "" : `; did you mean \`${near}\`?`}`,
        true,
      );
    }
    case "required":
      return report(at, `lacks \`${String(params["missingProperty"])}\``);
    case "type":
      return report(
        at,
        `must be ${typeNames[String(params["type"])] ?? "of another type"}, not ${typeOf(value, at)}`,
      );
    case "enum":
      return report(at, `must be one of ${(params["allowedValues"] as string[]).join(", ")}`);
    case "minLength":
      return report(at, "must not be empty");
    case "pattern":
      if (at[0] === "bundle") {
        return report(
          at,
          "must be lower-case words and numbers with hyphens between them, as in `sensor-events`",
        );
      }
      if (at.at(-1) === "sha256")
        return report(at, "must be a SHA-256 digest: 64 hexadecimal digits, as `Get-FileHash` prints them");
      return report(
        at,
        "must be an absolute path (C:\\... or \\\\server\\share\\...) to a .cmd, .bat or .ps1 file",
      );
    case "maxLength":
      return report(at, `must have at most ${String(params["limit"])} characters`);
    default:
      return report(at, message ?? "is not valid");
  }
}

const typeNames: Readonly<Record<string, string>> = { object: "an object", string: "text", array: "a list" };

/** Names of objects and places in lists that lead to a value. */
type Path = readonly (string | number)[];

function placeIn(value: unknown, names: readonly string[]): Path {
  let inner = value;
  return names.map((name) => {
    const step = Array.isArray(inner) ? Number(name) : name;
    inner = (inner as Record<string | number, unknown>)[step];
    return step;
  });
}

function knownNames([first, ...rest]: Path): readonly string[] {
  const choice = ["chapters", "severities", "rules"];
  if (first === undefined) return ["onboarding", "offboarding", "bundle", "compliance", "$schema"];
  if (first === "bundle") return rest.length === 1 ? ["name", "title", ...choice] : [];
  if (first === "compliance") return choice;
  return first === "onboarding" ? ["path", "sha256", "wanted"] : ["path", "sha256"];
}

function typeOf(value: unknown, path: Path): string {
  const found = path.reduce<unknown>(
    (inner, name) => (inner as Record<string | number, unknown>)[name],
    value,
  );
  if (found === null) return "null";
  if (Array.isArray(found)) return "a list";
  return typeNames[typeof found] ?? `a ${typeof found}`;
}

function unescapePointer(segment: string): string {
  return segment.replaceAll("~1", "/").replaceAll("~0", "~");
}
