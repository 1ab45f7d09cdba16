import { analyzerTest } from "../../script-analyzer.ts";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Application } from "../../../src/model/application.ts";
import { requirement } from "../../../src/targets/configmgr/requirement.ts";
import { matchesGolden } from "../../golden.ts";
import { analyse, runImports, type Scenario, type Step, writesOf } from "./run-imports.ts";
import { emittedText, registryAssertion, startSense, startSenseAndWait } from "./sample.ts";
import { powerShellTest } from "../../power-shell.ts";

/** The global condition of the sample, and what a run says that has nothing to do. */
const { condition } = requirement(startSense.requirements[0]!);
const unchanged = ["Application Unchanged", "GlobalCondition Unchanged", "DeploymentType Unchanged"];

/** Titles and commands that would break a script if any of their text were taken as code. */
const hostile: Application = {
  ...startSense,
  id: "hostile",
  title: {
    en: `A 'quoted' \u2019text\u2019 "$(throw 1)" \`n #> {{x}} [*] & <b>`,
    fr: "L\u2019\u00e9t\u00e9 \u2014 d\u00e9j\u00e0 \u{1f600}",
  },
  notes: [{ text: { en: "#> throw 'out of the comment'\n.SYNOPSIS\n<#", fr: undefined }, source: undefined }],
  install: `"C:\\Program Files\\a'b\\x.exe" /q "it's $env:x" \u201cy\u201d`,
  uninstall: `cmd.exe /c "echo 'bye' & exit 0"`,
  detect: registryAssertion(String.raw`HKLM\SOFTWARE\It's "odd" & <new>`, "a 'b' \u2019c\u2019", {
    type: "text",
    text: `1' -or "x`,
  }),
  returnCodes: [
    { code: 3010, meaning: "success" },
    { code: -5, meaning: "failure" },
  ],
  requirements: [
    registryAssertion(String.raw`HKLM\SOFTWARE\It's "odd" & <new>`, "a 'b' \u2019c\u2019", {
      type: "missing",
    }),
  ],
  platforms: [
    "Windows/All_x64_Windows_10_and_higher_Clients",
    "Windows/All_x64_Windows_11_and_higher_Clients",
  ],
  visibility: "normal",
  logon: "absent",
  maximumMinutes: 30,
};
const changed: Application = {
  ...startSense,
  title: { en: startSense.title.en, fr: "Autre titre" },
  publisher: "Contoso",
  install: "net start Sense",
  uninstall: "net stop Sense",
  detect: registryAssertion(
    String.raw`HKLM\SOFTWARE\Contoso`,
    "Version",
    { type: "version", text: "1.2.3" },
    { operator: "greater-or-equal" },
  ),
  returnCodes: [
    { code: 2, meaning: "fast-retry" },
    { code: 5, meaning: "soft-reboot" },
  ],
  requirements: [
    registryAssertion(String.raw`HKLM\SOFTWARE\Contoso`, "Edition", { type: "missing" }, { negated: true }),
  ],
  platforms: ["Windows/All_x64_Windows_11_and_higher_Clients"],
  visibility: "normal",
  logon: "required",
  maximumMinutes: 60,
};
const bare: Application = {
  ...startSense,
  title: { en: startSense.title.en, fr: undefined },
  requirements: [],
  platforms: [],
  returnCodes: [],
  notes: [],
};
const samples = { startSense, startSenseAndWait, hostile, changed, bare };
const folder = mkdtempSync(join(tmpdir(), "mderules-import-"));
const scripts = Object.fromEntries(
  Object.entries(samples).map(([name, application]) => {
    const file = join(folder, `${name}.ps1`);
    writeFileSync(file, emittedText(application, "Import-Application.ps1"));
    return [name, file];
  }),
) as Record<keyof typeof samples, string>;

