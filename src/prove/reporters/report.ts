import type { ScenarioResult } from "../judge-scenario.ts";
import { locate, type Span } from "../../text/source.ts";

/** What a run of scenarios came to, for a reporter to show. */
export interface TestReport {
  readonly results: readonly ScenarioResult[];
  /** What ran the rules: `simulator`, or the PowerShell setting, for example `powershell FullLanguage en`. */
  readonly engine: string;
  readonly milliseconds: number;
  /** The path of a source as a terminal can open it. */
  readonly showPath: (name: string) => string;
}

/** A report as the text of one format. */
export type Reporter = (report: TestReport) => string;

/** `path:line:column`, as terminals and editors open it. */
export function placeOf({ source, start }: Span, showPath: TestReport["showPath"]): string {
  const { line, column } = locate(source, start);
  return `${showPath(source.path)}:${line}:${column}`;
}

/** A place with the statement that stands there, on one line. */
export function statementAt(span: Span, showPath: TestReport["showPath"]): string {
  const text = span.source.text.slice(span.start, span.end).replace(/\s+/g, " ");
  return `${placeOf(span, showPath)}: ${text.length > 100 ? `${text.slice(0, 97)}...` : text}`;
}

export function failedOf(results: readonly ScenarioResult[]): ScenarioResult[] {
  return results.filter(({ failures }) => failures.length > 0);
}
