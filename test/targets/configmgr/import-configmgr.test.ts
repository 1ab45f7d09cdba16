import { analyzerTest } from "../../script-analyzer.ts";
import { createHash } from "node:crypto";
import { appendFileSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Rule } from "../../../src/model/rule.ts";
import { manifestText } from "../../../src/output/manifest.ts";
import { matchesGolden } from "../../golden.ts";
import { temporaryFolder, writeFiles } from "../../temporary-folder.ts";
import { analyse, runImports, type Scenario, type Step, writesOf } from "./run-imports.ts";
import { filesOf, fileText, rulesOf, sampleRule, sampleRules } from "./sample-rules.ts";
import { powerShellTest } from "../../power-shell.ts";

const folder = temporaryFolder();

/** Writes what the target makes of rules to a folder of its own; the path of the import script in it. */
function build(name: string, rules: readonly Rule[], applications = 1): string {
  const files = filesOf(rules, applications === 0 ? { applications: [] } : {});
  const manifest = manifestText({
    mderules: "0.0.0",
    input: undefined,
    rules: [],
    definitions: [],
    functions: [],
    files: files.map((file) => ({
      ...file,
      sha256: createHash("sha256").update(file.content).digest("hex"),
    })),
  });
  writeFiles(join(folder, name), {
    ...Object.fromEntries(files.map(({ path, content }) => [path, content])),
    "manifest.json": manifest,
  });
  return join(folder, name, "configmgr", "Import-ConfigMgr.ps1");
}

/** The samples after a day of work on them: other scripts, other severities, one that no longer repairs and one that now does. */
const later = rulesOf(String.raw`document sample

guard none "Made up for a test."

rule start-type {
  title    "The diagnostic data service starts automatically"
  covers   start-type
  severity error
  check    service DiagTrack start is one of (automatic, automatic-delayed)
  fix      set service DiagTrack start to automatic
}

rule long-wait {
  title    "The sensor runs"
  covers   start-type
  severity error
  check    service Sense state is running
  fix      advise "Start it."
}

rule only-look {
  title    "No device waits for a restart"
  covers   start-type
  severity information
  check    registry "HKLM\SOFTWARE\Contoso" Pending is missing
  fix      set registry "HKLM\SOFTWARE\Contoso" Pending to missing
}
`);
const hostileTitle = `A 'quoted' \u2019text\u2019 "$(throw 1)" \`n #> {{x}} [*] & <b>`;
const hostile = [{ ...sampleRule("start-type"), title: { en: hostileTitle, fr: undefined } }];
const scripts = {
  samples: build("samples", sampleRules),
  later: build("later", later),
  hostile: build("hostile", hostile, 0),
};

const edited = build("edited", sampleRules);
appendFileSync(join(folder, "edited/configmgr/items/start-type/Remediate.ps1"), "# by hand\r\n");
const editedApplication = build("edited-application", sampleRules);
const applicationFolder = filesOf(sampleRules).find(({ path }) =>
  path.endsWith("/Import-Application.ps1"),
)!.path;
appendFileSync(join(folder, "edited-application", applicationFolder), "# by hand\r\n");
const withoutManifest = build("without-manifest", sampleRules);
rmSync(join(folder, "without-manifest/manifest.json"));

