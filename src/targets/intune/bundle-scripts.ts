import { canRepair, canUndo, type PlannedRule } from "../plan.ts";
import { atom, call, named, text } from "../powershell/code.ts";
import type { RuleParts } from "../powershell/rule-code.ts";
import {
  detectExitCodes,
  detects,
  guardLines,
  lastLine,
  namedScript,
  type NamedScript,
  repairs,
  type ScriptRole,
  undoes,
  undoExitCodes,
  undoStatuses,
} from "../powershell/rule-scripts.ts";
import { severalScript } from "../powershell/several-scripts.ts";
import type { Program } from "../target.ts";
import type { Bundle } from "./bundles.ts";

/** Intune takes scripts up to 200 KB; a signature needs some of it. */
const longestScript = 185_000;
/** Never more than this in one bundle: where there are many rules, that spares rendering scripts of megabytes. */
const mostRules = 100;

export interface BundlePackage {
  readonly bundle: Bundle;
  readonly scripts: readonly NamedScript[];
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
  const parts: (readonly PlannedRule[])[] = [];
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

function fit(rules: readonly PlannedRule[], scripts: readonly NamedScript[]): boolean {
  return rules.length === 1 || scripts.every(({ text }) => text.length <= longestScript);
}

function fittingParts(
  bundle: Bundle,
  rules: readonly PlannedRule[],
  program: Program,
): (readonly PlannedRule[])[] {
  if (fit(rules, bundleScripts({ ...bundle, rules }, program))) return [rules];
  const half = Math.ceil(rules.length / 2);
  return [rules.slice(0, half), rules.slice(half)].flatMap((some) => fittingParts(bundle, some, program));
}

/** The scripts of a bundle. Each rule has its turn, in the order of the document, whatever became of those before. */
export function bundleScripts({ name, title, rules }: Bundle, program: Program): NamedScript[] {
  const script = (
    role: ScriptRole,
    some: readonly PlannedRule[],
    parts: RuleParts,
    words: { readonly main: string; readonly purpose: string; readonly output: readonly string[] },
  ): NamedScript =>
    namedScript(
      role,
      severalScript(some, program, {
        ...words,
        title,
        main: call(
          words.main,
          text(name),
          atom("$rules"),
          ...(role === "undo" ? [named("Force", atom("$Force"))] : []),
        ),
        parameters: ({ detect: "none", remediate: "what-if", undo: "undo" } as const)[role],
        parts: () => parts,
        changes: role !== "detect",
      }),
    );
  const scripts = [
    script("detect", rules, detects, {
      main: "Invoke-BundleDetection",
      purpose: `Detection script of the bundle ${name}: ${count(rules)}. It changes nothing.`,
      output: [
        ...lastLine(name, "HEALTHY|UNHEALTHY|NOT-APPLICABLE|UNKNOWN"),
        "The status is the worst of all rules; those that are unhealthy or unknown follow by name.",
        ...detectExitCodes,
      ],
    }),
  ];
  const repairable = rules.filter(canRepair);
  if (repairable.length === 0) return scripts;
  scripts.push(
    script("remediate", repairable, repairs, {
      main: "Invoke-BundleRemediation",
      purpose: `Remediation script of the bundle ${name}: ${count(repairable)} that a script can repair. It changes only what is named below.`,
      output: [
        ...lastLine(name, "FIXED|RESTART-NEEDED|MANUAL|FAILED"),
        "The status is the worst of all rules; each is evaluated and repaired in its turn, before the next.",
        "Exit code 1: a step failed, or a problem is still there. Exit code 0: all was done that a script can do.",
        ...guardLines(...repairable),
      ],
    }),
  );
  // What was changed last is put back first.
  const undoable = repairable.filter(canUndo).reverse();
  if (undoable.length === 0) return scripts;
  scripts.push(
    script("undo", undoable, undoes, {
      main: "Invoke-BundleUndo",
      purpose: `Undo script of the bundle ${name}. It puts back what remediation scripts of its rules changed on this device.`,
      output: [...lastLine(name, undoStatuses), ...undoExitCodes],
    }),
  );
  return scripts;
}

function count({ length }: readonly unknown[]): string {
  return `${length} rule${length === 1 ? "" : "s"}`;
}
