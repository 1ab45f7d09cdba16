/** The last line that a script prints: stable, ASCII, at most as long as a portal keeps. */
export function lineOf(rule: string, status: string, text: string): string {
  const line = `mderules ${rule} ${status.toUpperCase()} ${text}`.replace(/[^ -~]/g, "?");
  return line.length > 2048 ? `${line.slice(0, 2045)}...` : line;
}
