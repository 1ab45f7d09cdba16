import { asciiText } from "../../encode/ascii.ts";
import { powershellComment, powershellString } from "../../encode/powershell.ts";
import { windowsText } from "../../encode/windows-text.ts";
import { describeSource, type Rule } from "../../model/rule.ts";
import { collectScript } from "./collect-script.ts";
import { chapterOf } from "../choose-rules.ts";
import { effectsOf } from "../effects.ts";
import { canRepair, isDetectable, planRule } from "../plan.ts";
import { whatIf } from "../powershell/script-view.ts";
import { guardBlock } from "../powershell/guards.ts";
import { severalView } from "../powershell/several-view.ts";
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
    const signed = (path: string, text: string) => ({ path, content: program.sign?.(path, text) ?? text });
    const test = windowsText(render("triage/test-mde-onboarding", triageView(rules, program)));
    yield { ...file, ...signed("triage/Test-MdeOnboarding.ps1", test), role: "triage", covers };
    yield {
      ...file,
      ...signed("triage/Collect.ps1", collectScript(rules, program.version)),
      role: "collect",
      covers,
    };
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

function triageView(rules: readonly Rule[], program: Program): object {
  const view = severalView(
    rules,
    program,
    {
      rule: "triage",
      title: "Tests the onboarding of this device to Microsoft Defender for Endpoint",
      purpose: `Evaluates ${rules.length} rules in the order of the document and says what to look at first. Only -Fix changes anything.`,
      statuses: "",
      exitCodes: ["Shown is a table; returned is one object for each rule, with more than the table has."],
      parameters: [
        { name: "Rule", text: "Only rules of these names; wildcards are allowed." },
        { name: "Fix", text: "Asks for each unhealthy rule that a script can repair, and repairs it." },
        { name: "Json", text: "Returns the report as one JSON text instead of objects." },
        { name: "Html", text: "Writes the report to this file, as a page to read, send or print." },
        whatIf,
      ],
    },
    canRepair,
  );
  return {
    ...view,
    canRepair: rules.some(canRepair),
    version: powershellString(program.version),
    versionText: powershellComment(program.version),
    rules: view.rules.map((one, index) => ({
      ...one,
      about: aboutView(rules[index]!),
    })),
  };
}

function aboutView(rule: Rule): Record<string, string> {
  const steps = rule.fixes.flatMap((branch) => branch.steps);
  const advice = steps.flatMap((step) =>
    step.kind === "advise" || step.kind === "support" ? [asciiText(step.text.en)] : [],
  );
  const { writes } = effectsOf(rule);
  const changes = writes.length > 0 ? writes.join("; ") : canRepair(rule) ? "nothing" : "";
  return {
    title: powershellString(asciiText(rule.title.en)),
    severity: powershellString(rule.severity),
    chapter: powershellString(chapterTitle(rule)),
    source: powershellString(asciiText(describeSource(rule))),
    see: rule.see.map(powershellString).join(", "),
    advice: powershellString([...new Set(advice)].join(" ")),
    changes: powershellString(asciiText(changes)),
    guard: canRepair(rule) ? guardBlock(rule) : "",
  };
}

/** `06-sensor-events` as a heading: `Sensor events`. */
function chapterTitle(rule: Rule): string {
  const words = asciiText(chapterOf(rule).replace(/^\d+-/, "").replaceAll("-", " "));
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
