/**
 * Something that stands in quotes, written without them: a path, an address, a GUID, a name with characters that names do not have.
 * Undefined where nothing of the kind stands at the place at which reading a line failed.
 */
export function unquotedAt(text: string, at: number): { start: number; end: number } | undefined {
  const lineStart = text.lastIndexOf("\n", at - 1) + 1;
  const lineEnd = endOfLine(text, at);
  let start = at;
  while (start > lineStart && !/[\s"(,]/.test(text[start - 1]!)) start -= 1;
  const rest = text.slice(start, lineEnd);
  const length =
    pathLength(rest) ?? wholeMatch(rest, address) ?? wholeMatch(rest, guid) ?? wholeMatch(rest, oddName);
  return length === undefined ? undefined : { start, end: start + length };
}

const address = /^[a-z][a-z0-9+.-]*:\/\/[^\s"(),]+/i;
const guid = /^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?(?=[\s,)]|$)/i;
/** Signs that other languages have for operators are no part of a name. */
const oddName = /^\w[\w./-]*[~@+*?][^\s"(),=<>&|{};]*(?=[\s,)]|$)/;
const pathStart =
  /^(?:HK(?:LM|CU|U|CR|CC|EY_[A-Z_]+):?\\|[A-Za-z]:[\\/]|%[\w()]+%[\\/]|\\\\[\w.]+\\|[\w.-]+\\[\w.-])/i;

/** How long a path is that may have spaces in it: up to the last word that has a backslash, or the extension of a file. */
function pathLength(rest: string): number | undefined {
  if (!pathStart.test(rest)) return undefined;
  const written = /^[^"]*/.exec(rest)![0].replace(/\s+\/\/.*/, "");
  const words = [...written.matchAll(/\S+/g)];
  const last = words.findLast(({ 0: word }, index) => index === 0 || word.includes("\\"))!;
  const [word] = last;
  return last.index + word.replace(/[,;)]+$/, "").length;
}

function wholeMatch(rest: string, pattern: RegExp): number | undefined {
  return pattern.exec(rest)?.[0].length;
}

/** The words from a place on that are meant as one text: to the end of the line, or to what follows a text. */
export function unquotedWordsAt(text: string, at: number): { start: number; end: number } | undefined {
  const rest = text.slice(at, endOfLine(text, at));
  const written = /^(?:(?! source | from |\s*\{|\s+\/\/)[^"\n])+/.exec(rest)?.[0].trimEnd() ?? "";
  // Before a text that has its quotes stands something else.
  if (!/^[A-Za-z0-9]/.test(written) || /^\s*"/.test(rest.slice(written.length))) return undefined;
  return { start: at, end: at + written.length };
}

/** Text between single quotes. */
export function singleQuotedAt(text: string, at: number): { start: number; end: number } | undefined {
  const found = /^'[^'"\n]*'/.exec(text.slice(at, endOfLine(text, at)))?.[0];
  return found === undefined ? undefined : { start: at, end: at + found.length };
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}
