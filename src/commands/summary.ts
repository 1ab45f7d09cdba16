/** What a build did, for people and for machines. */
export interface Summary {
  readonly outDir: string;
  readonly rules: number;
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
  readonly milliseconds: number;
}

/** One line: `18 rules, 58 files in out: 3 written, 1 removed, 54 unchanged (0.12 s)`. */
export function summaryText({ outDir, rules, written, removed, unchanged, milliseconds }: Summary): string {
  const files = written.length + unchanged;
  const changes = [
    written.length > 0 ? `${written.length} written` : "",
    removed.length > 0 ? `${removed.length} removed` : "",
    unchanged > 0 && written.length + removed.length > 0 ? `${unchanged} unchanged` : "",
  ].filter((part) => part !== "");
  return (
    `${rules} ${rules === 1 ? "rule" : "rules"}, ${files} ${files === 1 ? "file" : "files"} in ${outDir}: ` +
    `${changes.length === 0 ? "nothing has changed" : changes.join(", ")} (${(milliseconds / 1000).toFixed(2)} s)\n`
  );
}

/** The same for machines, on one line. */
export function summaryJson(version: string, summary: Summary): string {
  const { outDir, rules, written, removed, unchanged, milliseconds } = summary;
  return `${JSON.stringify({
    mderules: version,
    exitCode: 0,
    outDir,
    rules,
    files: written.length + unchanged,
    written,
    removed,
    unchanged,
    milliseconds: Math.round(milliseconds),
    diagnostics: [],
  })}\n`;
}
