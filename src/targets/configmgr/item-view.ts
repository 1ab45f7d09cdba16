import { asciiText } from "../../encode/ascii.ts";
import { describeOrigin, type Rule, type RuleSeverity } from "../../model/rule.ts";
import { describeSeconds } from "../../model/describe.ts";
import { lineReference } from "../../text/source.ts";
import { effectsOf } from "../effects.ts";
import { canRepair, canUndo } from "../plan.ts";
import type { Program } from "../target.ts";
import { longestWait } from "./longest-wait.ts";

/**
 * What a rule becomes in Configuration Manager: every decision about its configuration item, and nothing encoded yet.
 * The import script, the XML and the README are three ways of writing it down, so that they agree.
 */
export interface ItemView {
  readonly id: string;
  /** The name of the item, of its only setting and of its only rule: what finds them again, so it never changes. */
  readonly name: string;
  readonly title: string;
  /** The administrator's comment. It holds no line number, which would change daily. */
  readonly description: string;
  readonly severity: RuleSeverity;
  readonly noncomplianceSeverity: "Critical" | "Warning" | "Informational";
  /** The rule's file and line. */
  readonly source: string;
  /** `document: unit, unit`. */
  readonly covers: string | undefined;
  readonly notes: readonly { readonly text: string; readonly source: string | undefined }[];
  /** Whether the item has a remediation script, and whether what it changes can be put back. */
  readonly repairs: boolean;
  readonly undoes: boolean;
  /** What the remediation may change. */
  readonly writes: readonly string[];
  /** How long the steps of the remediation may wait, where that is longer than clients let a script run. */
  readonly longWait: string | undefined;
  readonly version: string;
}

/** The values of the setting: a discovery prints one of them and nothing else. */
export const settingValues = { compliant: "Compliant", nonCompliant: "NonCompliant" } as const;

/** How long clients let a script of a configuration item run, unless a client setting says otherwise (60 to 600). */
export const scriptSeconds = 60;

const descriptionLimit = 500;

/** The item of a planned rule. */
export function itemView(rule: Rule, { version }: Pick<Program, "version">): ItemView {
  const { id, title } = rule;
  const repairs = canRepair(rule);
  const covers = describeOrigin(rule);
  return {
    id,
    name: `mderules ${id}`,
    title: title.en,
    description: shortened([asciiText(title.en), ...(covers === undefined ? [] : [`(${covers})`])].join(" ")),
    severity: rule.severity,
    noncomplianceSeverity: severities[rule.severity],
    source: lineReference(rule.span),
    covers,
    notes: rule.notes.map(({ text, source }) => ({ text: text.en, source })),
    repairs,
    undoes: repairs && canUndo(rule),
    writes: effectsOf(rule).writes,
    longWait: repairs ? waitText(rule) : undefined,
    version,
  };
}

const severities = { error: "Critical", warning: "Warning", information: "Informational" } as const;

function waitText(rule: Rule): string | undefined {
  const seconds = longestWait(rule);
  if (seconds < scriptSeconds && (seconds === 0 || rule.each === undefined)) return undefined;
  return `${describeSeconds(seconds)}${rule.each === undefined ? "" : " for each thing that events name"}`;
}

function shortened(text: string): string {
  return text.length <= descriptionLimit ? text : `${text.slice(0, descriptionLimit - 3)}...`;
}
