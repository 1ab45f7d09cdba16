import type { LedgerEdition, LedgerUnit } from "./ledger.ts";

/** What covers a unit of a document. */
export interface CoveredUnit<Covering> {
  readonly unit: string;
  /** The heading it stands under, and what sort of passage it is, where the ledger says so. */
  readonly section: string | undefined;
  readonly kind: LedgerUnit["kind"] | undefined;
  /** The editions that have it, where the ledger describes editions. */
  readonly editions: readonly string[] | undefined;
  /** Why nothing has to cover it. */
  readonly decision: string | undefined;
  readonly covering: readonly Covering[];
}

/** A ledger as far as coverage needs it: names of units, the rest where it is there. */
export interface CoverableLedger {
  readonly document: string;
  readonly editions?: readonly LedgerEdition[];
  readonly units: readonly ({ readonly unit: string; readonly decision?: string } & Partial<
    Pick<LedgerUnit, "section" | "kind" | "hash">
  >)[];
}

/** Every unit of a document in its order, with the rules and applications that cover it. */
export function coveredUnits<
  Covering extends { readonly document: string | undefined; readonly covers: readonly string[] },
>({ document, units, editions }: CoverableLedger, covering: readonly Covering[]): CoveredUnit<Covering>[] {
  const own = covering.filter((each) => each.document === document);
  return units.map(({ unit, section, kind, decision, hash }) => ({
    unit,
    section,
    kind,
    editions: editions
      ?.map(({ edition }) => edition)
      .filter((edition) => hash !== undefined && Object.hasOwn(hash, edition)),
    decision,
    covering: own.filter(({ covers }) => covers.includes(unit)),
  }));
}

/** Nothing covers it, and nothing says why nothing has to. */
export function isOpen({ covering, decision }: CoveredUnit<unknown>): boolean {
  return covering.length === 0 && decision === undefined;
}
