import { asciiText } from "../../encode/ascii.ts";
import { describeSource, isDetectable, type Rule } from "../../model/rule.ts";
import { collectScript } from "./collect-script.ts";
import { chapterOf } from "../choose-rules.ts";
import { effectsOf } from "../effects.ts";
import { canRepair, type PlannedRule, planRule } from "../plan.ts";
import { atom, call, type Code, list, named, text } from "../powershell/code.ts";
import { printScript, type PrintedScript } from "../powershell/script.ts";
import { severalScript } from "../powershell/several-scripts.ts";
import type { OutputFile, Program, SkippedRule, Target } from "../target.ts";
import { render } from "../templates.ts";

/** All detections in one script for a technician in front of one device. */
export const triage: Target = {
  name: "triage",
  *emit(program: Program): Iterable<OutputFile> {
    const rules = program.rules.filter(isDetectable).map((rule) => planRule(rule, program.configuration));
    if (rules.length === 0) return;
    const file = { target: "triage", rule: undefined, covers: [] } as const;
    const covers = coversOf(rules);
    const script = (path: string, { text, functions }: PrintedScript) => ({
      path,
      content: program.sign?.(path, text) ?? text,
      functions,
    });
    const test = script("triage/Test-MdeOnboarding.ps1", triageScript(rules, program));
    yield { ...file, ...test, role: "triage", covers };
    const collect = script("triage/Collect.ps1", collectScript(rules, program.version));
    yield { ...file, ...collect, role: "collect", covers };
    yield { ...file, path: "triage/README.md", content: render("triage/readme", {}), role: "readme" };
  },
  skipped: ({ rules }: Program): SkippedRule[] =>
    rules
      .filter((rule) => !isDetectable(rule))
      .map(({ id }) => ({ rule: id, reason: "only a console shows the problem, no script on a device can" })),
};

function coversOf(rules: readonly Rule[]): string[] {
  return [...new Set(rules.flatMap(({ covers }) => covers))];
}

function triageScript(rules: readonly PlannedRule[], program: Program): PrintedScript {
  const script = severalScript(rules, program, {
    title: "Tests the onboarding of this device to Microsoft Defender for Endpoint",
    purpose: `Evaluates ${rules.length} rules in the order of the document and says what to look at first. Only -Fix changes anything.`,
    output: ["Shown is a table; returned is one object for each rule, with more than the table has."],
    parts: (rule) => ({ detects: true, repairs: canRepair(rule), undoes: false, about: aboutCode(rule) }),
    changes: true,
    parameters: "triage",
    main: call(
      "Invoke-Triage",
      atom("$rules"),
      named("Parameters", atom("$PSBoundParameters")),
      named("Version", text(program.version)),
    ),
  });
  return printScript(script);
}

/** What the report says of a rule besides what is found. */
function aboutCode(rule: PlannedRule): Record<string, Code | undefined> {
  const steps = rule.fixes.flatMap((branch) => branch.steps);
  const advice = steps.flatMap((step) =>
    step.kind === "advise" || step.kind === "support" ? [asciiText(step.text.en)] : [],
  );
  const { writes } = effectsOf(rule);
  return {
    Title: text(asciiText(rule.title.en)),
    Severity: text(rule.severity),
    Chapter: text(chapterTitle(rule)),
    Source: text(asciiText(describeSource(rule))),
    See: rule.see.length === 0 ? undefined : list(rule.see.map(text)),
    Advice: advice.length === 0 ? undefined : text([...new Set(advice)].join(" ")),
    Changes: canRepair(rule) ? text(asciiText(writes.join("; ") || "nothing")) : undefined,
  };
}

/** `06-sensor-events` as a heading: `Sensor events`. */
function chapterTitle(rule: Rule): string {
  const words = asciiText(chapterOf(rule).replace(/^\d+-/, "").replaceAll("-", " "));
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