const xml = emittedText(startSense, "Application.xml");
writeFileSync(join(folder, "Application.xml"), xml);
const conditionOfXml = /<GlobalSettingReference AuthoringScopeId="(.*?)" LogicalName="(.*?)"/
  .exec(xml)!
  .slice(1)
  .join("/");
test.after(() => rmSync(folder, { recursive: true, force: true }));

const site = { SiteCode: "ABC" };
const deploy = { ...site, CollectionName: "Pilot [1]" };
const scenarios = {
  created: { script: scripts.startSense, steps: [{}, {}] },
  provider: {
    script: scripts.startSense,
    module: "console",
    drive: false,
    steps: [{ parameters: { ...site, ProviderMachineName: "cm01.contoso.com" } }],
  },
  bare: { script: scripts.bare, steps: [{}, {}] },
  waiting: { script: scripts.startSenseAndWait, steps: [{}, {}] },
  hostile: { script: scripts.hostile, steps: [{ parameters: deploy }, { parameters: deploy }] },
  updated: {
    script: scripts.changed,
    steps: [{ change: `$null = & '${scripts.startSense}' -SiteCode ABC` }, {}],
  },
  french: {
    script: scripts.startSense,
    steps: [{ change: `$null = & '${scripts.bare}' -SiteCode ABC` }, {}],
  },
  otherThings: {
    script: scripts.startSense,
    steps: [
      {},
      {
        change: `$own = $global:Site.Applications.Values | Select-Object -First 1
          $own.DeploymentTypes['start-sense-on-new-devices'].ExitCodes['77'] = 'Failure'
          $own.DeploymentTypes['Made by hand'] = $own.DeploymentTypes['start-sense-on-new-devices'].Clone()
          $own.DeploymentTypes['Made by hand'].Name = 'Made by hand'
          $own.DeploymentTypes['Made by hand'].InstallCommand = 'other.exe'`,
      },
    ],
  },
  fromXml: {
    script: scripts.startSense,
    steps: [
      {
        change: `$global:Site.Conditions['${requirement(startSense.requirements[0]!).condition}'] = @{ ModelName = '${conditionOfXml}' }
          $global:Site.Applications['${startSense.title.en}'] = @{ Name = '${startSense.title.en}'; Revision = 1; DeploymentTypes = @{}
          Xml = [System.IO.File]::ReadAllText('${join(folder, "Application.xml")}') }`,
      },
    ],
  },
  keepsClauses: {
    script: scripts.changed,
    steps: [
      {
        change: `$null = & '${scripts.startSense}' -SiteCode ABC; $global:Site.KeepsClauses = $true`,
        parameters: deploy,
      },
    ],
  },
  available: { script: scripts.startSense, steps: [{ parameters: deploy }, { parameters: deploy }] },
  required: {
    script: scripts.startSense,
    steps: [
      { parameters: { ...deploy, Purpose: "Required" } },
      { parameters: { ...deploy, Purpose: "Available" } },
    ],
  },
  folder: {
    script: scripts.startSense,
    steps: [
      { parameters: { ...site, Folder: "Nowhere" } },
      { parameters: { ...site, Folder: "Security" } },
      { parameters: { ...site, Folder: "Security" } },
    ],
  },
  whatIf: {
    script: scripts.startSense,
    drive: false,
    steps: [{ parameters: { ...deploy, ProviderMachineName: "cm01", WhatIf: true } }],
  },
  whatIfChanged: {
    script: scripts.changed,
    steps: [
      { change: `$null = & '${scripts.startSense}' -SiteCode ABC`, parameters: { ...deploy, WhatIf: true } },
    ],
  },
  noModule: { script: scripts.startSense, module: "none", steps: [{}] },
  noModuleFile: { script: scripts.startSense, module: "elsewhere", steps: [{}] },
  noDrive: { script: scripts.startSense, drive: false, steps: [{}] },
  noCollection: {
    script: scripts.startSense,
    steps: [{ parameters: { ...site, CollectionName: "Pilot*" } }],
  },
  purposeAlone: { script: scripts.startSense, steps: [{ parameters: { ...site, Purpose: "Required" } }] },
  wrongCode: { script: scripts.startSense, steps: [{ parameters: { SiteCode: "AB C" } }] },
  refused: {
    script: scripts.startSense,
    steps: [
      { change: "$global:Site.Refuses = 'Add-CMScriptDeploymentType'" },
      { change: "$global:Site.Refuses = ''" },
    ],
  },
  refusedAtOnce: {
    script: scripts.startSense,
    steps: [{ change: "$global:Site.Refuses = 'New-CMApplication'" }],
  },
} satisfies Record<string, Scenario>;

