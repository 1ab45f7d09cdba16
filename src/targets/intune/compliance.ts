import type { Phrase, Rule } from "../../model/rule.ts";
import { chooseRules } from "../choose-rules.ts";
import type { PlannedRule } from "../plan.ts";
import { atom, call, text } from "../powershell/code.ts";
import { detects } from "../powershell/rule-scripts.ts";
import { printScript, type PrintedScript } from "../powershell/script.ts";
import { severalScript } from "../powershell/several-scripts.ts";
import type { Program } from "../target.ts";

/** What Intune takes in one custom compliance policy. */
export const complianceLimits = { rules: 100, bytes: 100_000 };

/** A custom compliance policy: the script that discovers, and what it is held against. */
export interface Compliance {
  readonly rules: readonly PlannedRule[];
  readonly script: PrintedScript;
  readonly definition: string;
  /** Rules for which the policy had no room, in the order of the document. */
  readonly left: readonly PlannedRule[];
}

/**
 * The compliance policy of planned rules: those that the configuration chooses, or those of severity error. A device
 * is noncompliant with a rule that is unhealthy; unknown is compliant, for it never leads to anything.
 */
export function complianceOf(rules: readonly PlannedRule[], program: Program): Compliance | undefined {
  const choice = program.configuration.compliance ?? { severities: ["error"] };
  const chosen = chooseRules(rules, choice);
  const fitting = chosen.slice(0, longestFit(chosen));
  if (fitting.length === 0) return undefined;
  const script = severalScript(fitting, program, {
    title:
      "Discovers whether this device complies with the rules of the onboarding to Microsoft Defender for Endpoint",
    purpose: `Discovery script of a custom compliance policy: ${fitting.length} rules. It changes nothing.`,
    output: ["Its only output is a line of JSON: for each rule false where it is unhealthy, true otherwise."],
    parts: (rule) => ({ ...detects, about: { Setting: text(settingName(rule)) } }),
    changes: false,
    parameters: "none",
    main: call("Get-Compliance", atom("$rules")),
    // Intune asks for the JSON as what the script returns.
    mainLine: (line) => `return ${line} | ConvertTo-Json -Compress`,
  });
  return {
    rules: fitting,
    script: printScript(script),
    definition: definitionOf(fitting),
    left: chosen.slice(fitting.length),
  };
}

function settingName({ id }: PlannedRule): string {
  return `mderules-${id}`;
}

/** How many of the rules, from the first on, stay within the limits. */
function longestFit(rules: readonly PlannedRule[]): number {
  let bytes = Buffer.byteLength(definitionOf([]));
  let count = 0;
  for (const rule of rules.slice(0, complianceLimits.rules)) {
    bytes += Buffer.byteLength(definitionOf([rule]));
    if (bytes > complianceLimits.bytes) break;
    count += 1;
  }
  return count;
}

function definitionOf(rules: readonly PlannedRule[]): string {
  return `${JSON.stringify({ Rules: rules.map(entryOf) }, undefined, 2)}\n`;
}

function entryOf(rule: PlannedRule): object {
  return {
    SettingName: settingName(rule),
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
