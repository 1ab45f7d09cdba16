import { markdownText } from "../../encode/markdown.ts";
import { powershellComment } from "../../encode/powershell.ts";
import { windowsText } from "../../encode/windows-text.ts";
import { isDetectable, type Rule } from "../../model/rule.ts";
import { type PlannedRule, planRule } from "../plan.ts";
import { type NamedScript, ruleScripts, type ScriptRole } from "../powershell/rule-scripts.ts";
import type { FileRole, OutputFile, Program, SkippedRule, Target } from "../target.ts";
import type { Span } from "../../text/source.ts";
import { render } from "../templates.ts";
import { appliesToClients } from "./applies-to-clients.ts";
import { bundlePackages } from "./bundle-scripts.ts";
import { type Bundle, bundlesOf } from "./bundles.ts";
import { complianceLimits, complianceOf } from "./compliance.ts";
import { compliancePolicyFiles } from "./compliance-policy.ts";
import { importLayouts } from "./import-layouts.ts";
import {
  describeBundle,
  describeRule,
  deviceHealthScript,
  type RemediationPackage,
} from "./remediation-package.ts";

/**
 * Intune Remediations: a folder a rule and a folder a bundle with what there is to detect, to repair and to undo and
 * the definition for Microsoft Graph, and the same packages in the layouts of tools that import.
 */
export const intune: Target = {
  name: "intune",
  *emit(program: Program): Iterable<OutputFile> {
    const rules = program.rules
      .filter((rule) => skipReason(rule) === undefined)
      .map((rule) => planRule(rule, program.configuration));
    for (const rule of rules) {
      yield* packageFiles(ruleScripts(rule, program), describeRule(rule), program, {
        folder: `intune/${rule.id}`,
        layouts: "intune/import/rules",
        rule: rule.id,
        covers: rule.covers,
        span: rule.span,
      });
    }
    if (rules.length === 0) return;
    const bundles: Bundle[] = [];
    for (const whole of bundlesOf(rules, program)) {
      for (const { bundle, scripts } of bundlePackages(whole, program)) {
        bundles.push(bundle);
        yield* packageFiles(scripts, describeBundle(bundle), program, {
          folder: `intune/bundles/${bundle.name}`,
          layouts: "intune/import/bundles",
          rule: undefined,
          covers: [...new Set(bundle.rules.flatMap(({ covers }) => covers))],
          span: bundle.rules[0]!.span,
        });
      }
    }
    yield* complianceFiles(rules, program);
    yield targetFile("intune/Import-Intune.ps1", "import", importScript(program), program);
    yield targetFile("intune/README.md", "readme", folderReadme(bundles, program), program);
    yield targetFile("intune/import/README.md", "readme", render("intune/import-readme", {}), program);
  },
  skipped: ({ rules }: Program): SkippedRule[] =>
    rules.flatMap((rule) => {
      const reason = skipReason(rule);
      return reason === undefined ? [] : [{ rule: rule.id, reason }];
    }),
};

function skipReason(rule: Rule): string | undefined {
  if (!isDetectable(rule)) return "only a console shows the problem, no script on a device can";
  if (!appliesToClients(rule)) return "it applies to servers only, on which Intune runs no remediations";
  return undefined;
}

function importScript({ version }: Program): string {
  return windowsText(render("intune/import-intune", { version: powershellComment(version) }));
}

function folderReadme(bundles: readonly Bundle[], { version, sign }: Program): string {
  return render("intune/readme", {
    version: markdownText(version),
    signed: sign !== undefined,
    bundles: bundles.map(({ name, title, rules }) => ({
      name,
      title: markdownText(title),
      count: rules.length,
    })),
  });
}

function* complianceFiles(rules: readonly PlannedRule[], program: Program): Iterable<OutputFile> {
  const compliance = complianceOf(rules, program);
  if (compliance === undefined) return;
  const folder = "intune/compliance";
  const readme = render("intune/compliance-readme", {
    count: compliance.rules.length,
    limit: complianceLimits.rules,
    left: compliance.left.map(({ id }) => id).join(", "),
  });
  const { text, functions } = compliance.script;
  const discover = targetFile(`${folder}/Discover.ps1`, "compliance", text, program);
  yield { ...discover, functions };
  yield targetFile(`${folder}/rules.json`, "compliance", compliance.definition, program);
  yield targetFile(`${folder}/README.md`, "readme", readme, program);
  const { definitions, layouts } = compliancePolicyFiles(
    compliance,
    discover.content,
    program.sign !== undefined,
  );
  for (const { path, content } of definitions)
    yield targetFile(`${folder}/${path}`, "package", content, program);
  for (const { path, content } of layouts)
    yield targetFile(`intune/import/compliance/${path}`, "package", content, program);
}

/** A file of no rule in particular; a script is signed where the site signs. */
function targetFile(path: string, role: FileRole, text: string, { sign }: Program): OutputFile {
  const content = sign !== undefined && path.endsWith(".ps1") ? sign(path, text) : text;
  return { path, content, target: "intune", role, rule: undefined, covers: [] };
}

interface Place {
  readonly folder: string;
  readonly layouts: string;
  readonly rule: string | undefined;
  readonly covers: readonly string[];
  readonly span: Span;
}

/** Documented as 200 KB, without saying which: this is right under both readings. Signatures count. */
const longestScript = 200_000;

function* packageFiles(
  scripts: readonly NamedScript[],
  description: Pick<RemediationPackage, "displayName" | "description">,
  { sign }: Program,
  { folder, layouts, rule, covers, span }: Place,
): Iterable<OutputFile> {
  const file = (path: string, role: FileRole, content: string | Uint8Array): OutputFile => ({
    path,
    content,
    target: "intune",
    role,
    rule,
    covers,
  });
  const contents: Partial<Record<ScriptRole, string | Uint8Array>> = {};
  const functionsOf = new Map<string | Uint8Array, readonly string[]>();
  for (const { role, name, text, functions } of scripts) {
    const path = `${folder}/${name}.ps1`;
    const content = sign === undefined ? text : sign(path, text);
    contents[role] = content;
    functionsOf.set(content, functions);
    // No package holds the script that undoes.
    const limit = role === "undo" ? {} : { limit: { product: "Intune", bytes: longestScript, span } };
    yield { ...file(path, role, content), functions, ...limit };
  }
  const remediation: RemediationPackage = {
    ...description,
    detect: contents.detect!,
    remediate: contents.remediate,
    signed: sign !== undefined,
  };
  const definition = deviceHealthScript(remediation);
  yield file(`${folder}/deviceHealthScript.json`, "package", definition);
  for (const { path, content } of importLayouts(remediation)) {
    // What a tool imports belongs to no rule's own folder: proofs and reports look at that one.
    const functions = functionsOf.get(content);
    const held = functions === undefined ? {} : { functions };
    yield { ...file(`${layouts}/${path}`, "package", content), ...held, rule: undefined };
  }
}
