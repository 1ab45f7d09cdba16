import type { InHand } from "./in-hand/in-hand.ts";
import { readInHand } from "./in-hand/read-in-hand.ts";
import { type PrintedLine, printedLines } from "../model/line.ts";
import { sourcesNamed } from "./sources.ts";
import type { Subject } from "./subject.ts";

/** One thing that someone asks about. */
export type Asked =
  | InHand
  | { readonly kind: "line"; readonly line: PrintedLine }
  /** A rule, an application or a unit. */
  | { readonly kind: "name"; readonly name: string }
  /** An HRESULT as the 32 bits that it is. */
  | { readonly kind: "code"; readonly code: number }
  /** The id of an event, of the sources if some are named, or a system error. */
  | { readonly kind: "number"; readonly value: number; readonly sources: ReadonlySet<string> | undefined }
  /** A node of the configuration service provider, by the last part of its OMA-URI. */
  | { readonly kind: "place"; readonly place: string }
  | { readonly kind: "word"; readonly word: string };

const provider = /windowsadvancedthreatprotection/i;
const filler = new Set(
  (
    "a an and at by code decimal error errors event events for from has have hex id ids in is level log occurred of on or " +
    "reported says source state system the to was what why win32 with " +
    "au aux avec code dans de des du en erreur est et la le les l s\u2019est un une produite syst\u00e8me \u00e9v\u00e9nement \u00e9v\u00e8nement"
  ).split(" "),
);

/** What a text asks about. Where a script's line or an output of Windows stands in it, that is all it asks about. */
export function askedOf(text: string, subjects: readonly Subject[]): Asked[] {
  const lines = printedLines(text);
  const inHand = readInHand(text);
  if (lines.length + inHand.length > 0)
    return [...lines.map((line): Asked => ({ kind: "line", line })), ...inHand];
  const words = askingText(text)
    .split(/[\s,;()[\]"'\u00ab\u00bb\u201c\u201d]+/)
    .map((word) => word.replace(/[.:!?]+$/, ""));
  const asked = words.flatMap((word) => (word === "" ? [] : [askedBy(word, subjects)]));
  const numbers = asked.filter(({ kind }) => kind === "number");
  const found = numbers.length === 0 ? asked : withSources(asked, subjects);
  return found.filter((each) => each.kind !== "word" || !filler.has(each.word.toLowerCase()));
}

/** Of a longer text that is no output that is known, numbers that say what they are: a log is full of others. */
function askingText(text: string): string {
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== "");
  if (lines.length < 2) return text;
  const named = /(?:\b(?:id|event|error|code|fehler|erreur)|v[\u00e9e]nement)\s*(?:id)?\s*[:=#]?\s*$/i;
  return lines
    .map((line) =>
      line.replace(/(?<![\w.-])\d{1,5}(?![\w.])/g, (number, at: number) =>
        named.test(line.slice(0, at)) ? number : " ",
      ),
    )
    .join("\n");
}

function askedBy(word: string, subjects: readonly Subject[]): Asked {
  const lower = word.toLowerCase();
  const named = subjects
    .flatMap(({ id, covers }) => [id, ...covers])
    .find((name) => name.toLowerCase() === lower);
  if (named !== undefined) return { kind: "name", name: named };
  const code = codeOf(word);
  if (code !== undefined) return { kind: "code", code };
  if (/^\d{1,5}$/.test(word)) return { kind: "number", value: Number(word), sources: undefined };
  if (word.includes("/") && provider.test(word))
    return { kind: "place", place: word.split("/").findLast((part) => part !== "")! };
  const places = subjects.flatMap(({ errors }) => errors.flatMap((error) => error.places));
  const place = places.find((known) => known !== "All" && known.toLowerCase() === lower);
  return place === undefined ? { kind: "word", word } : { kind: "place", place };
}

/** The 32 bits of an error code, however it is written: hexadecimal, negative or unsigned. */
function codeOf(word: string): number | undefined {
  if (/^0x[0-9a-f]{1,8}$/i.test(word)) return Number(word) | 0;
  if (/^(?=.*\d)(?=.*[a-f])[0-9a-f]{8}$/i.test(word)) return Number(`0x${word}`) | 0;
  if (!/^-?\d{5,10}$/.test(word)) return undefined;
  const value = Number(word);
  const isSmall = value >= 0 && value <= 0xffff;
  return isSmall || value < -0x80000000 || value > 0xffffffff ? undefined : value | 0;
}

/** Beside a number a word may name the source of the event. */
function withSources(asked: readonly Asked[], subjects: readonly Subject[]): Asked[] {
  let sources: ReadonlySet<string> | undefined;
  const rest = asked.filter((each) => {
    if (each.kind !== "word" && each.kind !== "place") return true;
    const named = sourcesNamed(each.kind === "word" ? each.word : each.place, subjects);
    if (named.size === 0) return true;
    const before = sources;
    const common = before === undefined ? named : new Set([...named].filter((source) => before.has(source)));
    if (common.size > 0) sources = common;
    return common.size === 0;
  });
  if (sources === undefined) return rest;
  return rest.map((each): Asked => {
    if (each.kind === "number") return { ...each, sources };
    // The text of an event may hold any word.
    return each.kind === "place" ? { kind: "word", word: each.place } : each;
  });
}
