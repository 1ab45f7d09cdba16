import type { SkippedByTarget } from "../output/manifest.ts";
import type { Recovered } from "../output/recover.ts";

/** What a build did, for people and for machines. */
export interface Summary {
  readonly outDir: string;
  readonly rules: number;
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
  /** Rules that a target cannot express; the manifest says why. */
  readonly skipped: readonly SkippedByTarget[];
  readonly milliseconds: number;
  /** What had become of a build before that was broken off. */
  readonly recovered?: Recovered;
}

/**
 * One line: `18 rules, 58 files in out: 3 written, 1 removed, 54 unchanged (0.12 s)`, and another for each target that
 * leaves rules out.
 */
export function summaryText(summary: Summary): string {
  const { outDir, rules, written, removed, unchanged, skipped, milliseconds } = summary;
  const files = written.length + unchanged;
  const changes = [
    written.length > 0 ? `${written.length} written` : "",
    removed.length > 0 ? `${removed.length} removed` : "",
    unchanged > 0 && written.length + removed.length > 0 ? `${unchanged} unchanged` : "",
  ].filter((part) => part !== "");
  return (
    `${rules} ${rules === 1 ? "rule" : "rules"}, ${files} ${files === 1 ? "file" : "files"} in ${outDir}: ` +
    `${changes.length === 0 ? "nothing has changed" : changes.join(", ")} (${(milliseconds / 1000).toFixed(2)} s)\n` +
    skipped.map(skippedText).join("")
  );
}

const mostNames = 5;

function skippedText({ target, rules }: SkippedByTarget): string {
  const more = rules.length - mostNames;
  const names = rules.slice(0, mostNames).join(", ") + (more > 0 ? ` and ${more} more` : "");
  const count = `${rules.length} ${rules.length === 1 ? "rule" : "rules"}`;
  return `${target} leaves out ${count}, manifest.json says why: ${names}\n`;
}

/** The same for machines, on one line. */
export function summaryJson(version: string, summary: Summary): string {
  const { outDir, rules, written, removed, unchanged, skipped, milliseconds, recovered } = summary;
  return `${JSON.stringify({
    mderules: version,
    exitCode: 0,
    outDir,
    rules,
    files: written.length + unchanged,
    written,
    removed,
    unchanged,
    ...(skipped.length === 0 ? {} : { skipped }),
    milliseconds: Math.round(milliseconds),
    ...(recovered === undefined ? {} : { recovered }),
    diagnostics: [],
  })}\n`;
}
