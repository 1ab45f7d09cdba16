import { findFlaw } from "../../script-analyzer.ts";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { standIns } from "./stand-ins.ts";
import { powerShell, printedByPowerShell, runPowerShell } from "../../power-shell.ts";

/** What one run of an import script did, and how the site was afterwards. */
export interface Step {
  readonly reports: readonly {
    readonly kind: string;
    readonly name: string;
    readonly result: string;
    readonly detail: string;
    readonly members: number;
  }[];
  readonly warnings: readonly string[];
  readonly failure: string | null;
  readonly calls: readonly {
    readonly Cmdlet: string;
    readonly Set: string;
    readonly Parameters: Readonly<Record<string, unknown>>;
  }[];
  readonly back: boolean;
  readonly provider: string;
  readonly applications: readonly {
    readonly name: string;
    readonly publisher: string;
    readonly titles: Readonly<Record<string, string>>;
    readonly folder: string;
    readonly revision: number;
    readonly deploymentTypes: readonly Readonly<Record<string, unknown>>[];
  }[];
  readonly deployments: readonly Readonly<Record<string, string>>[];
  readonly items: readonly SiteItem[];
  readonly baselines: readonly {
    readonly Name: string;
    readonly Items: readonly string[];
    readonly Folder: string;
  }[];
  readonly scripts: readonly { readonly Name: string; readonly Text: string }[];
  readonly baselineDeployments: readonly Readonly<Record<string, unknown>>[];
}

export interface SiteItem {
  readonly Name: string;
  readonly Description: string;
  readonly Revision: number;
  readonly Folder: string;
  readonly Setting: Readonly<Record<string, unknown>> | null;
  readonly Rule: Readonly<Record<string, unknown>> | null;
}

export interface Scenario {
  readonly script: string;
  /** Where the module comes from: loaded already, beside the console, on the module path, or nowhere. */
  readonly module?: "loaded" | "console" | "path" | "elsewhere" | "none";
  readonly drive?: boolean;
  /** `change` is PowerShell that is run on the site before. */
  readonly steps: readonly { readonly parameters?: object; readonly change?: string }[];
}

/** Runs every scenario against a site in memory of its own; nothing where there is no PowerShell. */
export function runImports(scenarios: Readonly<Record<string, Scenario>>): Record<string, readonly Step[]> {
  if (powerShell === undefined) return {};
  const folder = mkdtempSync(join(tmpdir(), "mderules-imports-"));
  try {
    const [scenarioFile, standInFile, resultFile] = ["scenarios.json", "stand-ins.ps1", "results.json"].map(
      (name) => join(folder, name),
    ) as [string, string, string];
    writeFileSync(standInFile, standIns());
    const list = Object.entries(scenarios).map(([name, scenario]) => ({
      name,
      module: "loaded",
      drive: true,
      ...scenario,
      steps: scenario.steps.map((step) => ({ parameters: { SiteCode: "ABC" }, ...step })),
    }));
    writeFileSync(scenarioFile, JSON.stringify(list));
    const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
    const files = [here("run-imports.ps1"), scenarioFile, standInFile, here("site.ps1"), resultFile];
    printedByPowerShell(["-File", ...files]);
    const found = JSON.parse(readFileSync(resultFile, "utf8")) as { name: string; steps: Step[] }[];
    return Object.fromEntries(found.map(({ name, steps }) => [name, steps]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The cmdlets that were called and change a site, in their order. */
export function writesOf({ calls }: Step): readonly string[] {
  return calls
    .map(({ Cmdlet }) => Cmdlet)
    .filter(
      (name) =>
        /^(?:New|Add|Set|Remove|Move|Approve|Invoke)-/.test(name) &&
        !/^New-CM(?:ApplicationDisplayInfo|DetectionClause|Requirement|Schedule)/.test(name),
    );
}

/** What PowerShell's parser and PSScriptAnalyzer with all rules, those for style included, say of scripts. */
export function analyse(folder: string): string {
  const command = `${findFlaw}
    $settings = @{ Rules = @{
      PSUseCompatibleSyntax = @{ Enable = $true; TargetVersions = @('5.1') }
      PSUseConsistentIndentation = @{ Enable = $true }
      PSUseConsistentWhitespace = @{ Enable = $true }
      PSPlaceOpenBrace = @{ Enable = $true }
      PSPlaceCloseBrace = @{ Enable = $true }
      PSUseCorrectCasing = @{ Enable = $true }
      PSAvoidUsingDoubleQuotesForConstantString = @{ Enable = $true }
      PSAvoidSemicolonsAsLineTerminators = @{ Enable = $true }
    } }
    foreach ($file in Get-ChildItem -LiteralPath '${folder}' -Filter *.ps1 -Recurse) {
      $errors = $null
      $null = [System.Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref] $null, [ref] $errors)
      foreach ($e in $errors) { "$($file.Name):$($e.Extent.StartLineNumber) $($e.Message)" }
      # The scripts for devices are held to all rules but those for style, which their shared parts follow in their own way.
      $with = @{ Path = $file.FullName }
      if ($file.Name -like 'Import-*') { $with.Settings = $settings }
      foreach ($r in Find-Flaw -With $with) { "$($file.Name):$($r.Line) $($r.RuleName) $($r.Message)" }
    }`;
  const { stdout, stderr } = runPowerShell(["-Command", command]);
  return `${stdout}${stderr}`.trim();
}
