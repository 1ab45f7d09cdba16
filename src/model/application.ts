import type { Span } from "../text/source.ts";
import type { Assertion } from "./condition.ts";
import type { Note, Phrase } from "./rule.ts";
import type { WaitUntilStep } from "./step.ts";

export const returnCodeMeanings = ["success", "failure", "hard-reboot", "soft-reboot", "fast-retry"] as const;
export type ReturnCodeMeaning = (typeof returnCodeMeanings)[number];

export const visibilities = ["hidden", "normal"] as const;
export const logonRequirements = ["whether-or-not", "required", "absent"] as const;

/** A Configuration Manager application with one script deployment type and no content. */
export interface Application {
  readonly id: string;
  readonly title: Phrase;
  readonly document: string | undefined;
  readonly covers: readonly string[];
  readonly notes: readonly Note[];
  readonly publisher: string;
  /** The installation program, a command line. */
  readonly install: string;
  readonly uninstall: string | undefined;
  /** The detection clause: one registry value under HKLM, 64-bit view. */
  readonly detect: Assertion;
  /** After the installation program, wait until this holds, so that detection does not come too early. */
  readonly wait: WaitUntilStep | undefined;
  readonly returnCodes: readonly { readonly code: number; readonly meaning: ReturnCodeMeaning }[];
  /** What a device has to show before anything is installed: registry values below HKLM, present or missing. */
  readonly requirements: readonly Assertion[];
  /** Platform strings of the operating system requirement, as the ConfigurationManager module takes them. */
  readonly platforms: readonly string[];
  readonly visibility: (typeof visibilities)[number];
  readonly logon: (typeof logonRequirements)[number];
  /** The maximum run time, minutes. */
  readonly maximumMinutes: number;
  readonly span: Span;
}
