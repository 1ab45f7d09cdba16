import { type Diagnostic, diagnostic, type Outcome } from "../diagnostics/diagnostic.ts";
import { diskErrorReason } from "../output/disk-error.ts";
import { readRegularFile } from "../output/read-regular-file.ts";
import type { Source } from "../text/source.ts";
import { decode } from "./decode.ts";

/** Of rules, a ledger, a configuration or a page: hundreds of times what the largest of the rulebook has. */
const mostBytes = 16_000_000;

/** A text file under the name that messages show, or why it cannot be had. */
export function readSource(path: string, name: string): Outcome<Source | undefined> {
  let bytes: Buffer;
  try {
    bytes = readRegularFile(path, mostBytes);
  } catch (error) {
    return refused(fileProblem(name, error as NodeJS.ErrnoException));
  }
  const decoded = decode(bytes);
  if (decoded.kind === "text") return { value: { path: name, text: decoded.text }, diagnostics: [] };
  const { text, offset, encoding } = decoded;
  const source: Source = { path: name, text };
  return refused(
    diagnostic("notUtf8", { source, start: offset, end: text === "" ? 0 : offset + 1 }, { encoding }),
  );
}

function refused(problem: Diagnostic): Outcome<undefined> {
  return { value: undefined, diagnostics: [problem] };
}

function fileProblem(name: string, error: NodeJS.ErrnoException): Diagnostic {
  const nowhere = { source: { path: name, text: "" }, start: 0, end: 0 };
  return error.code === "ENOENT"
    ? diagnostic("fileNotFound", nowhere, { path: name })
    : diagnostic("fileUnreadable", nowhere, { path: name, reason: diskErrorReason(error) });
}