const site = { SiteCode: "ABC" };
const imported = `$null = & '${scripts.samples}' -SiteCode ABC`;
const item = "$global:Site.Items['mderules start-type']";
const scenarios = {
  created: { script: scripts.samples, steps: [{}, {}] },
  provider: {
    script: scripts.samples,
    module: "console",
    drive: false,
    steps: [{ parameters: { ...site, ProviderMachineName: "cm01.contoso.com" } }],
  },
  later: { script: scripts.later, steps: [{ change: imported }, {}] },
  back: {
    script: scripts.samples,
    steps: [{ change: `${imported}; $null = & '${scripts.later}' -SiteCode ABC` }, {}],
  },
  hostile: { script: scripts.hostile, steps: [{}, {}] },
  byHand: {
    script: scripts.samples,
    steps: [
      { change: `${imported}; ${item}.Setting.Discovery = "'Compliant'"; ${item}.Setting.Is64Bit = $false` },
      { change: `${item}.Rule.Operator = 'NotEquals'; ${item}.Rule.Remediate = $false` },
      { change: `${item}.Description = 'x'` },
      { change: `$global:Site.Baselines['mderules (error)'].Items += 'OperatingSystem_own'` },
    ],
  },
  fromXml: {
    script: scripts.samples,
    steps: [
      {
        change: `${imported}
          foreach ($rule in 'start-type', 'long-wait', 'only-look') {
            $path = "${join(folder, "samples", "configmgr", "items")}/$rule/ConfigurationItem.xml"
            $item = $global:Site.Items["mderules $rule"]
            $item.Xml = [System.IO.File]::ReadAllText($path).Replace("OperatingSystem_", '').Replace('LogicalName="', 'LogicalName="OperatingSystem_')
          }
          $global:Site.Baselines.Clear()`,
      },
    ],
  },
  oneRule: {
    script: scripts.samples,
    steps: [{ parameters: { ...site, Rule: ["start-type"] } }, {}],
  },
  oneApplication: {
    script: scripts.samples,
    steps: [{ parameters: { ...site, Rule: ["start-sense-on-new-devices"] } }],
  },
  keepsRules: {
    script: scripts.samples,
    steps: [
      {
        change: `${imported}; ${item}.Rule.Severity = 'None'; $global:Site.KeepsRules = $true`,
        parameters: { ...site, Deploy: true },
      },
    ],
  },
  withoutRule: { script: scripts.samples, steps: [{ change: `${imported}; ${item}.Rule = $null` }] },
  deploy: {
    script: scripts.samples,
    steps: [
      { parameters: { ...site, Deploy: true } },
      { parameters: { ...site, Deploy: true } },
      { parameters: { ...site, Deploy: true, Enforce: true } },
      { parameters: { ...site, Deploy: true } },
      { parameters: { ...site, Deploy: true, CollectionName: "Pilot [1]", Rule: ["start-type"] } },
    ],
  },
  folder: {
    script: scripts.samples,
    steps: [
      { parameters: { ...site, Folder: "Half" } },
      { parameters: { ...site, Folder: "Security" } },
      { parameters: { ...site, Folder: "Security" } },
    ],
  },
  runScripts: {
    script: scripts.samples,
    steps: [
      { parameters: { ...site, Rule: ["only-look"], RunScript: ["start-type", "only-look"] } },
      {
        change: `$global:Site.Scripts['mderules start-type Remediate'].Approval = 3
          $global:Site.Scripts['mderules start-type Discover'].Text = 'other'`,
        parameters: { ...site, Rule: ["only-look"], RunScript: ["start-type"] },
      },
    ],
  },
  whatIf: {
    script: scripts.samples,
    drive: false,
    steps: [
      {
        parameters: {
          ...site,
          ProviderMachineName: "cm01",
          Deploy: true,
          Enforce: true,
          RunScript: ["start-type"],
          WhatIf: true,
        },
      },
    ],
  },
  whatIfLater: {
    script: scripts.later,
    steps: [{ change: imported, parameters: { ...site, Deploy: true, WhatIf: true } }],
  },
  noModule: { script: scripts.samples, module: "none", steps: [{}] },
  edited: { script: edited, steps: [{}, { parameters: { ...site, Unchecked: true } }] },
  editedOther: { script: edited, steps: [{ parameters: { ...site, Rule: ["only-look"] } }] },
  editedApplication: { script: editedApplication, steps: [{}] },
  withoutManifest: { script: withoutManifest, steps: [{}, { parameters: { ...site, Unchecked: true } }] },
  // The administrator's location is the drive of the site, as in the console's own PowerShell.
  fromSiteDrive: { script: scripts.samples, steps: [{ change: "Set-Location -Path 'ABC:'" }] },
  modulePath: {
    script: scripts.samples,
    module: "path",
    steps: [{}],
  },
  noDrive: { script: scripts.samples, drive: false, steps: [{}] },
  noCollection: {
    script: scripts.samples,
    steps: [{ parameters: { ...site, Deploy: true, CollectionName: "Pilot*" } }],
  },
  enforceAlone: { script: scripts.samples, steps: [{ parameters: { ...site, Enforce: true } }] },
  collectionAlone: {
    script: scripts.samples,
    steps: [{ parameters: { ...site, CollectionName: "mderules pilot" } }],
  },
  noRule: { script: scripts.samples, steps: [{ parameters: { ...site, Rule: ["only-reported"] } }] },
  noScript: {
    script: scripts.samples,
    steps: [{ parameters: { ...site, RunScript: ["start-sense-on-new-devices"] } }],
  },
  refused: {
    script: scripts.samples,
    steps: [
      { change: "$global:Site.Refuses = 'Add-CMComplianceSettingScript'" },
      { change: "$global:Site.Refuses = ''" },
    ],
  },
} satisfies Record<string, Scenario>;

