import { windowsText } from "../../encode/windows-text.ts";
import type { Rule } from "../../model/rule.ts";
import { canRepair, canUndo } from "../plan.ts";
import type { Script } from "../powershell/rule-scripts.ts";
import { detectExitCodes, force, undoExitCodes, whatIf } from "../powershell/script-view.ts";
import {
  type SeveralHeader,
  severalUndoView,
  type SeveralView,
  severalView,
} from "../powershell/several-view.ts";
import type { Program } from "../target.ts";
import { render } from "../templates.ts";
import type { Bundle } from "./bundles.ts";

/** Intune takes scripts up to 200 KB; a signature needs some of it. */
const longestScript = 185_000;
/** Never more than this in one bundle: where there are many rules, that spares rendering scripts of megabytes. */
const mostRules = 100;

export interface BundlePackage {
  readonly bundle: Bundle;
  readonly scripts: readonly Script[];
}

/**
 * A bundle with its scripts, or where they would be longer than Intune takes its parts, in the order of its rules. One
 * after the other: all scripts of thousands of rules are not to be in memory at once.
 */
export function* bundlePackages(bundle: Bundle, program: Program): Iterable<BundlePackage> {
  const { name, title, rules } = bundle;
  if (rules.length <= mostRules) {
    const scripts = bundleScripts(bundle, program);
    if (fit(rules, scripts)) {
      yield { bundle, scripts };
      return;
    }
  }
  const parts: (readonly Rule[])[] = [];
  for (let start = 0; start < rules.length; start += mostRules)
    parts.push(...fittingParts(bundle, rules.slice(start, start + mostRules), program));
  for (const [index, some] of parts.entries()) {
    const number = index + 1;
    const part = {
      name: `${name}-part-${number}`,
      title: `${title} (${number} of ${parts.length})`,
      rules: some,
    };
    yield { bundle: part, scripts: bundleScripts(part, program) };
  }
}

function fit(rules: readonly Rule[], scripts: readonly Script[]): boolean {
  return rules.length === 1 || scripts.every(({ text }) => text.length <= longestScript);
}

function fittingParts(bundle: Bundle, rules: readonly Rule[], program: Program): (readonly Rule[])[] {
  if (fit(rules, bundleScripts({ ...bundle, rules }, program))) return [rules];
  const half = Math.ceil(rules.length / 2);
  return [rules.slice(0, half), rules.slice(half)].flatMap((some) => fittingParts(bundle, some, program));
}

/** The scripts of a bundle. Each rule has its turn, in the order of the document, whatever became of those before. */
export function bundleScripts({ name, title, rules }: Bundle, program: Program): Script[] {
  const header = (more: Omit<SeveralHeader, "rule" | "title">): SeveralHeader => ({
    rule: name,
    title,
    ...more,
  });
  const detect = severalView(
    rules,
    program,
    header({
      purpose: `Detection script of the bundle ${name}: ${count(rules)}. It changes nothing.`,
      statuses: "HEALTHY|UNHEALTHY|NOT-APPLICABLE|UNKNOWN",
      exitCodes: [
        "The status is the worst of all rules; those that are unhealthy or unknown follow by name.",
        ...detectExitCodes,
      ],
      parameters: [],
    }),
    () => false,
  );
  const scripts = [script("detect", detect)];
  const repairable = rules.filter(canRepair);
  if (repairable.length === 0) return scripts;
  const remediate = severalView(
    repairable,
    program,
    header({
      purpose: `Remediation script of the bundle ${name}: ${count(repairable)} that a script can repair. It changes only what is named below.`,
      statuses: "FIXED|RESTART-NEEDED|MANUAL|FAILED",
      exitCodes: [
        "The status is the worst of all rules; each is evaluated and repaired in its turn, before the next.",
        "Exit code 1: a step failed, or a problem is still there. Exit code 0: all was done that a script can do.",
      ],
      parameters: [whatIf],
    }),
    () => true,
  );
  scripts.push(script("remediate", remediate));
  const undoable = repairable.filter(canUndo);
  if (undoable.length === 0) return scripts;
  const undo = severalUndoView(
    undoable,
    program,
    header({
      purpose: `Undo script of the bundle ${name}. It puts back what remediation scripts of its rules changed on this device.`,
      statuses: "UNDONE|NOTHING-TO-UNDO|CHANGED|FAILED",
      exitCodes: undoExitCodes,
      parameters: [whatIf, force],
    }),
  );
  return [...scripts, script("undo", undo)];
}

function count({ length }: readonly unknown[]): string {
  return `${length} rule${length === 1 ? "" : "s"}`;
}

function script(role: Script["role"], view: SeveralView): Script {
  const name = { detect: "Detect", remediate: "Remediate", undo: "Undo" }[role];
  return { role, name, text: windowsText(render(`intune/bundle-${role}`, view)) };
}
