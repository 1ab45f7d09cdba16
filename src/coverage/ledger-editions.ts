import type { DocumentLedger, LedgerEdition } from "./ledger.ts";

/** The editions that a ledger knows, oldest first: those that it describes, or the names that its hashes have. */
export function ledgerEditions({
  editions,
  units,
}: Pick<DocumentLedger, "editions"> & {
  readonly units: readonly { readonly hash?: Readonly<Record<string, string>> }[];
}): readonly LedgerEdition[] {
  if (editions !== undefined) return editions;
  const names = new Set(units.flatMap(({ hash }) => Object.keys(hash ?? {})));
  return [...names].map((edition) => ({ edition }));
}
