import { findUnits, hashOf, type NewRow } from "./find-units.ts";
import type { DocumentLedger } from "./ledger.ts";
import { readDocument } from "./read-document.ts";

/** How an edition of a document differs from those that the ledger was made from. */
export interface EditionComparison {
  /** Every unit of the ledger, in its order. */
  readonly units: readonly ComparedUnit[];
  readonly newRows: readonly NewRow[];
  readonly newSections: readonly { readonly heading: string; readonly outline: string }[];
}

export interface ComparedUnit {
  readonly unit: string;
  readonly status: "same" | "changed" | "vanished";
  /** What the edition says now, as plain text, and the line at which it begins. */
  readonly text: string | undefined;
  readonly line: number | undefined;
}

/** Compares the Markdown of an edition, in any language of the ledger, with the ledger. */
export function compareEdition(markdown: string, ledger: DocumentLedger): EditionComparison {
  const { texts, newRows, newSections } = findUnits(readDocument(markdown), ledger);
  const units = ledger.units.map(({ unit, hash }): ComparedUnit => {
    const found = texts.get(unit);
    if (found === undefined) return { unit, status: "vanished", text: undefined, line: undefined };
    const digest = hashOf(found.text);
    const status = Object.values(hash).includes(digest) ? "same" : "changed";
    return { unit, status, text: found.text, line: found.line };
  });
  return { units, newRows, newSections };
}