const results = runImports(scenarios);

function step(name: keyof typeof scenarios, index = 0): Step {
  const found = results[name]?.[index];
  if (found === undefined) throw new Error(`no step ${index} of ${name}`);
  return found;
}

/** What was reported of items, baselines, scripts and deployments, and that the run was as every run has to be. */
function reported(found: Step): readonly string[] {
  assert.is(found.failure, null);
  assert.ok(found.back, "the location is what it was");
  assert.ok(
    found.reports.every(({ members }) => members === 4),
    "only reports are written",
  );
  return found.reports.map(({ kind, name, result, detail }) =>
    [kind, name.replace("mderules ", ""), result, ...(detail === "" ? [] : [`: ${detail}`])]
      .join(" ")
      .replace(" : ", ": "),
  );
}

const longNote = "its remediation may wait 2 minutes";
const unchanged = [
  "Application Start the Microsoft Defender for Endpoint sensor Unchanged",
  "GlobalCondition requires OnboardingInfo is present (07c14f48) Unchanged",
  "DeploymentType start-sense-on-new-devices Unchanged",
  "ConfigurationItem long-wait Unchanged: " + longNote,
  "ConfigurationItem start-type Unchanged",
  "ConfigurationItem only-look Unchanged",
  "ConfigurationBaseline (error) Unchanged",
  "ConfigurationBaseline (warning) Unchanged",
  "ConfigurationBaseline (information) Unchanged",
];

test("golden: the import script and the READMEs", () => {
  const files = filesOf(sampleRules);
  for (const path of ["Import-ConfigMgr.ps1", "README.md", "baselines/README.md"]) {
    matchesGolden(`test/targets/configmgr/golden/samples/${path}`, fileText(files, path));
  }
});

test("a rule that only a console shows is left out, and the target says so", () => {
  const files = filesOf(sampleRules);
  assert.not.ok(files.some(({ path }) => path.includes("only-reported")));
});

powerShellTest("creates everything, and a second run changes nothing", () => {
  const first = step("created");
  assert.equal(
    reported(first),
    unchanged.map((line) =>
      line.replace("Unchanged", "Created").replace(/^(ConfigurationBaseline .*)$/, "$1: 1 items added"),
    ),
  );
  assert.equal(first.warnings, []);
  assert.equal(
    first.items.map(({ Name, Rule, Setting }) => [
      Name,
      Rule?.["Severity"],
      Rule?.["Remediate"],
      Setting?.["Is64Bit"],
    ]),
    [
      ["mderules long-wait", "Critical", true, true],
      ["mderules only-look", "Informational", false, true],
      ["mderules start-type", "Warning", true, true],
    ],
  );
  assert.equal(first.deployments, []);
  assert.equal(first.baselineDeployments, []);
  assert.equal(first.scripts, []);
  const second = step("created", 1);
  assert.equal(reported(second), unchanged);
  assert.equal(writesOf(second), []);
});

