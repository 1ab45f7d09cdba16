import type { BundleChoice } from "../../model/configuration.ts";
import { chapterOf, chooseRules } from "../choose-rules.ts";
import type { PlannedRule } from "../plan.ts";
import type { Program } from "../target.ts";

/** Rules that share one detection, one remediation and one undo script. */
export interface Bundle {
  readonly name: string;
  readonly title: string;
  readonly rules: readonly PlannedRule[];
}

/** Where the configuration names no bundles: the chapters of the shipped rulebook in three, all others in a fourth. */
const standard: readonly (BundleChoice & { readonly chapters: readonly string[] })[] = [
  {
    name: "onboarding",
    title: "Onboarding: deployment tools, scripts, Intune and new devices",
    chapters: [
      "01-deployment-tools",
      "02-onboarding-script",
      "03-intune",
      "04-noncompliance",
      "05-mdm-events",
      "11-new-devices",
    ],
  },
  { name: "sensor", title: "The sensor and its event log", chapters: ["06-sensor-events"] },
  {
    name: "components",
    title: "What the sensor needs: diagnostic data, connectivity, antivirus",
    chapters: ["07-diagnostic-data", "08-connectivity", "09-antivirus"],
  },
];

/** The bundles of a program, made of `rules`, those that the target can express; a bundle without any is left out. */
export function bundlesOf(rules: readonly PlannedRule[], { configuration }: Program): Bundle[] {
  const choices = configuration.bundle ?? standardChoices(rules);
  return choices
    .map((choice) => ({
      name: choice.name,
      title: choice.title ?? `The rules of the bundle ${choice.name}`,
      rules: chooseRules(rules, choice),
    }))
    .filter((bundle) => bundle.rules.length > 0);
}

function standardChoices(rules: readonly PlannedRule[]): readonly BundleChoice[] {
  const known = new Set(standard.flatMap(({ chapters }) => chapters));
  const others = [...new Set(rules.map(chapterOf))].filter((chapter) => !known.has(chapter));
  return [...standard, { name: "other", title: "The rules of all other chapters", chapters: others }];
}
