/** How a terminal shows a part of a message. */
export interface Colours {
  readonly error: Paint;
  readonly warning: Paint;
  readonly place: Paint;
  readonly faint: Paint;
  readonly help: Paint;
}

export type Paint = (text: string) => string;

const plain: Paint = (text) => text;
const paint =
  (...codes: number[]): Paint =>
  (text) =>
    `\u001b[${codes.join(";")}m${text}\u001b[0m`;

export const noColours: Colours = { error: plain, warning: plain, place: plain, faint: plain, help: plain };

export const terminalColours: Colours = {
  error: paint(1, 31),
  warning: paint(1, 33),
  place: paint(1),
  faint: paint(2),
  help: paint(36),
};
