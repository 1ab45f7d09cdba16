import { endOfLexeme, endOfText, lexemeKind } from "../syntax/lexeme.ts";
import { locate, type Source, type Span } from "../text/source.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";

/** A comment that takes warnings out of the next line: `// mderules-disable-next-line MDR6004: WHY`. */
interface Disabling {
  readonly span: Span;
  readonly codes: readonly string[];
  readonly reason: string;
  /** The line that it speaks of, from 1. */
  readonly line: number;
}

/** Diagnostics without the warnings that a comment in the line before disables; errors stay. */
export function withoutDisabled(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const warned = new Set(
    diagnostics.filter(({ severity }) => severity === "warning").map(({ span }) => span.source),
  );
  if (warned.size === 0) return diagnostics;
  const disabled = new Map([...warned].map((source) => [source, disablingsIn(source)]));
  return diagnostics.filter(
    (each) => !(disabled.get(each.span.source) ?? []).some((one) => speaksOf(one, each)),
  );
}

/** What is wrong with such comments themselves, where all warnings were looked for. */
export function disabledBadly(
  sources: readonly Source[],
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] {
  return sources.flatMap((source) =>
    disablingsIn(source).flatMap((disabling) => {
      const { span, codes, reason } = disabling;
      const idle = codes.filter(
        (code) => !diagnostics.some((each) => each.code === code && speaksOf(disabling, each)),
      );
      return [
        ...(reason === ""
          ? [diagnostic("disabledWithoutReason", span, { comment: source.text.slice(span.start, span.end) })]
          : []),
        ...idle.map((code) =>
          diagnostic(
            "disabledForNothing",
            span,
            { code },
            undefined,
            codes.length === idle.length ? span : undefined,
          ),
        ),
      ];
    }),
  );
}

function speaksOf(
  { codes, line, span: { source } }: Disabling,
  { code, severity, span }: Diagnostic,
): boolean {
  return (
    severity === "warning" &&
    span.source === source &&
    codes.includes(code) &&
    locate(source, span.start).line === line
  );
}

const form = /^\/\/\s*mderules-disable-next-line\s+(MDR\d{4}(?:\s*,\s*MDR\d{4})*)\s*:?\s*(.*?)\s*$/;

function disablingsIn(source: Source): readonly Disabling[] {
  // Most files have none, and are not read again.
  if (!source.text.includes("mderules-disable-next-line")) return [];
  return commentsIn(source).flatMap((span) => {
    const found = form.exec(source.text.slice(span.start, span.end));
    if (found === null) return [];
    const [, codes, reason] = found as unknown as [string, string, string];
    const line = locate(source, span.start).line + 1;
    return [{ span, codes: codes.split(/\s*,\s*/), reason, line }];
  });
}

/** The comments of a text; what stands between quotes is none. */
function commentsIn(source: Source): readonly Span[] {
  const { text } = source;
  const comments: Span[] = [];
  for (let at = 0; at < text.length;) {
    const kind = lexemeKind(text, at);
    const end = kind === "text" ? (endOfText(text, at) ?? at + 1) : endOfLexeme(text, at, kind);
    if (kind === "comment") comments.push({ source, start: at, end: text[end - 1] === "\r" ? end - 1 : end });
    at = end;
  }
  return comments;
}
