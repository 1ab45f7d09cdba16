import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { intune } from "../../../src/targets/intune/index.ts";
import { temporaryFolder, writeFiles } from "../../temporary-folder.ts";
import { shippedProgram } from "../shipped-program.ts";
import { powerShell, powerShellTest, printedByPowerShell } from "../../power-shell.ts";

interface Step {
  readonly reports: readonly {
    Name: string;
    Result: string;
    Assignment: string | null;
    Detail: string | null;
  }[];
  readonly failure: string | null;
  readonly requests: readonly string[];
  readonly waits: readonly number[];
  readonly policies: readonly Readonly<Record<string, unknown>>[];
  readonly scripts: readonly Readonly<Record<string, unknown>>[];
  readonly assignments: Readonly<Record<string, readonly Record<string, unknown>[]>>;
}

interface Scenario {
  readonly module?: boolean;
  readonly prepare?: string;
  readonly steps: readonly { readonly parameters?: object; readonly change?: string }[];
}

const groups = `$global:Tenant.Groups = @(@{ id = 'aaaa'; displayName = "Pilot's devices" }, @{ id = 'bbbb'; displayName = 'Twins' }, @{ id = 'cccc'; displayName = 'Twins' })`;
const pilot = { GroupName: "Pilot's devices" };
const scenarios: Readonly<Record<string, Scenario>> = {
  created: { steps: [{}, {}] },
  updated: {
    steps: [
      {},
      {
        change: `$all = @($global:Tenant.Scripts.Values); $all[0].description = 'by hand'; $all[0].roleScopeTagIds = @('7'); $all[1].detectionScriptContent = 'QQ=='`,
      },
      {},
    ],
  },
  // More than a page of remediations that others made.
  paged: {
    prepare: `foreach ($n in 1..7) { $global:Tenant.Scripts["ffff000$n"] = [ordered]@{ id = "ffff000$n"; displayName = "Other $n" } }`,
    steps: [{}, {}],
  },
  whatIf: {
    prepare: groups,
    steps: [{ parameters: { WhatIf: true, ...pilot } }, {}, { parameters: { WhatIf: true, ...pilot } }],
  },
  rule: { steps: [{ parameters: { Kind: "Rules", Name: ["av-*", "sense-event-6"] } }] },
  unknownName: { steps: [{ parameters: { Name: "nothing" } }] },
  refusedFirst: { steps: [{ change: `$global:Tenant.Refuses = '^POST'` }] },
  refusedSecond: {
    steps: [
      {},
      { change: `@($global:Tenant.Scripts.Values)[1].publisher = 'x'; $global:Tenant.Refuses = '^PATCH'` },
    ],
  },
  refusedList: { steps: [{ change: `$global:Tenant.Refuses = '^GET'` }] },
  noModule: { module: false, steps: [{}] },
  notConnected: { prepare: "$global:Tenant.Connected = $false", steps: [{}] },
  noGroup: { prepare: groups, steps: [{ parameters: { GroupName: "Nobody" } }] },
  twoGroups: { prepare: groups, steps: [{ parameters: { GroupName: "Twins" } }] },
  assigned: {
    prepare: groups,
    steps: [
      { parameters: pilot },
      { parameters: pilot },
      { parameters: { ...pilot, Schedule: "Hourly", Interval: 6 } },
      { parameters: { ...pilot, Schedule: "Once", Date: "2026-03-04", Time: "12:30", UseUtc: true } },
    ],
  },
  keepsOtherGroups: {
    prepare: groups,
    steps: [
      {},
      {
        change: `foreach ($id in @($global:Tenant.Scripts.Keys)) { $global:Tenant.Assignments[$id] = @([pscustomobject]@{ id = 'x'; target = [pscustomobject]@{ '@odata.type' = '#microsoft.graph.groupAssignmentTarget'; groupId = 'bbbb' }; runRemediationScript = $false; runSchedule = [pscustomobject]@{ '@odata.type' = '#microsoft.graph.deviceHealthScriptHourlySchedule'; interval = 2 } }) }`,
        parameters: pilot,
      },
    ],
  },
  filtered: {
    prepare: `${groups}; $global:Tenant.Filters = @(@{ id = 'f1'; displayName = 'Laptops' }, @{ id = 'f2'; displayName = 'Other' })`,
    steps: [
      { parameters: { ...pilot, FilterName: "Laptops", FilterType: "Exclude" } },
      { parameters: pilot },
      { parameters: { ...pilot, Schedule: "Hourly", Interval: 6 } },
      { parameters: { ...pilot, FilterName: "Nothing" } },
    ],
  },
  // The calendar of Thailand is 543 years ahead.
  thai: {
    prepare: `${groups}; $global:Culture = [cultureinfo]::CurrentCulture; [cultureinfo]::CurrentCulture = [cultureinfo]::new('th-TH')`,
    steps: [
      { parameters: { ...pilot, Schedule: "Once", Date: "2026-03-04", Time: "12:30" } },
      { change: "[cultureinfo]::CurrentCulture = $global:Culture", parameters: { WhatIf: true } },
    ],
  },
  throttled: { steps: [{ change: "$global:Tenant.Busy = 2" }, { change: "$global:Tenant.Waits.Clear()" }] },
  alwaysThrottled: { steps: [{ change: "$global:Tenant.Busy = 1000" }] },
  full: {
    prepare: `foreach ($n in 1..198) { $global:Tenant.Scripts["ffff{0:d4}" -f $n] = [ordered]@{ id = ("ffff{0:d4}" -f $n); displayName = "Other $n"; isGlobalScript = $false } }`,
    steps: [{}, { parameters: { Name: ["sensor", "components"] } }],
  },
  compliance: {
    steps: [
      { parameters: { Kind: "Compliance", WhatIf: true } },
      { parameters: { Kind: "Compliance" } },
      { parameters: { Kind: "Compliance" } },
      {
        change: `@($global:Tenant.ComplianceScripts.Values)[0].detectionScriptContent = 'QQ=='; @($global:Tenant.Policies.Values)[0].description = 'by hand'`,
        parameters: { Kind: "Compliance" },
      },
    ],
  },
  onceWithoutDate: { prepare: groups, steps: [{ parameters: { ...pilot, Schedule: "Once" } }] },
  twins: {
    prepare: `foreach ($n in 1, 2) { $global:Tenant.Scripts["ffff000$n"] = [ordered]@{ id = "ffff000$n"; displayName = 'mderules bundle sensor' } }`,
    steps: [{ parameters: { Name: "sensor" } }],
  },
};

