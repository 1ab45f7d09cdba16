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

/** What a script said of a rule. */
export interface PrintedLine {
  readonly rule: string;
  readonly status: LineStatus;
  readonly text: string;
}

// A longer status goes before one that it begins with.
const status = [...lineStatuses].sort((one, other) => other.length - one.length).join("|");
const name = "[a-z0-9]+(?:-[a-z0-9]+)*";
const line = new RegExp(`\\bmderules[ \\t]+(${name})[ \\t]+(${status})\\b(?:[ \\t]+([^\\r\\n]*))?`, "g");
const part = new RegExp(`^(${status}) (${name})(?: (.*))?$`);

/**
 * The lines of scripts in a text, whatever else it holds: a cell of a portal's export, a log. The line of a bundle
 * says of several rules what was found; those follow it.
 */
export function printedLines(text: string): PrintedLine[] {
  return [...text.matchAll(line)].flatMap(([, rule, status, found = ""]) => {
    const own: PrintedLine = { rule: rule!, status: status as LineStatus, text: found.trim() };
    const parts = found.split(" | ").flatMap((each): PrintedLine[] => {
      const [, partStatus, partRule, partText = ""] = part.exec(each.trim()) ?? [];
      return partRule === undefined
        ? []
        : [{ rule: partRule, status: partStatus as LineStatus, text: partText }];
    });
    return [own, ...parts];
  });
}
