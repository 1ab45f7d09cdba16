import { describeEach } from "../model/describe.ts";
import { isDetectable, type Note, type Phrase, type Rule, type RuleSeverity } from "../model/rule.ts";
import type { Application } from "../model/application.ts";
import { endOf, type RuleEnd } from "../targets/end-of.ts";
import { canUndo } from "../targets/plan.ts";
import { lineReference } from "../text/source.ts";
import { changesOf } from "./changes-of.ts";
import { type ConditionText, conditionText } from "./condition-text.ts";
import { describeStepIn } from "./describe-step.ts";
import { frenchSpaces } from "./french-spaces.ts";
import type { Language } from "./language.ts";
import { repairsWhen } from "../targets/repairs-when.ts";
import type { Subject } from "./subject.ts";
import type { UnitPlace } from "./unit-place.ts";
import { words } from "./words.ts";

/** What there is to say of a rule or an application, in one language. Conditions are in the words of the rules. */
export interface Answer {
  readonly id: string;
  readonly kind: "rule" | "application";
  readonly title: string;
  readonly severity: RuleSeverity | undefined;
  readonly ends: RuleEnd | undefined;
  /** What a console shows. */
  readonly reported: readonly ReportedText[];
  readonly symptoms: readonly ConditionText[];
  readonly each: string | undefined;
  readonly cause: string | undefined;
  readonly applies: ConditionText | undefined;
  /** What holds on a healthy device. */
  readonly checks: readonly ConditionText[];
  readonly fixes: readonly FixAnswer[];
  /** What has to hold before they change anything; undefined where they change nothing, or nothing is demanded. */
  readonly repairs: ConditionText | undefined;
  /** What the scripts would change; none where no script changes anything. */
  readonly changes: readonly string[];
  readonly canUndo: boolean;
  readonly hasScripts: boolean;
  readonly notes: readonly { readonly text: string; readonly source: string | undefined }[];
  readonly see: readonly { readonly id: string; readonly title: string }[];
  readonly document: string | undefined;
  readonly documentTitle: string | undefined;
  readonly units: readonly UnitPlace[];
  /** `path:line` of the rule. */
  readonly source: string;
}

export type ReportedText =
  | { readonly kind: "error"; readonly code: number; readonly places: readonly string[] }
  | { readonly kind: "state"; readonly text: string };

export interface FixAnswer {
  readonly branch: "always" | "when" | "otherwise";
  readonly when: ConditionText | undefined;
  readonly steps: readonly { readonly kind: "step" | "advise" | "support"; readonly text: string }[];
}

export interface AnswerContext {
  readonly language: Language;
  /** The rule as it is on this site. */
  readonly plan: (rule: Rule) => Rule;
  readonly titleOf: (id: string) => Phrase | undefined;
  readonly documentTitleOf: (document: string) => string | undefined;
  readonly placeOf: (document: string, unit: string) => UnitPlace;
  readonly showPath: (reference: string) => string;
}

/** The answer that a subject gives. */
export function answerOf({ content }: Subject, context: AnswerContext): Answer {
  return content.kind === "rule"
    ? ruleAnswer(content.rule, context)
    : applicationAnswer(content.application, context);
}

function ruleAnswer(written: Rule, context: AnswerContext): Answer {
  const { language, plan, titleOf } = context;
  const rule = plan(written);
  return {
    ...common(rule, context),
    kind: "rule",
    severity: rule.severity,
    ends: endOf(rule),
    reported: rule.reported,
    symptoms: rule.symptoms.map(conditionText),
    each: describeEach(rule),
    cause: rule.cause && say(rule.cause, language),
    applies: rule.applies && conditionText(rule.applies),
    checks: rule.checks.map(conditionText),
    fixes: rule.fixes.map(({ branch, condition, steps }) => ({
      branch,
      when: condition && conditionText(condition),
      steps: steps.map((step) =>
        "text" in step
          ? { kind: step.kind, text: say(step.text, language) }
          : { kind: "step", text: describeStepIn(step, language) },
      ),
    })),
    repairs: repairsText(rule, language),
    changes: changesOf(rule, language),
    canUndo: canUndo(rule),
    hasScripts: isDetectable(rule),
    see: rule.see.map((id) => ({ id, title: say(titleOf(id) ?? { en: "", fr: undefined }, language) })),
  };
}

/** Names stay as the rules have them. */
function repairsText(rule: Rule, language: Language): ConditionText | undefined {
  const when = repairsWhen(rule);
  if (when?.kind === "guarded") {
    const { colon } = words[language];
    return [`${when.label}${colon}`, ...conditionText(when.condition)];
  }
  return when?.reason === undefined ? undefined : [when.reason];
}

function applicationAnswer(application: Application, context: AnswerContext): Answer {
  const { install, wait, detect, requirements } = application;
  const { language } = context;
  const steps = [
    { kind: "step" as const, text: install },
    ...(wait === undefined ? [] : [{ kind: "step" as const, text: describeStepIn(wait, language) }]),
  ];
  return {
    ...common(application, context),
    kind: "application",
    severity: undefined,
    ends: undefined,
    reported: [],
    symptoms: [],
    each: undefined,
    cause: undefined,
    applies: requirements.length === 0 ? undefined : conditionText({ kind: "all", terms: requirements }),
    checks: [conditionText(detect)],
    fixes: [{ branch: "always", when: undefined, steps }],
    repairs: undefined,
    changes: [],
    canUndo: false,
    hasScripts: true,
    see: [],
  };
}

interface Common {
  readonly id: string;
  readonly title: Phrase;
  readonly document: string | undefined;
  readonly covers: readonly string[];
  readonly notes: readonly Note[];
  readonly span: Rule["span"];
}

function common(
  { id, title, document, covers, notes, span }: Common,
  { language, documentTitleOf, placeOf, showPath }: AnswerContext,
) {
  return {
    id,
    title: say(title, language),
    notes: notes.map(({ text, source }) => ({ text: say(text, language), source })),
    document,
    documentTitle: document === undefined ? undefined : documentTitleOf(document),
    units: document === undefined ? [] : covers.map((unit) => placeOf(document, unit)),
    source: showPath(lineReference(span)),
  };
}

function say(phrase: Phrase, language: Language): string {
  return language === "fr" && phrase.fr !== undefined ? frenchSpaces(phrase.fr) : phrase.en;
}