powerShellTest("the setting and its rule are asked for as documented", () => {
  const calls = step("created").calls.filter(({ Cmdlet }) => Cmdlet === "Add-CMComplianceSettingScript");
  assert.equal(
    calls.map(({ Set }) => Set),
    ["ValueRule", "ValueRule", "ValueRule"],
  );
  const { DiscoveryScriptText, RemediationScriptText, ...rest } = calls[1]!.Parameters;
  const written = (name: string): string =>
    readFileSync(join(folder, "samples/configmgr/items/start-type", name), "utf8");
  assert.is(DiscoveryScriptText, written("Discover.ps1"));
  assert.is(RemediationScriptText, written("Remediate.ps1"));
  assert.equal(rest, {
    Confirm: false,
    DataType: "String",
    DiscoveryScriptLanguage: "PowerShell",
    ExpectedValue: "Compliant",
    ExpressionOperator: "IsEquals",
    InputObject: "IResultObject#SMS_ConfigurationItem",
    Is64Bit: true,
    Name: "mderules start-type",
    NoncomplianceSeverity: "Warning",
    Remediate: true,
    RemediationScriptLanguage: "PowerShell",
    ReportNoncompliance: true,
    RuleName: "mderules start-type",
    ValueRule: true,
  });
  const look = calls[2]!.Parameters;
  assert.is(look["Remediate"], false);
  assert.is(look["RemediationScriptText"], undefined);
});

