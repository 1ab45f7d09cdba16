import type { DocumentLedger } from "../coverage/ledger.ts";
import type { Language } from "./language.ts";

/** Where a unit stands in its document. */
export interface UnitPlace {
  readonly unit: string;
  readonly section: string | undefined;
  /** What the document says there, in English. */
  readonly summary: string | undefined;
  readonly url: string | undefined;
}

/** A ledger as someone may have written it: only the names of the document and of its units have to be there. */
export type KnownLedger = Pick<DocumentLedger, "document"> &
  Partial<Omit<DocumentLedger, "document" | "units">> & {
    readonly units: readonly ({ readonly unit: string } & Partial<DocumentLedger["units"][number]>)[];
  };

/** Where a unit stands, as far as the ledger knows it. */
export function unitPlace(unit: string, ledger: KnownLedger | undefined, language: Language): UnitPlace {
  const known = ledger?.units.find((each) => each.unit === unit);
  const english = known?.section;
  const headings = Object.values(ledger?.sections ?? {}).find(({ en }) => en === english);
  return {
    unit,
    section: headings?.[language] ?? english,
    summary: known?.summary,
    url: ledger?.url === undefined ? undefined : localUrl(ledger.url, language) + anchorOf(english),
  };
}

/** The address of a page of Microsoft Learn in a language; it has anchors in English only. */
function localUrl(url: string, language: Language): string {
  return language === "fr" ? url.replace(/^(https:\/\/learn\.microsoft\.com\/)(?!fr-fr\/)/, "$1fr-fr/") : url;
}

function anchorOf(heading: string | undefined): string {
  if (heading === undefined) return "";
  const words = heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, "")
    .trim();
  return `#${words.replace(/\s/g, "-")}`;
}
