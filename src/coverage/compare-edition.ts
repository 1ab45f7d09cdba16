import { findUnits, hashOf, type NewRow } from "./find-units.ts";
import { ledgerEditions } from "./ledger-editions.ts";
import type { DocumentLedger, LedgerEdition } from "./ledger.ts";
import { readDocument } from "./read-document.ts";

/** How a page differs from the edition of the ledger that it is nearest to. */
export interface EditionComparison {
  /** The edition that most of the page's units agree with, the newer of two; none where the ledger has no hashes. */
  readonly edition: LedgerEdition | undefined;
  /** Every unit of the ledger, in its order. */
  readonly units: readonly ComparedUnit[];
  readonly newRows: readonly NewRow[];
  readonly newSections: readonly { readonly heading: string; readonly outline: string }[];
}

export interface ComparedUnit {
  readonly unit: string;
  /** `added`: the page has it, the edition has not. `absent`: neither has it. */
  readonly status: "same" | "changed" | "vanished" | "added" | "absent";
  /** The editions that say it in the page's very words. */
  readonly editions: readonly string[];
  /** What the page says, as plain text, and the line at which it begins. */
  readonly text: string | undefined;
  readonly line: number | undefined;
}

/** Compares the Markdown of a page, in any language of the ledger, with the edition that it is nearest to. */
export function compareEdition(markdown: string, ledger: DocumentLedger): EditionComparison {
  const { texts, newRows, newSections } = findUnits(readDocument(markdown), ledger);
  const digests = new Map([...texts].map(([unit, { text }]) => [unit, hashOf(text)]));
  const edition = nearestEdition(digests, ledger);
  const units = ledger.units.map(({ unit, hash = {} }): ComparedUnit => {
    const found = texts.get(unit);
    const digest = digests.get(unit);
    const known = edition === undefined ? undefined : hashIn(hash, edition.edition);
    const editions = Object.keys(hash).filter((each) => hashIn(hash, each) === digest);
    return { unit, status: statusOf(digest, known), editions, text: found?.text, line: found?.line };
  });
  return { edition, units, newRows, newSections };
}

function statusOf(digest: string | undefined, known: string | undefined): ComparedUnit["status"] {
  if (digest === undefined) return known === undefined ? "absent" : "vanished";
  if (known === undefined) return "added";
  return digest === known ? "same" : "changed";
}

/** A unit that neither has counts like one that both have, or an edition with fewer units would win too rarely. */
function nearestEdition(
  digests: ReadonlyMap<string, string>,
  ledger: DocumentLedger,
): LedgerEdition | undefined {
  const agreements = ({ edition }: LedgerEdition): number =>
    ledger.units.filter(({ unit, hash }) => (hash && hashIn(hash, edition)) === digests.get(unit)).length;
  const editions = ledgerEditions(ledger);
  // What has no unit at all is no edition: it is held against the newest.
  if (digests.size === 0) return editions.at(-1);
  return editions.reduceRight<LedgerEdition | undefined>(
    (best, each) => (best === undefined || agreements(each) > agreements(best) ? each : best),
    undefined,
  );
}

/** The hash of an edition, which a ledger may call by any name. */
function hashIn(hashes: Readonly<Record<string, string>>, edition: string): string | undefined {
  return new Map(Object.entries(hashes)).get(edition);
}
