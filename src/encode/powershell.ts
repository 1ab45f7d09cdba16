import { asciiText } from "./ascii.ts";

/**
 * Text as a PowerShell expression that has exactly that value, in ASCII. Plain text is a single-quoted string;
 * anything else is put together from strings and character numbers, which ConstrainedLanguage allows too. A character
 * that is not printable ASCII never stands in the script: PowerShell takes typographic quotes as quotes.
 */
export function powershellString(text: string): string {
  // Even in quotes this argument would keep PowerShell from parsing the rest of the line.
  if (text === "--%") return "('--' + '%')";
  if (/^[ -~]*$/.test(text)) return quoted(text);
  const parts: string[] = [];
  for (const [part] of text.matchAll(/[ -~]+|[^ -~]/gs)) {
    if (/^[ -~]/.test(part)) parts.push(quoted(part));
    else parts.push(`[char]0x${part.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`);
  }
  // The first part decides what + means: it has to be a string.
  if (!parts[0]!.startsWith("'")) parts.unshift("''");
  return `(${parts.join(" + ")})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A whole number as PowerShell writes it. */
export function powershellNumber(value: number): string {
  if (!Number.isSafeInteger(value)) throw new Error(`not a whole number: ${value}`);
  return String(value);
}

export function powershellBoolean(value: boolean): string {
  return value ? "$true" : "$false";
}

/** Text inside a block comment: one ASCII line that neither ends the comment nor begins a keyword of the help. */
export function powershellComment(text: string): string {
  return asciiText(text)
    .replaceAll("#>", "# >")
    .replaceAll("<#", "< #")
    .replace(/^\.(?=\w)/, ". ");
}

/** A regular expression, in a PowerShell string, that stands for a number with no digit beside it. */
export function powershellNumberPattern(value: number): string {
  return powershellString(`(?<![0-9])${value}(?![0-9])`);
}
