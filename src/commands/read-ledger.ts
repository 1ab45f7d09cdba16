import { diagnostic, type Outcome } from "../diagnostics/diagnostic.ts";
import type { Source } from "../text/source.ts";
import type { Ledger } from "../validate/validate.ts";
import { jsonPlace, jsonSyntaxProblem } from "./json-place.ts";

/** The ledger in a text; what it says beyond the names of the document and of its units is for other commands. */
export function readLedger(source: Source): Outcome<Ledger | undefined> {
  let value: unknown;
  try {
    value = JSON.parse(source.text);
  } catch {
    const { problem, span } = jsonSyntaxProblem(source);
    return { value: undefined, diagnostics: [diagnostic("invalidLedger", span, { problem })] };
  }
  const flaw = flawOf(value);
  if (flaw === undefined) return { value: value as Ledger, diagnostics: [] };
  const span = jsonPlace(source, flaw.path);
  return { value: undefined, diagnostics: [diagnostic("invalidLedger", span, { problem: flaw.problem })] };
}

function flawOf(value: unknown): { path: (string | number)[]; problem: string } | undefined {
  if (!isRecord(value)) return { path: [], problem: "is not an object" };
  const { document, units } = value;
  if (typeof document !== "string" || document === "") return { path: [], problem: "has no `document`" };
  if (!Array.isArray(units)) return { path: [], problem: "has no list `units`" };
  const index = units.findIndex((unit) => !isRecord(unit) || typeof unit["unit"] !== "string");
  return index === -1 ? undefined : { path: ["units", index], problem: "has a unit without a name" };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
