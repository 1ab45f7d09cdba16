import type { KnownLedger } from "../explain/unit-place.ts";
import { readLedger } from "./read-ledger.ts";
import { readSource } from "./read-source.ts";

/** The ledgers at these paths by the names of their documents; the first of a name counts, as for compiling. */
export function readLedgers(paths: readonly string[]): ReadonlyMap<string, KnownLedger> {
  const ledgers = new Map<string, KnownLedger>();
  for (const path of paths) {
    const { value: source } = readSource(path, path);
    const ledger = source && readLedger(source).value;
    if (ledger !== undefined && !ledgers.has(ledger.document)) ledgers.set(ledger.document, ledger);
  }
  return ledgers;
}
