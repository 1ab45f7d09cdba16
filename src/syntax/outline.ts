/**
 * What of a statement the grammar gets to see: its names, texts and numbers are replaced by the shortest of their kind,
 * and space by one character, because the grammar does not look at them. Statements of the same form then have the
 * same outline, which Ohm has to match once only; and no text makes a match slow.
 */
export interface Outline {
  text: string;
  /** For each character the offset in the file at which what it stands for begins, and the one after it. */
  readonly starts: number[];
  readonly ends: number[];
}

/** A name, a text and so on in an outline. */
export const stand = { name: "_", text: '""', number: "1", negative: "-1", version: "1.1" } as const;

/** A character that no rule of the grammar takes. */
export const foreign = "\u0001";

export function appendTo(outline: Outline, piece: string, start: number, end: number): void {
  const { starts, ends } = outline;
  // What is left as it was written keeps its characters' places; of the rest only the outer two matter.
  const last = piece.length - 1;
  for (let index = 0; index <= last; index += 1) {
    starts.push(index === 0 ? start : end - (piece.length - index));
    ends.push(index === last ? end : start + index + 1);
  }
  outline.text += piece;
}

/** The words of the grammar; a test holds them against it. */
export const keywords: ReadonlySet<string> = new Set(
  `document define guard none device rule application
   title note cause fr source covers severity see reported report at applies when guarded by each in data of among symptom check scenario
   fix otherwise set to run wait until advise support restart needed powershell
   given expect then after
   publisher install uninstall detect return code is requires platform show logon maximum time
   or and not one contains where from within level as aged with since
   seconds second minutes minute hours hour days day`.split(/\s+/),
);

export function standInForWord(word: string): string {
  return keywords.has(word) ? word : stand.name;
}

const guid = /^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/;
/** Numbers with a unit, written together, as the grammar's `amount` lists them. */
const amount = /^\d+(?:seconds?|minutes?|hours?|days?|[smhdw]|[KMGT]B)$/;

/** A name that begins with digits is a name; a number that is not well formed stays, so that the grammar refuses it. */
export function standInForNumber(number: string): string {
  if (
    /^\d[\d.-]*[A-Za-z_]/.test(number) &&
    !/^0x/i.test(number) &&
    !guid.test(number) &&
    !amount.test(number)
  )
    return stand.name;
  if (/^(?:\d+|0x[0-9A-Fa-f]+)$/.test(number)) return stand.number;
  // Not every number may be one: durations and versions have no sign.
  if (/^-\d+$/.test(number)) return stand.negative;
  return /^\d+(?:\.\d+)+$/.test(number) ? stand.version : number;
}
