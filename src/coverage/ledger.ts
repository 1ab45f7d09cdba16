/** What a document says, unit by unit, and where: rules/documents/<document>.json. */
export interface DocumentLedger {
  readonly document: string;
  readonly title: { readonly en: string; readonly fr: string };
  readonly url: string;
  /** The editions that were read, oldest first; without them the names in `hash` are the editions. */
  readonly editions?: readonly LedgerEdition[];
  /** The headings that anchors name, by their place in the outline: `1.3` is the third below the first. */
  readonly sections: Readonly<Record<string, SectionHeading>>;
  readonly tables: Readonly<Record<string, TableAnchor>>;
  /** In the order of the document. */
  readonly units: readonly LedgerUnit[];
}

/** An edition of the document that was read. */
export interface LedgerEdition {
  readonly edition: string;
  /** The day that it gives for itself, `2025-01-15`. */
  readonly date?: string;
  readonly language?: "en" | "fr";
  /** Where it is kept, and as which commit. */
  readonly source?: string;
  readonly commit?: string;
}

/** What a section is called now, by language, and what other editions call it. */
export interface SectionHeading {
  readonly en: string;
  readonly fr: string;
  readonly former?: readonly string[];
}

/** A table is recognised by its number of columns and by what stands in the first one, whatever its language. */
export interface TableAnchor {
  readonly section: string;
  readonly columns: number;
  readonly keys: readonly string[];
}

export interface LedgerUnit {
  readonly unit: string;
  /** The heading it stands under. */
  readonly section: string;
  readonly kind: "flow" | "row" | "prose" | "procedure";
  readonly summary: string;
  readonly anchor?: UnitAnchor;
  /** SHA-256, hexadecimal, of the unit's plain text by edition; an edition that has no such unit has none. */
  readonly hash?: Readonly<Record<string, string>>;
}

/** Where the text of a unit stands, in words that no translation touches. */
export type UnitAnchor = RowAnchor | BlocksAnchor;

/** The first row of a table with this key that holds `with`; an empty key cell means the key above it. */
export interface RowAnchor {
  readonly table: string;
  readonly key: string;
  readonly with?: string;
}

/**
 * Blocks of sections, without the sections below them: all; or those from the first that holds `from`, or from the
 * list item number `item`; of these only one, or those before the first that holds `before`.
 */
export interface BlocksAnchor {
  readonly sections: readonly string[];
  readonly from?: string;
  readonly item?: number;
  readonly one?: true;
  readonly before?: string;
}
