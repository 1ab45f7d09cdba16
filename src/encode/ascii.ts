/** Characters whose ASCII form is more than the letter without its accents. */
const replacements = new Map(
  Object.entries({
    "\u2018": "'",
    "\u2019": "'",
    "\u201a": "'",
    "\u201b": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u201e": '"',
    "\u201f": '"',
    "\u00ab": '"',
    "\u00bb": '"',
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2013": "-",
    "\u2014": "-",
    "\u2015": "-",
    "\u2026": "...",
    "\u2022": "*",
    "\u2192": "->",
    "\u20ac": "EUR",
    "\u00a0": " ",
    "\u202f": " ",
    "\u2009": " ",
    "\u0152": "OE",
    "\u0153": "oe",
    "\u00c6": "AE",
    "\u00e6": "ae",
    "\u00df": "ss",
    "\u00d8": "O",
    "\u00f8": "o",
  }),
);

/** Text for a place that is ASCII and one line, for people: accents are dropped, quotes made plain, line ends made spaces. */
export function asciiText(text: string): string {
  const letters = /^[\t\n\r -~]*$/.test(text)
    ? text
    : [...text.normalize("NFC")]
        .map((character) => replacements.get(character) ?? asciiLetter(character))
        .join("");
  return letters.replace(/\s+/g, " ").trim();
}

function asciiLetter(character: string): string {
  if (/^[\t\n\r -~]$/.test(character)) return character;
  const plain = character.normalize("NFKD").replace(/\p{M}/gu, "");
  return /^[ -~]+$/.test(plain) ? plain : "?";
}