const results = powerShell === undefined ? {} : runScenarios();

function runScenarios(): Readonly<Record<string, readonly Step[]>> {
  const folder = temporaryFolder();
  const files = [...intune.emit(shippedProgram())];
  writeFiles(folder, Object.fromEntries(files.map(({ path, content }) => [path, content])));
  const list = Object.entries(scenarios).map(([name, scenario]) => ({ name, module: true, ...scenario }));
  writeFiles(folder, { "scenarios.json": JSON.stringify(list) });
  const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  printedByPowerShell([
    "-File",
    here("run-imports.ps1"),
    join(folder, "scenarios.json"),
    join(folder, "intune"),
    here("tenant.psm1"),
    join(folder, "results.json"),
  ]);
  const parsed = JSON.parse(readFileSync(join(folder, "results.json"), "utf8")) as {
    name: string;
    steps: readonly Step[];
  }[];
  return Object.fromEntries(parsed.map(({ name, steps }) => [name, steps]));
}

function imports(name: string, check: (steps: readonly Step[]) => void, scenario: string): void {
  powerShellTest(name, () => check(results[scenario]!));
}

const summary = ({ reports }: Step): string[] => reports.map(({ Result }) => Result);
const sent = ({ requests }: Step): string[] => requests.filter((request) => !request.startsWith("GET"));

imports(
  "creates what is not there, and then has nothing to do",
  ([first, second]) => {
    assert.equal(summary(first!), ["Created", "Created", "Created"]);
    assert.equal(sent(first!).length, 3);
    assert.equal(
      first!.scripts.map((script) => script["displayName"]),
      ["mderules bundle components", "mderules bundle onboarding", "mderules bundle sensor"],
    );
    assert.equal(first!.failure, null);
    assert.equal(summary(second!), ["Unchanged", "Unchanged", "Unchanged"]);
    assert.equal(sent(second!), []);
  },
  "created",
);

imports(
  "updates the fields that differ, and leaves the scope tags to the administrator",
  ([, second, third]) => {
    assert.equal(summary(second!), ["Updated", "Updated", "Unchanged"]);
    assert.equal(
      second!.reports.map(({ Detail }) => Detail),
      ["description", "detectionScriptContent", null],
    );
    assert.equal(second!.scripts[0]!["roleScopeTagIds"], ["7"]);
    assert.is.not(second!.scripts[1]!["detectionScriptContent"], "QQ==");
    assert.equal(sent(third!), []);
  },
  "updated",
);