const results = runImports(scenarios);

function step(name: keyof typeof scenarios, index = 0): Step {
  const found = results[name]?.[index];
  if (found === undefined) throw new Error(`no step ${index} of ${name}`);
  return found;
}

/** What was reported, and that everything else about the run is as it always has to be. */
function reported(found: Step): readonly string[] {
  assert.ok(found.back, "the location is what it was");
  assert.ok(
    found.reports.every(({ members }) => members === 4),
    "only reports are written",
  );
  return found.reports.map(
    ({ kind, result, detail }) => `${kind} ${result}${detail === "" ? "" : `: ${detail}`}`,
  );
}

for (const [name, application] of Object.entries({ startSense, startSenseAndWait })) {
  test(`golden: ${name}`, () => {
    matchesGolden(
      `test/targets/configmgr/golden/${name}/Import-Application.ps1`,
      emittedText(application, "Import-Application.ps1"),
    );
  });
}

test("the script is ASCII with Windows line ends, and a rebuild is the same", () => {
  for (const application of Object.values(samples)) {
    const script = emittedText(application, "Import-Application.ps1");
    assert.ok(/^[\t\r\n -~]*$/.test(script));
    assert.not.ok(/[^\r]\n|\r[^\n]/.test(script));
    assert.is(emittedText(structuredClone(application), "Import-Application.ps1"), script);
  }
});

powerShellTest("creates what is wanted, and a second run changes nothing", () => {
  const first = step("created");
  assert.is(first.failure, null);
  assert.equal(reported(first), ["Application Created", "GlobalCondition Created", "DeploymentType Created"]);
  assert.equal(first.warnings, []);
  const [application] = first.applications;
  assert.is(application?.publisher, "mderules");
  assert.equal(application?.titles, { "en-US": startSense.title.en, "fr-FR": startSense.title.fr });
  assert.equal(application?.deploymentTypes, [
    {
      name: "start-sense-on-new-devices",
      install: "net start sense",
      uninstall: "",
      logon: "WhetherOrNotUserLoggedOn",
      mode: "Hidden",
      minutes: 15,
      clauses: 1,
      platforms: ["Windows/All_x64_Windows_10_and_higher_Clients"],
      requires: [`Existential of ${condition} Not equal to 0`],
      exitCodes: { 0: "Success", 1641: "HardReboot", 3010: "SoftReboot", 1618: "FastRetry", 2: "Success" },
    },
  ]);
  assert.equal(first.deployments, []);
  const second = step("created", 1);
  assert.equal(reported(second), unchanged);
  assert.equal(writesOf(second), []);
});

powerShellTest("the clause is asked for as it is documented", () => {
  const clause = step("created").calls.find(
    ({ Cmdlet }) => Cmdlet === "New-CMDetectionClauseRegistryKeyValue",
  );
  assert.is(clause?.Set, "Value");
  assert.equal(clause?.Parameters, {
    ExpectedValue: "1",
    ExpressionOperator: "IsEquals",
    Hive: "LocalMachine",
    Is64Bit: true,
    KeyName: String.raw`SOFTWARE\Microsoft\Windows Advanced Threat Protection\Status`,
    PropertyType: "Integer",
    Value: true,
    ValueName: "OnboardingState",
  });
});

