import { utf16Bytes } from "../../encode/utf16.ts";
import { windowsText } from "../../encode/windows-text.ts";
import type { Application } from "../../model/application.ts";
import { isDetectable, type Rule } from "../../model/rule.ts";
import { type PlannedRule, planRule } from "../plan.ts";
import type { PrintedScript } from "../powershell/script.ts";
import type { FileRole, OutputFile, Program, Target } from "../target.ts";
import { applicationXml } from "./application-xml.ts";
import { type BaselineView, baselineViews } from "./baseline-view.ts";
import { baselineXml } from "./baseline-xml.ts";
import { baselinesReadme, folderReadme } from "./folder-readmes.ts";
import { importConfigMgr } from "./import-configmgr.ts";
import { importScript } from "./import-script.ts";
import { itemReadme } from "./item-readme.ts";
import { itemScripts } from "./item-scripts.ts";
import { type ItemView, itemView } from "./item-view.ts";
import { itemXml } from "./item-xml.ts";
import { readme } from "./readme.ts";
import { applicationView } from "./view.ts";

/** Applications, configuration items and baselines for Configuration Manager, and the script that imports them. */
export const configmgr: Target = {
  name: "configmgr",
  emit,
  skipped: ({ rules }) =>
    rules
      .filter((rule) => !isDetectable(rule))
      .map(({ id }) => ({ rule: id, reason: "nothing on a device shows the problem, only a console does" })),
};

function* emit(program: Program): Generator<OutputFile> {
  const { applications, version, sign } = program;
  for (const application of applications) yield* applicationFiles(application, program);
  const rules = program.rules.filter(isDetectable).map((rule) => planRule(rule, program.configuration));
  const items = new Map(rules.map((rule) => [rule, itemView(rule, program)]));
  const baselines = baselineViews([...items.values()]);
  for (const [rule, item] of items) {
    const baseline = baselines.find(({ severity }) => severity === rule.severity)!;
    yield* itemFiles(rule, item, baseline, program);
  }
  const site = { applications: applications.map(({ id }) => id), baselines, version };
  for (const baseline of baselines.filter(({ items }) => items.length > 0)) {
    yield fileOf(`baselines/${baseline.severity}/Baseline.xml`, "baseline", xmlFile(baselineXml(baseline)));
  }
  if (items.size > 0) yield fileOf("baselines/README.md", "readme", baselinesReadme(site));
  if (items.size === 0 && applications.length === 0) return;
  yield signed(fileOf("Import-ConfigMgr.ps1", "import", importConfigMgr(site)), sign);
  yield fileOf("README.md", "readme", folderReadme(site));
}

function* applicationFiles(application: Application, program: Program): Generator<OutputFile> {
  const view = applicationView(application, program);
  const at = (name: string) => `${application.id}/${name}`;
  yield fileOf(at("Application.xml"), "application", xmlFile(applicationXml(view)), application);
  yield signed(fileOf(at("Import-Application.ps1"), "import", importScript(view), application), program.sign);
  yield fileOf(at("README.md"), "readme", readme(view), application);
}

function* itemFiles(
  rule: PlannedRule,
  item: ItemView,
  baseline: BaselineView,
  program: Program,
): Generator<OutputFile> {
  const at = (name: string) => `items/${rule.id}/${name}`;
  const scripts = itemScripts(rule, item, program);
  const script = (name: string, role: FileRole, printed: PrintedScript | undefined): OutputFile | undefined =>
    printed && {
      ...signed(fileOf(at(name), role, printed.text, rule), program.sign),
      functions: printed.functions,
    };
  const discover = script("Discover.ps1", "detect", scripts.discover)!;
  const remediate = script("Remediate.ps1", "remediate", scripts.remediate);
  const undo = script("Undo.ps1", "undo", scripts.undo);
  for (const file of [discover, remediate, undo]) if (file !== undefined) yield file;
  const xml = itemXml(item, { discover: textOf(discover), remediate: remediate && textOf(remediate) });
  yield fileOf(at("ConfigurationItem.xml"), "configuration-item", xmlFile(xml), rule);
  yield fileOf(at("README.md"), "readme", itemReadme(item, baseline.name), rule);
}

/** A file of a rule or an application, or without an owner of all together. */
function fileOf(
  path: string,
  role: FileRole,
  content: OutputFile["content"],
  owner?: Pick<Rule | Application, "id" | "covers">,
): OutputFile {
  return {
    path: `configmgr/${path}`,
    content,
    target: "configmgr",
    role,
    rule: owner?.id,
    covers: owner?.covers ?? [],
  };
}

/** The script with the signature of the site, where it signs its scripts. */
function signed(file: OutputFile, sign: Program["sign"]): OutputFile {
  return sign === undefined ? file : { ...file, content: sign(file.path, textOf(file)) };
}

function textOf({ content }: OutputFile): string {
  return typeof content === "string" ? content : new TextDecoder().decode(content);
}

function xmlFile(text: string): Uint8Array {
  return utf16Bytes(windowsText(text));
}