powerShellTest("takes only scripts that are as the build wrote them, unless told to", () => {
  const found = step("edited");
  assert.match(found.failure!, /Remediate\.ps1 is not as the build wrote it\. Nothing was changed\./);
  assert.equal([found.items, writesOf(found)], [[], []]);
  assert.is(step("edited", 1).failure, null);
  assert.match(String(step("edited", 1).items.map(({ Setting }) => Setting?.["Remediation"])), /# by hand/);
  assert.is(step("editedOther").failure, null);
  assert.match(step("editedApplication").failure!, /Import-Application\.ps1 is not as the build wrote it/);
  assert.match(step("withoutManifest").failure!, /There is no .*manifest\.json to hold the scripts against/);
  assert.is(step("withoutManifest", 1).failure, null);
});

powerShellTest("runs from the drive of the site, and takes the module from the module path", () => {
  for (const name of ["fromSiteDrive", "modulePath"] as const) {
    assert.is(step(name).failure, null, name);
    assert.ok(
      reported(step(name)).every((line) => line.includes(" Created")),
      name,
    );
  }
});

powerShellTest("finds the module beside the console and makes the drive of the provider", () => {
  const found = step("provider");
  assert.is(found.provider, "cm01.contoso.com");
  assert.ok(reported(found).every((line) => line.includes(" Created")));
});

powerShellTest("updates what differs, moves items between baselines, and raises no other version", () => {
  const found = step("later");
  assert.equal(reported(found).slice(3), [
    "ConfigurationItem start-type Updated: Discovery, Remediation, Severity",
    "ConfigurationItem long-wait Updated: Description, Discovery, Remediation, Remediate",
    "ConfigurationItem only-look Updated: Discovery, Remediation, Remediate",
    "ConfigurationBaseline (error) Updated: 1 items added",
    "ConfigurationBaseline (warning) Updated: 1 items removed",
    "ConfigurationBaseline (information) Unchanged",
  ]);
  const rule = (name: string) => found.items.find(({ Name }) => Name === `mderules ${name}`)!;
  assert.is(rule("long-wait").Setting?.["Remediation"], "");
  assert.is(rule("long-wait").Rule?.["Remediate"], false);
  assert.is(rule("only-look").Rule?.["Remediate"], true);
  const second = step("later", 1);
  assert.ok(reported(second).every((line) => line.includes(" Unchanged")));
  assert.equal(writesOf(second), []);
  assert.equal(
    second.items.map(({ Revision }) => Revision),
    found.items.map(({ Revision }) => Revision),
  );
});

powerShellTest("takes an item out of the baseline of a severity that it had", () => {
  const found = step("back");
  assert.ok(reported(found).includes("ConfigurationBaseline (error) Updated: 1 items removed"));
  assert.equal(
    found.baselines.map(({ Name, Items }) => [Name, ...Items]),
    [
      ["mderules (error)", "OperatingSystem_mderules long-wait"],
      ["mderules (information)", "OperatingSystem_mderules only-look"],
      ["mderules (warning)", "OperatingSystem_mderules start-type"],
    ],
  );
  assert.equal(reported(step("back", 1)), unchanged);
});

powerShellTest("any title arrives as that text in ASCII, and is recognised again", () => {
  const [own] = step("hostile").items;
  assert.is(own?.Description, `A 'quoted' 'text' "$(throw 1)" \`n #> {{x}} [*] & <b> (sample, start-type)`);
  assert.equal(writesOf(step("hostile", 1)), []);
});

powerShellTest("puts right what someone changed by hand, and leaves alone what they added", () => {
  const detail = (index: number) =>
    reported(step("byHand", index)).filter((line) => !line.includes("Unchanged"));
  assert.equal(detail(0), ["ConfigurationItem start-type Updated: Is64Bit, Discovery"]);
  assert.equal(detail(1), ["ConfigurationItem start-type Updated: Operator, Remediate"]);
  assert.equal(detail(2), ["ConfigurationItem start-type Updated: Description"]);
  assert.equal(detail(3), []);
  assert.equal(step("byHand", 3).baselines[0]?.Items.length, 2);
});

powerShellTest("the XML for review describes what the script makes: nothing is left to do", () => {
  const items = reported(step("fromXml")).filter((line) => line.startsWith("ConfigurationItem"));
  assert.equal(
    items,
    unchanged.filter((line) => line.startsWith("ConfigurationItem")),
  );
});

powerShellTest("imports one rule or one application where only that is asked for", () => {
  assert.equal(reported(step("oneRule")), [
    "ConfigurationItem start-type Created",
    "ConfigurationBaseline (warning) Created: 1 items added",
  ]);
  assert.equal(reported(step("oneRule", 1)).filter((line) => line.includes("Created")).length, 7);
  assert.equal(
    step("oneApplication").reports.map(({ kind }) => kind),
    ["Application", "GlobalCondition", "DeploymentType"],
  );
});

powerShellTest("says what the site did not take, and deploys nothing then", () => {
  const found = step("keepsRules");
  const own = found.reports.find(({ name }) => name === "mderules start-type");
  assert.equal([own?.result, own?.detail], ["Incomplete", "Severity"]);
  assert.match(found.warnings.join(), "still differs in: Severity");
  assert.match(found.failure ?? "", "No baseline was deployed");
  assert.equal(found.baselineDeployments, []);
  assert.ok(
    reported(step("withoutRule")).includes("ConfigurationItem start-type Incomplete: Rule"),
    "a rule that was deleted is not made again",
  );
});

powerShellTest("deploys to the pilot collection when asked to, without remediation, once", () => {
  const first = step("deploy");
  assert.equal(reported(first).slice(-3), [
    "Deployment pilot Created: mderules (error), without remediation",
    "Deployment pilot Created: mderules (warning), without remediation",
    "Deployment pilot Created: mderules (information), without remediation",
  ]);
  assert.ok(first.baselineDeployments.every(({ Enforces }) => Enforces === false));
  assert.ok(first.baselineDeployments.every(({ OverridesWindow }) => OverridesWindow === false));
  assert.equal(
    first.deployments.map(({ Purpose }) => Purpose),
    ["Available"],
  );
  const schedule = first.calls.find(({ Cmdlet }) => Cmdlet === "New-CMSchedule");
  assert.is(schedule?.Set, "RecurrenceIntervalWithDuration");
  assert.equal(writesOf(step("deploy", 1)), []);
});

powerShellTest("remediates only when asked to, and does not take it back by itself", () => {
  const found = step("deploy", 2);
  assert.equal(reported(found).slice(-1), [
    "Deployment pilot Updated: mderules (information), with remediation",
  ]);
  assert.ok(found.baselineDeployments.every(({ Enforces }) => Enforces === true));
  assert.equal(reported(step("deploy", 3)).slice(-1), [
    "Deployment pilot Unchanged: mderules (information), with remediation",
  ]);
  assert.equal(reported(step("deploy", 4)).slice(-1), [
    "Deployment Pilot [1] Created: mderules (warning), without remediation",
  ]);
});

powerShellTest("puts new objects in folders that exist", () => {
  const missing = step("folder");
  assert.match(missing.failure ?? "", "no folder 'Half' below ConfigurationItem");
  assert.equal(writesOf(missing), []);
  const found = step("folder", 1);
  assert.ok(found.items.every(({ Folder }) => Folder === String.raw`ABC:\ConfigurationItem\Security`));
  assert.ok(
    found.baselines.every(({ Folder }) => Folder === String.raw`ABC:\ConfigurationBaseline\Security`),
  );
  assert.is(found.applications[0]?.folder, String.raw`ABC:\Application\Security`);
  assert.equal(writesOf(step("folder", 2)), []);
});

powerShellTest("puts the scripts of a rule into Run Scripts, and approves none", () => {
  const found = step("runScripts");
  assert.equal(reported(found).slice(-4), [
    "Script start-type Discover Created: waits for approval",
    "Script start-type Remediate Created: waits for approval",
    "Script start-type Undo Created: waits for approval",
    "Script only-look Discover Created: waits for approval",
  ]);
  const files = filesOf(sampleRules);
  assert.is(
    found.scripts.find(({ Name }) => Name === "mderules start-type Remediate")?.Text,
    fileText(files, "items/start-type/Remediate.ps1"),
  );
  assert.equal(reported(step("runScripts", 1)).slice(-3), [
    "Script start-type Discover Updated: waits for approval",
    "Script start-type Remediate Unchanged: approved",
    "Script start-type Undo Unchanged: waits for approval",
  ]);
});

powerShellTest("-WhatIf changes nothing and says what would be done", () => {
  const found = step("whatIf");
  assert.ok(reported(found).every((line) => line.includes(" Skipped")));
  assert.is(found.reports.length, 16);
  assert.equal(writesOf(found), []);
  const second = step("whatIfLater");
  assert.equal(writesOf(second), []);
  assert.ok(
    reported(second).includes("ConfigurationItem start-type Skipped: Discovery, Remediation, Severity"),
  );
  assert.ok(reported(second).includes("ConfigurationBaseline (error) Skipped: 1 items added"));
});

for (const [name, message] of [
  ["noModule", "console is not installed"],
  ["noDrive", "-ProviderMachineName"],
  ["noCollection", "no device collection 'Pilot\\*'"],
  ["enforceAlone", "need -Deploy"],
  ["collectionAlone", "need -Deploy"],
  ["noRule", "no rule or application 'only-reported'"],
  ["noScript", "no rule 'start-sense-on-new-devices' with scripts"],
] as const) {
  powerShellTest(`stops before it changes anything: ${name}`, () => {
    const found = step(name);
    assert.match(found.failure ?? "", new RegExp(message));
    assert.ok(found.back);
    assert.equal(found.reports, []);
    assert.equal(writesOf(found), []);
  });
}

powerShellTest("stops at what is refused, leaves the drive, and a later run goes on from there", () => {
  const found = step("refused");
  assert.match(found.failure ?? "", "access denied");
  assert.ok(found.back);
  assert.equal(
    found.items.map(({ Name }) => Name),
    ["mderules long-wait"],
  );
  const lines = reported(step("refused", 1));
  assert.ok(lines.includes(`ConfigurationItem long-wait Updated: Setting, ${longNote}`));
  assert.ok(lines.includes("ConfigurationItem start-type Created"));
});

analyzerTest("PowerShell's parser and PSScriptAnalyzer with all rules find nothing", () => {
  assert.is(analyse(folder), "");
});

test.run();
