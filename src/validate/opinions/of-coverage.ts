import type { Report } from "../context.ts";
import type { Rulebook } from "./opinions.ts";

/** Units of the documents that the rulebook is about which no rule covers, and which the ledger does not decide about. */
export function ofCoverage({ rules, applications, trees, ledgers }: Rulebook, report: Report): void {
  const covered = new Set(
    [...rules, ...applications].flatMap(({ document, covers }) =>
      covers.map((unit) => `${document} ${unit}`),
    ),
  );
  const seen = new Set<string>();
  for (const block of trees.flatMap(({ blocks }) => blocks)) {
    if (block.kind !== "document" || seen.has(block.name.text)) continue;
    const { text: document, span } = block.name;
    seen.add(document);
    const units = ledgers.find((ledger) => ledger.document === document)?.units ?? [];
    const open = units.filter(
      ({ unit, decision }) => decision === undefined && !covered.has(`${document} ${unit}`),
    );
    if (open.length > 0) report("unitsUncovered", span, { document, units: open.map(({ unit }) => unit) });
  }
}
