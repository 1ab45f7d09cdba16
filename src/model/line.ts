/** Everything that can follow the name of the rule in a line that a script prints. */
export const lineStatuses = [
  "HEALTHY",
  "UNHEALTHY",
  "NOT-APPLICABLE",
  "UNKNOWN",
  "FIXED",
  "RESTART-NEEDED",
  "MANUAL",
  "FAILED",
  "WHAT-IF",
  "UNDONE",
  "CHANGED",
  "NOTHING-TO-UNDO",
] as const;
export type LineStatus = (typeof lineStatuses)[number];

/** What a script said of a rule, or of all rules of a bundle. */
export interface PrintedLine {
  readonly rule: string;
  readonly status: LineStatus;
  readonly text: string;
}

/** The last line that a script prints: stable, ASCII, at most as long as a portal keeps. */
export function lineOf(rule: string, status: string, text: string): string {
  const line = `mderules ${rule} ${status.toUpperCase()} ${text}`.replace(/[^ -~]/g, "?");
  return line.length > 2048 ? `${line.slice(0, 2045)}...` : line;
}

// A longer status goes before one that it begins with.
const status = [...lineStatuses].sort((one, other) => other.length - one.length).join("|");
const name = "[a-z0-9]+(?:-[a-z0-9]+)*";
/** A line: its rule, its status, its text. Other engines than that of JavaScript read it too. */
export const linePattern = `\\bmderules[ \\t]+(${name})[ \\t]+(${status})\\b(?:[ \\t]+([^\\r\\n]*))?`;
/** What the line of a bundle says of a rule, between bars: status, rule, text. */
export const partPattern = `^(${status}) (${name})(?: (.*))?$`;
const line = new RegExp(linePattern, "g");
const part = new RegExp(partPattern);

/**
 * The lines of scripts in a text, whatever else it holds: a cell of a portal's export, a log. The line of a bundle
 * says of several rules what was found; those follow it.
 */
export function printedLines(text: string): PrintedLine[] {
  return [...text.matchAll(line)].flatMap(([, rule, status, found = ""]) => {
    const own: PrintedLine = { rule: rule!, status: status as LineStatus, text: found.trim() };
    return [own, ...partsOf(own)];
  });
}

/** What the line of a bundle says of single rules; of a line of one rule nothing. */
export function partsOf({ text }: PrintedLine): PrintedLine[] {
  if (!text.includes(" | ")) return [];
  return text.split(" | ").flatMap((each): PrintedLine[] => {
    const [, partStatus, partRule, partText = ""] = part.exec(each.trim()) ?? [];
    return partRule === undefined
      ? []
      : [{ rule: partRule, status: partStatus as LineStatus, text: partText }];
  });
}

/** What the line of a bundle counts. */
export interface BundleCounts {
  /** Of how many rules it speaks. */
  readonly rules: number;
  /** Whether it names every rule that needs attention; a line has only so much room. */
  readonly isWhole: boolean;
}

const count = new RegExp(`^\\d+ (?:${status.toLowerCase()})$`);

/** The numbers at the beginning of the line of a bundle: `2 unhealthy, 19 healthy`. Undefined where it is none. */
export function bundleCounts({ text }: Pick<PrintedLine, "text">): BundleCounts | undefined {
  const parts = text.split(" | ");
  const counts = parts[0]!.split(", ");
  if (!counts.every((each) => count.test(each))) return undefined;
  return {
    rules: counts.reduce((sum, each) => sum + Number.parseInt(each, 10), 0),
    // A line that was cut off ends in the middle of something.
    isWhole: !/^\d+ more$/.test(parts.at(-1)!) && !text.endsWith("..."),
  };
}
