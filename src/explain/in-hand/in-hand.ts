import type { EventLevel } from "../../model/condition.ts";
import type { FactValue } from "../../model/value.ts";

/** What an output that someone has in hand says of a device. Words of Windows may be in any language; numbers decide. */
export type InHand = EventInHand | FactInHand | SystemErrorInHand;

export interface EventInHand {
  readonly kind: "event";
  readonly id: number;
  /** What the output calls its source; several where it may be either, none where it does not say. */
  readonly providers: readonly string[];
  readonly level: EventLevel | undefined;
  /** Its message on one line, with every error code in it as a decimal number too. */
  readonly text: string;
  /** Its data in their order, where the output has them. */
  readonly data: readonly string[] | undefined;
}

/** A property of a thing, as rules name it: `service Sense state`. */
export interface FactInHand {
  readonly kind: "fact";
  readonly thing: "service" | "defender";
  readonly property: string;
  /** The service. */
  readonly name: string | undefined;
  /** Undefined: missing. */
  readonly value: FactValue;
}

export interface SystemErrorInHand {
  readonly kind: "system-error";
  readonly code: number;
}

/** The error of Windows in a code: bare, or as the HRESULT 0x8007xxxx. */
export function systemErrorOf(code: number): number | undefined {
  const bits = code | 0;
  if (bits >>> 16 === 0x8007) return bits & 0xffff;
  return bits >= 0 && bits <= 0xffff ? bits : undefined;
}

/** A text on one line, and behind it the errors that it holds in hexadecimal or as a negative number. */
export function withDecimalErrors(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  const codes = [...line.matchAll(/(?<![\w-])(?:0x[0-9a-f]{1,8}|-\d{5,10})\b/gi)].flatMap(([code]) => {
    const error = systemErrorOf(Number(code));
    return error === undefined ? [] : [String(error)];
  });
  return [line, ...codes].join(" ");
}