powerShellTest("the global condition is asked for as it is documented", () => {
  const asked = step("created").calls.find(({ Cmdlet }) => Cmdlet === "New-CMGlobalConditionRegistryValue");
  assert.equal(asked?.Parameters, {
    DataType: "String",
    Description: `${startSense.requirements[0]!.fact.text} is present`,
    DeviceType: "Windows",
    Is64Bit: true,
    KeyName: String.raw`SOFTWARE\Policies\Microsoft\Windows Advanced Threat Protection`,
    Name: condition,
    RegistryHive: "LocalMachine",
    ValueName: "OnboardingInfo",
  });
});

powerShellTest("finds the module beside the console and makes the drive of the provider", () => {
  const found = step("provider");
  assert.is(found.failure, null);
  assert.is(found.provider, "cm01.contoso.com");
  assert.equal(
    found.reports.map(({ result }) => result),
    ["Created", "Created", "Created"],
  );
});

for (const name of ["bare", "waiting", "hostile"] as const) {
  powerShellTest(`any text arrives as that text, and is recognised again: ${name}`, () => {
    const application = { bare, waiting: startSenseAndWait, hostile }[name];
    const first = step(name);
    assert.is(first.failure, null);
    assert.ok(first.reports.every(({ result }) => result === "Created"));
    assert.is(first.applications[0]?.name, application.title.en);
    const type = first.applications[0]?.deploymentTypes[0];
    if (application.wait === undefined) assert.is(type?.["install"], application.install);
    assert.is(type?.["uninstall"], application.uninstall ?? "");
    const second = step(name, 1);
    assert.ok(second.reports.every(({ result }) => result === "Unchanged"));
    assert.equal(writesOf(second), []);
  });
}

powerShellTest("updates what differs, in the deployment type that is there", () => {
  const found = step("updated");
  assert.is(found.failure, null);
  assert.equal(reported(found), [
    "Application Updated: Publisher, Titles",
    "GlobalCondition Created",
    "DeploymentType Updated: InstallCommand, LogonRequirementType, MaximumRuntimeMins, UninstallCommand, UserInteractionMode, Detection, Requirements, Platforms, ReturnCode 2, ReturnCode 5",
  ]);
  assert.not.ok(writesOf(found).includes("Add-CMScriptDeploymentType"));
  const [application] = found.applications;
  assert.is(application?.titles["fr-FR"], "Autre titre");
  const type = application?.deploymentTypes[0];
  assert.is(type?.["clauses"], 1);
  assert.equal(type?.["platforms"], ["Windows/All_x64_Windows_11_and_higher_Clients"]);
  const [required] = changed.requirements.map((assertion) => requirement(assertion).condition);
  assert.equal(type?.["requires"], [`Existential of ${required} Not equal to 0`]);
  assert.equal((type?.["exitCodes"] as Record<string, string>)["2"], "FastRetry");
  assert.equal(reported(step("updated", 1)), unchanged);
});

powerShellTest("adds a title in a language that is missing, and touches nothing else", () => {
  const found = step("french");
  assert.equal(reported(found), [
    "Application Updated: Titles",
    "GlobalCondition Created",
    "DeploymentType Updated: Requirements, Platforms, ReturnCode 2",
  ]);
  assert.equal(writesOf(found), [
    "Set-CMApplication",
    "New-CMGlobalConditionRegistryValue",
    "Set-CMScriptDeploymentType",
    "Add-CMDeploymentTypeReturnCode",
  ]);
  assert.is(found.applications[0]?.titles["fr-FR"], startSense.title.fr);
});

powerShellTest("leaves alone what an administrator added", () => {
  const found = step("otherThings", 1);
  assert.equal(reported(found), unchanged);
  assert.is(found.applications[0]?.deploymentTypes.length, 2);
});

powerShellTest("the XML for review describes what the script makes: nothing is left to do", () => {
  assert.equal(reported(step("fromXml")), unchanged);
});