imports(
  "reads lists to their last page",
  ([first, second]) => {
    assert.equal(summary(first!), ["Created", "Created", "Created"]);
    assert.equal(first!.requests.filter((request) => request.includes("$skiptoken=6")).length, 1);
    assert.equal(summary(second!), ["Unchanged", "Unchanged", "Unchanged"]);
  },
  "paged",
);

imports(
  "-WhatIf sends nothing and says what it would",
  ([first, , third]) => {
    assert.equal(summary(first!), ["NotDone", "NotDone", "NotDone"]);
    assert.equal(
      first!.reports.map(({ Assignment }) => Assignment),
      ["NotDone", "NotDone", "NotDone"],
    );
    assert.equal([...sent(first!), ...sent(third!)], []);
    assert.equal(summary(third!), ["Unchanged", "Unchanged", "Unchanged"]);
    assert.equal(
      third!.reports.map(({ Assignment }) => Assignment),
      ["NotDone", "NotDone", "NotDone"],
    );
  },
  "whatIf",
);

imports(
  "imports single rules by name; one that repairs nothing has no remediation",
  ([first]) => {
    const names = first!.scripts.map((script) => script["displayName"]);
    assert.ok(names.includes("mderules sense-event-6") && names.includes("mderules av-services-default"));
    const detectOnly = first!.scripts.find(
      (script) => script["displayName"] === "mderules av-services-default",
    )!;
    assert.is(detectOnly["remediationScriptContent"], "");
  },
  "rule",
);

imports(
  "a name that nothing has is an error",
  ([step]) => {
    assert.match(step!.failure!, /^no remediation below .* is called nothing$/);
    assert.equal(sent(step!), []);
  },
  "unknownName",
);

imports(
  "stops at the first request that is refused, with the service's message",
  ([step]) => {
    assert.is(
      step!.failure,
      "POST beta/deviceManagement/deviceHealthScripts was refused: Application is not authorized to perform this operation.",
    );
    assert.equal(sent(step!).length, 1);
    assert.equal(step!.reports, []);
  },
  "refusedFirst",
);

imports(
  "what was done before a refusal is reported",
  ([, step]) => {
    assert.match(step!.failure!, /^PATCH .* was refused: Application is not authorized/);
    assert.equal(summary(step!), ["Unchanged"]);
  },
  "refusedSecond",
);

imports(
  "a list that may not be read is an error",
  ([step]) => {
    assert.match(step!.failure!, /^GET .* was refused: Application is not authorized/);
  },
  "refusedList",
);

imports(
  "without the module the error says how to get it",
  ([step]) => {
    assert.match(step!.failure!, /^the module Microsoft\.Graph\.Authentication is missing: Install-Module/);
  },
  "noModule",
);

imports(
  "without a connection the error says how to connect",
  ([step]) => {
    assert.match(step!.failure!, /^there is no connection: Connect-MgGraph -Scopes/);
    assert.equal(step!.requests, []);
  },
  "notConnected",
);

imports(
  "without the group nothing is sent",
  ([step]) => {
    assert.is(step!.failure, "there is no group 'Nobody'; nothing was sent");
    assert.equal(sent(step!), []);
  },
  "noGroup",
);

imports(
  "a name of two groups is an error",
  ([step]) => {
    assert.is(step!.failure, "2 groups are called 'Twins'; nothing was sent");
  },
  "twoGroups",
);

imports(
  "assigns with a schedule, once",
  ([first, second, hourly, once]) => {
    assert.equal(
      first!.reports.map(({ Assignment }) => Assignment),
      ["Created", "Created", "Created"],
    );
    const [assignment] = Object.values(first!.assignments)[0]!;
    assert.equal(assignment!["target"], {
      "@odata.type": "#microsoft.graph.groupAssignmentTarget",
      groupId: "aaaa",
    });
    assert.is(assignment!["runRemediationScript"], true);
    assert.equal(assignment!["runSchedule"], {
      "@odata.type": "#microsoft.graph.deviceHealthScriptDailySchedule",
      interval: 1,
      time: "03:00:00.0000000",
      useUtc: false,
    });
    assert.equal(sent(second!), []);
    assert.equal(
      second!.reports.map(({ Assignment }) => Assignment),
      ["Unchanged", "Unchanged", "Unchanged"],
    );
    for (const [step, schedule] of [
      [hourly!, { "@odata.type": "#microsoft.graph.deviceHealthScriptHourlySchedule", interval: 6 }],
      [
        once!,
        {
          "@odata.type": "#microsoft.graph.deviceHealthScriptRunOnceSchedule",
          interval: 1,
          time: "12:30:00.0000000",
          useUtc: true,
          date: "2026-03-04",
        },
      ],
    ] as const) {
      assert.equal(
        step.reports.map(({ Assignment }) => Assignment),
        ["Updated", "Updated", "Updated"],
      );
      for (const list of Object.values(step.assignments))
        assert.equal(
          list.map((one) => one["runSchedule"]),
          [schedule],
        );
    }
  },
  "assigned",
);

