import { windowsText } from "../../encode/windows-text.ts";
import type { Phrase, Rule } from "../../model/rule.ts";
import { chooseRules } from "../choose-rules.ts";
import { severalView } from "../powershell/several-view.ts";
import type { Program } from "../target.ts";
import { render } from "../templates.ts";

/** What Intune takes in one custom compliance policy. */
export const complianceLimits = { rules: 100, bytes: 100_000 };

/** A custom compliance policy: the script that discovers, and what it is held against. */
export interface Compliance {
  readonly rules: readonly Rule[];
  readonly script: string;
  readonly definition: string;
  /** Rules for which the policy had no room, in the order of the document. */
  readonly left: readonly Rule[];
}

/**
 * The compliance policy of planned rules: those that the configuration chooses, or those of severity error. A device
 * is noncompliant with a rule that is unhealthy; unknown is compliant, for it never leads to anything.
 */
export function complianceOf(rules: readonly Rule[], program: Program): Compliance | undefined {
  const choice = program.configuration.compliance ?? { severities: ["error"] };
  const chosen = chooseRules(rules, choice);
  const fitting = chosen.slice(0, longestFit(chosen));
  if (fitting.length === 0) return undefined;
  const view = severalView(
    fitting,
    program,
    {
      rule: "compliance",
      title:
        "Discovers whether this device complies with the rules of the onboarding to Microsoft Defender for Endpoint",
      purpose: `Discovery script of a custom compliance policy: ${fitting.length} rules. It changes nothing.`,
      statuses: "",
      exitCodes: [
        "Its only output is a line of JSON: for each rule false where it is unhealthy, true otherwise.",
      ],
      parameters: [],
    },
    () => false,
  );
  return {
    rules: fitting,
    script: windowsText(render("intune/compliance-discover", view)),
    definition: definitionOf(fitting),
    left: chosen.slice(fitting.length),
  };
}

/** How many of the rules, from the first on, stay within the limits. */
function longestFit(rules: readonly Rule[]): number {
  let bytes = Buffer.byteLength(definitionOf([]));
  let count = 0;
  for (const rule of rules.slice(0, complianceLimits.rules)) {
    bytes += Buffer.byteLength(definitionOf([rule]));
    if (bytes > complianceLimits.bytes) break;
    count += 1;
  }
  return count;
}

function definitionOf(rules: readonly Rule[]): string {
  return `${JSON.stringify({ Rules: rules.map(entryOf) }, undefined, 2)}\n`;
}

function entryOf(rule: Rule): object {
  return {
    SettingName: `mderules-${rule.id}`,
    Operator: "IsEquals",
    DataType: "Boolean",
    Operand: true,
    // Where the document is published, or what a note of the rule leads to; a rule of no document may have neither.
    MoreInfoUrl: rule.documentUrl ?? rule.notes.find(({ source }) => source?.startsWith("https://"))?.source,
    RemediationStrings: [
      {
        Language: "en_US",
        Title: rule.title.en,
        Description: adviceOf(rule, (phrase) => phrase.en, english),
      },
      {
        Language: "fr_FR",
        Title: rule.title.fr ?? rule.title.en,
        Description: adviceOf(rule, (phrase) => phrase.fr ?? phrase.en, french),
      },
    ],
  };
}

const english = "Your organisation can repair this.";
const french = "Votre organisation peut y rem\u00e9dier.";

/** Why the rule is not kept and what a person can do, in one language. */
function adviceOf(rule: Rule, inLanguage: (phrase: Phrase) => string, otherwise: string): string {
  const advice = rule.fixes.flatMap(({ steps }) =>
    steps.flatMap((step) =>
      step.kind === "advise" || step.kind === "support" ? [inLanguage(step.text)] : [],
    ),
  );
  const cause = rule.cause === undefined ? [] : [inLanguage(rule.cause)];
  return [...new Set([...cause, ...(advice.length === 0 ? [otherwise] : advice)])].join(" ");
}
