import type { RuleSeverity } from "./rule.ts";

/** What a site configures in mderules.config.json; every value may be absent. */
export interface Configuration {
  readonly onboarding?: OnboardingPackage;
  readonly offboarding?: SitePackage;
  /** Which rules become one pair of scripts for Intune; a default by chapters where it is absent. */
  readonly bundle?: readonly BundleChoice[];
  /** How grave warnings are here, by their code; only warnings can be changed. */
  readonly diagnostics?: Readonly<Record<string, WarningLevel>>;
  /** The rules of the custom compliance policy; those of severity error where it is absent. */
  readonly compliance?: RuleChoice;
}

export const warningLevels = ["off", "warning", "error"] as const;
export type WarningLevel = (typeof warningLevels)[number];

/** A choice of rules: by the files that hold them, by severity, one by one. */
export interface RuleChoice {
  /** Names of rule files, without folder and extension. */
  readonly chapters?: readonly string[];
  readonly severities?: readonly RuleSeverity[];
  readonly rules?: readonly string[];
}

export interface BundleChoice extends RuleChoice {
  readonly name: string;
  readonly title?: string;
}

export const onboardingWishes = ["evidence", "assigned"] as const;
/** What says that a device shall be onboarded: what is found on it, or that the script was assigned to it. */
export type OnboardingWish = (typeof onboardingWishes)[number];

export interface OnboardingPackage extends SitePackage {
  readonly wanted?: OnboardingWish;
}

/** A script of the site that onboards or offboards a device. */
export interface SitePackage {
  /**
   * Where a device finds it: an absolute local path, which may begin with one of the variables that rules may use
   * (`%ProgramFiles%`), or a UNC path; to a .cmd, .bat or .ps1 file.
   */
  readonly path: string;
  /** The digest of the file that may run, hexadecimal. */
  readonly sha256?: string;
}