imports(
  "an assignment to another group stays as it is",
  ([, step]) => {
    for (const list of Object.values(step!.assignments)) {
      assert.equal(
        list.map((one) => (one["target"] as { groupId: string }).groupId),
        ["bbbb", "aaaa"],
      );
      assert.is(list[0]!["runRemediationScript"], false);
    }
  },
  "keepsOtherGroups",
);

imports(
  "an assignment filter can be given, and stays where nobody speaks of it",
  ([first, second, hourly, unknown]) => {
    for (const [step, result] of [
      [first!, "Created"],
      [second!, "Unchanged"],
      [hourly!, "Updated"],
    ] as const) {
      assert.equal(
        step.reports.map(({ Assignment }) => Assignment),
        [result, result, result],
      );
      for (const [assignment] of Object.values(step.assignments))
        assert.equal(assignment!["target"], {
          "@odata.type": "#microsoft.graph.groupAssignmentTarget",
          groupId: "aaaa",
          deviceAndAppManagementAssignmentFilterId: "f1",
          deviceAndAppManagementAssignmentFilterType: "exclude",
        });
    }
    assert.is(unknown!.failure, "there is no assignment filter 'Nothing'; nothing was sent");
  },
  "filtered",
);

imports(
  "dates are those of our calendar, whatever that of the administrator",
  ([step]) => {
    assert.is(step!.failure, null);
    const [assignment] = Object.values(step!.assignments)[0]!;
    assert.is((assignment!["runSchedule"] as { date: string }).date, "2026-03-04");
  },
  "thai",
);

imports(
  "waits as long as the service asks, and goes on",
  ([first]) => {
    assert.equal(first!.waits, [17, 17]);
    assert.equal(summary(first!), ["Created", "Created", "Created"]);
  },
  "throttled",
);

imports(
  "gives up where the service asks to wait again and again",
  ([step]) => {
    assert.is(step!.waits.length, 6);
    assert.match(step!.failure!, /was refused: Too many requests\.$/);
  },
  "alwaysThrottled",
);

imports(
  "where the tenant has no places left nothing is sent",
  ([first, second]) => {
    assert.is(
      first!.failure,
      "a tenant has 200 places for remediations: 198 are taken and 3 would be new; nothing was sent",
    );
    assert.equal(sent(first!), []);
    assert.equal(summary(second!), ["Created", "Created"]);
  },
  "full",
);

imports(
  "the compliance policy: script and policy are created, left alone, and brought up to date",
  ([whatIf, created, again, changed]) => {
    assert.equal(summary(whatIf!), ["NotDone", "NotDone"]);
    assert.equal(sent(whatIf!), []);
    assert.equal([created!.failure, summary(created!)], [null, ["Created", "Created"]]);
    const [script, policy] = created!.policies;
    assert.is(script!["displayName"], "mderules compliance discovery");
    const own = policy!["deviceCompliancePolicyScript"] as {
      deviceComplianceScriptId: string;
      rulesContent: string;
    };
    assert.is(own.deviceComplianceScriptId, script!["id"]);
    assert.match(Buffer.from(own.rulesContent, "base64").toString(), /"SettingName": "mderules-/);
    assert.equal([summary(again!), sent(again!)], [["Unchanged", "Unchanged"], []]);
    assert.equal(
      changed!.reports.map(({ Result, Detail }) => `${Result} ${Detail ?? ""}`),
      ["Updated detectionScriptContent", "Updated description"],
    );
  },
  "compliance",
);

imports(
  "a schedule for once needs its day",
  ([step]) => {
    assert.is(step!.failure, "-Schedule Once needs -Date");
  },
  "onceWithoutDate",
);

imports(
  "two remediations of one name are left to a person",
  ([step]) => {
    assert.match(step!.failure!, /^2 remediations are called 'mderules bundle sensor'/);
    assert.equal(sent(step!), []);
  },
  "twins",
);

test.run();