powerShellTest("says what the site did not take, and does not deploy it", () => {
  const found = step("keepsClauses");
  assert.equal(reported(found).at(-1), "DeploymentType Incomplete: Detection");
  assert.match(found.warnings.join(), "still differs in: Detection");
  assert.match(found.failure ?? "", "Not deployed");
  assert.equal(found.deployments, []);
});

powerShellTest("deploys as Available when asked to, once", () => {
  const found = step("available");
  assert.is(reported(found).at(-1), "Deployment Created: Available");
  assert.equal(
    found.deployments.map(({ Purpose }) => Purpose),
    ["Available"],
  );
  const call = found.calls.find(({ Cmdlet }) => Cmdlet === "New-CMApplicationDeployment");
  assert.is(call?.Parameters["UserNotification"], "DisplaySoftwareCenterOnly");
  assert.is(call?.Parameters["DeadlineDateTime"], undefined);
  assert.is(reported(step("available", 1)).at(-1), "Deployment Unchanged: Available");
});

powerShellTest("deploys as Required, without a sound, and does not turn one purpose into the other", () => {
  const call = step("required").calls.find(({ Cmdlet }) => Cmdlet === "New-CMApplicationDeployment");
  assert.is(call?.Parameters["UserNotification"], "HideAll");
  assert.is(call?.Parameters["DeadlineDateTime"], "a time");
  const second = step("required", 1);
  assert.is(reported(second).at(-1), "Deployment Unchanged: Required");
  assert.match(second.warnings.join(), "Delete it first");
});

powerShellTest("puts a new application in a folder that exists", () => {
  const missing = step("folder");
  assert.match(missing.failure ?? "", "no folder 'Nowhere'");
  assert.equal(writesOf(missing), []);
  assert.is(step("folder", 1).applications[0]?.folder, String.raw`ABC:\Application\Security`);
  assert.equal(writesOf(step("folder", 2)), []);
});

powerShellTest("-WhatIf changes nothing and says what would be done", () => {
  const found = step("whatIf");
  assert.is(found.failure, null);
  assert.equal(
    found.reports.map(({ kind, result }) => `${kind} ${result}`),
    ["Application Skipped", "GlobalCondition Skipped", "DeploymentType Skipped", "Deployment Skipped"],
  );
  assert.equal(writesOf(found), []);
  const later = step("whatIfChanged");
  assert.equal(
    later.reports.map(({ result }) => result),
    ["Skipped", "Skipped", "Skipped", "Skipped"],
  );
  assert.equal(writesOf(later), []);
  assert.is(later.applications[0]?.publisher, "mderules");
});

for (const [name, message] of [
  ["noModule", "console is not installed"],
  ["noModuleFile", "It is not in .*ConfigurationManager\\.psd1"],
  ["noDrive", "-ProviderMachineName"],
  ["noCollection", "no device collection 'Pilot\\*'"],
  ["purposeAlone", "-Purpose needs -CollectionName"],
  ["wrongCode", "SiteCode"],
] as const) {
  powerShellTest(`stops before it changes anything: ${name}`, () => {
    const found = step(name);
    assert.match(found.failure ?? "", new RegExp(message));
    assert.ok(found.back);
    assert.equal(found.reports, []);
    assert.equal(writesOf(found), []);
  });
}

powerShellTest(
  "stops at what is refused, says so, leaves the drive, and a later run goes on from there",
  () => {
    const found = step("refused");
    assert.match(found.failure ?? "", "access denied");
    assert.equal(reported(found), ["Application Created", "GlobalCondition Created"]);
    assert.equal(
      step("refused", 1).reports.map(({ result }) => result),
      ["Unchanged", "Unchanged", "Created"],
    );
    assert.match(step("refusedAtOnce").failure ?? "", "access denied");
    assert.equal(step("refusedAtOnce").applications, []);
  },
);

analyzerTest("PowerShell's parser and PSScriptAnalyzer with all rules find nothing", () => {
  assert.is(analyse(folder), "");
});

test.run();
