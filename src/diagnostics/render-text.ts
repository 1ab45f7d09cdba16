import { locate, type Span } from "../text/source.ts";
import { type Colours, noColours } from "./colours.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { printable } from "./printable.ts";
import { snippetOf } from "./snippet.ts";

export interface TextOptions {
  readonly colours?: Colours;
  /** Columns that the line of a source may take. */
  readonly width?: number;
  /** How a source's path is shown: relative to the working folder, so that a terminal can open it. */
  readonly showPath?: (path: string) => string;
}

/**
 * A diagnostic for a terminal:
 *
 *     rules/mdm.mderule:12:41: error MDR2003: `automtic` is not a value of service DiagTrack start
 *     12 |   check service DiagTrack start is automtic
 *        |                                    ^^^^^^^^
 *        help: did you mean `automatic`?
 */
export function renderText(diagnostic: Diagnostic, options: TextOptions = {}): string {
  const { colours = noColours, width = 110, showPath = (path: string) => path } = options;
  const { severity, code, message, help, span, related } = diagnostic;
  const label = colours[severity](`${severity} ${code}`);
  const lines = [
    `${colours.place(placeOf(span, showPath))}: ${label}: ${printable(message)}`,
    ...excerpt(span, { colours, width, mark: colours[severity] }),
  ];
  if (related !== undefined) {
    lines.push(
      `${colours.place(placeOf(related.span, showPath))}: ${colours.faint("note")}: ${printable(related.message)}`,
      ...excerpt(related.span, { colours, width, mark: colours.faint }),
    );
  }
  if (help !== undefined) lines.push(`${colours.help("help")}: ${printable(help)}`);
  return `${lines.join("\n")}\n`;
}

/** "2 errors", "1 error and 3 warnings", or an empty text where there are none. */
export function countText(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.length - errors;
  const parts = [plural(errors, "error"), plural(warnings, "warning")].filter((part) => part !== "");
  return parts.join(" and ");
}

function plural(count: number, noun: string): string {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** `path:line:column`; of a file that has no text, or could not be read, the path alone. */
function placeOf({ source, start }: Span, showPath: (path: string) => string): string {
  const path = printable(showPath(source.path));
  if (source.text === "") return path;
  const { line, column } = locate(source, start);
  return `${path}:${line}:${column}`;
}

interface ExcerptOptions {
  readonly colours: Colours;
  readonly width: number;
  readonly mark: (text: string) => string;
}

function excerpt(span: Span, { colours, width, mark }: ExcerptOptions): string[] {
  if (span.source.text === "") return [];
  const number = String(locate(span.source, span.start).line);
  const { line, underline } = snippetOf(span, width);
  const blank = underline.slice(0, underline.indexOf("^"));
  return [
    `${colours.faint(`${number} |`)} ${line}`.trimEnd(),
    `${colours.faint(`${" ".repeat(number.length)} |`)} ${blank}${mark(underline.slice(blank.length))}`,
  ];
}
