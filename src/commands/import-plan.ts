import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import {
  definitionOf,
  type Definition,
  type PlannedChange,
  planImport,
  scriptText,
} from "../import-plan/plan-import.ts";
import { printable } from "../diagnostics/printable.ts";
import { diskErrorReason, isDiskError } from "../output/disk-error.ts";
import { readRegularFile } from "../output/read-regular-file.ts";
import { isObject, recordsOf } from "../report/json-record.ts";
import { jsonSyntaxProblem } from "./json-place.ts";
import { depthProblem, problemText } from "./read-json.ts";
import { renderTable } from "./render-table.ts";
import { jsonLine, reportProblem } from "./report.ts";
import type { ExitCode, World } from "./world.ts";

export interface ImportPlanOptions {
  /** Exports of what is there: files, and folders in the layout of any tool. */
  readonly exports: readonly string[];
  /** The folder that a build wrote. */
  readonly outDir: string;
  /** Whether rules are imported one by one, or in bundles. */
  readonly kind: "bundles" | "rules";
  readonly json: boolean;
}

/** Documented for remediations of a tenant. */
const places = 200;

/** `mderules import --plan`: what an import into Intune would create, change and leave. Nothing is sent anywhere. */
export function importPlan({ exports, outDir, kind, json }: ImportPlanOptions, world: World): ExitCode {
  const built = resolve(world.cwd, outDir, "intune");
  if (!existsSync(built)) {
    const help = "build first, or name the folder with --out-dir";
    return reportProblem({ message: `${join(outDir, "intune")} does not exist`, help }, json, world);
  }
  const problems: [path: string, problem: string][] = [];
  const show = (path: string): string => relative(world.cwd, path) || path;
  const wanted = builtFiles(built, kind).flatMap((path) => definitionsIn(path, show, problems));
  const found = exportedFiles(exports, world.cwd, problems).flatMap((path) =>
    definitionsIn(path, show, problems),
  );
  const plan = planImport(wanted, found);
  const scripts = found.filter(({ type }) => type === "deviceHealthScript").length;
  const created = plan.filter(
    ({ action, type }) => action === "create" && type === "deviceHealthScript",
  ).length;
  const tooMany = scripts + created > places;
  if (json) {
    const leftOut = problems.map(([path, problem]) => ({ path, problem }));
    const exitCode = problems.length === 0 ? 0 : 2;
    world.stdout.write(
      jsonLine({ exitCode, plan, places: { taken: scripts, created, most: places }, leftOut }),
    );
    return exitCode;
  }
  world.stdout.write(printable(planText(plan, world.stdout.columns ?? 120)));
  if (tooMany) {
    world.stdout.write(
      `A tenant has ${places} places for remediations: ${scripts} are taken and ${created} would be new.\n`,
    );
  }
  return problems.length === 0
    ? 0
    : reportProblem({ message: "this was left out", files: problems }, false, world);
}

function planText(plan: readonly PlannedChange[], width: number): string {
  const own = plan.filter(({ action }) => action !== "other");
  const others = plan.length - own.length;
  const rows = own.map(({ tool, type, name, action, fields }) => [
    action.toUpperCase(),
    tool,
    type,
    `${name}${fields.length === 0 ? "" : `: ${fields.join(", ")}`}`,
  ]);
  const counts = (["create", "update", "unchanged", "conflict", "unclear"] as const)
    .map((action) => [own.filter((change) => change.action === action).length, action] as const)
    .filter(([count]) => count > 0)
    .map(([count, action]) => `${count} ${action}`);
  const rest = others === 0 ? "" : `; ${others} of others, left alone`;
  return `${renderTable([["ACTION", "TOOL", "TYPE", "NAME"], ...rows], width)}\n${counts.join(", ")}${rest}\n`;
}

/** The definitions that `Import-Intune.ps1` sends, in its order. */
function builtFiles(folder: string, kind: ImportPlanOptions["kind"]): string[] {
  const packages = kind === "bundles" ? join(folder, "bundles") : folder;
  const names = existsSync(packages) ? readdirSync(packages).sort() : [];
  const compliance = ["deviceComplianceScript.json", "deviceCompliancePolicy.json"];
  return [
    ...names.map((name) => join(packages, name, "deviceHealthScript.json")),
    ...compliance.map((name) => join(folder, "compliance", name)),
  ].filter((path) => existsSync(path));
}

function exportedFiles(exports: readonly string[], cwd: string, problems: [string, string][]): string[] {
  return exports.flatMap((given) => {
    const path = resolve(cwd, given);
    try {
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats === undefined) {
        problems.push([given, "there is no such file or folder"]);
        return [];
      }
      if (!stats.isDirectory()) return [path];
      return readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.toLowerCase().endsWith(".json"))
        .map((entry) => join(entry.parentPath, entry.name))
        .sort();
    } catch (error) {
      if (!isDiskError(error)) throw error;
      problems.push([given, diskErrorReason(error)]);
      return [];
    }
  });
}

/** The definitions of a file; what is something else is passed over, an export of a tenant holds much of it. */
function definitionsIn(
  path: string,
  show: (path: string) => string,
  problems: [string, string][],
): Definition[] {
  try {
    const bytes = readRegularFile(path);
    const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
    const source = { path, text: bytes.toString(isWide ? "utf16le" : "utf8").replace(/^\ufeff/, "") };
    const tooDeep = depthProblem(source);
    let document: unknown;
    try {
      document = tooDeep === undefined ? JSON.parse(source.text) : undefined;
    } catch {
      problems.push([show(path), problemText({ path: [], ...jsonSyntaxProblem(source) })]);
      return [];
    }
    if (tooDeep !== undefined) {
      problems.push([show(path), problemText(tooDeep)]);
      return [];
    }
    return recordsOf(document).flatMap((record) => {
      const definition = isObject(record) ? definitionOf(record, show(path)) : undefined;
      return definition === undefined ? [] : [withScriptsBeside(definition, path)];
    });
  } catch (error) {
    if (!isDiskError(error)) throw error;
    problems.push([show(path), diskErrorReason(error)]);
    return [];
  }
}

/** IntuneCD keeps the scripts of a remediation in files beside it, found by the id in their names. */
function withScriptsBeside(definition: Definition, path: string): Definition {
  const folder = join(dirname(path), "Script Data");
  const id = /__(.+)\.json$/i.exec(basename(path))?.[1];
  if (definition.type !== "deviceHealthScript" || id === undefined || !existsSync(folder)) return definition;
  const fields = new Map(definition.fields);
  for (const name of readdirSync(folder)) {
    if (!name.includes(id)) continue;
    const field = /remediationscript__/i.test(name) ? "remediationScriptContent" : "detectionScriptContent";
    fields.set(field, scriptText(readRegularFile(join(folder, name)).toString("utf8")));
  }
  return { ...definition, fields };
}
