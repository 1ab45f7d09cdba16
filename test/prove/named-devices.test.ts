import { test } from "uvu";
import * as assert from "uvu/assert";
import { compile } from "../../src/compile.ts";
import { standingGivens } from "../../src/model/scenario.ts";
import { describeDevice } from "../../src/simulate/describe-device.ts";
import { ledger, runIn } from "../commands/run-in.ts";
import { temporaryFolder, writeFiles } from "../temporary-folder.ts";

const devices = `device client {
  given windows product client
  given windows build 19045
}

device printing-client {
  given device client
  given service Spooler state running
  given registry "HKLM\\SOFTWARE\\Example" Path "a ""b""" as expand-string
  given event 7 from Print in System level error aged 2 days with ("one", 2)
}
`;

const ruleWith = (scenarios: string): string => `
rule spooler {
  title    "The spooler is running"
  covers   unit-a
  severity warning
  applies  when windows build >= 19045
  check    service Spooler state is running
${scenarios}}
`;

/** The scenarios of a rule in a file beside that of the devices. */
function scenariosOf(scenarios: string) {
  const { value, diagnostics } = compile({
    sources: [
      { path: "rules/a.mderule", text: `document handbook\n${ruleWith(scenarios)}` },
      { path: "rules/devices.mderule", text: devices },
    ],
    ledgers: [{ document: "handbook", units: [{ unit: "unit-a" }] }],
  });
  assert.equal(
    diagnostics.map(({ message }) => message),
    [],
  );
  return value.rules[0]!.scenarios;
}

test("a scenario has what its devices give, and what is given later stands", () => {
  const [as, stopped, missing] = scenariosOf(`
  scenario "as it is" {
    given  device printing-client
    expect healthy
  }
  scenario "stopped" {
    given  device printing-client
    given  service Spooler state stopped
    given  event 7 missing from Print in System
    expect unhealthy
  }
  scenario "given before its device" {
    given  windows build 14393
    given  device printing-client
    expect healthy
  }
`).map((scenario) => ({ scenario, device: describeDevice(scenario) }));
  assert.equal(as!.device.services["spooler"]?.state, "running");
  assert.is(as!.device.events.length, 1);
  assert.equal(stopped!.device.services["spooler"]?.state, "stopped");
  assert.is(stopped!.device.events.length, 0);
  const build = { name: "CurrentBuildNumber", type: "string", data: "19045" };
  const windows = "hklm\\software\\microsoft\\windows nt\\currentversion";
  assert.equal(missing!.device.registry[windows]?.values["currentbuildnumber"], build);
  assert.equal(
    standingGivens(missing!.scenario.given).map(({ fact, device }) => [fact.text, device]),
    [
      ["windows product", "client"],
      ["windows build", "client"],
      ["service Spooler state", "printing-client"],
      ["registry HKLM\\SOFTWARE\\Example Path", "printing-client"],
      ["event 7 from Print in System", "printing-client"],
    ],
  );
});

test("a value that is given later takes back that it could not be read", () => {
  const [scenario] = scenariosOf(`
  scenario "read again" {
    given  service Spooler state unreadable
    given  device printing-client
    expect healthy
  }
`);
  assert.equal(describeDevice(scenario!).unreadable, []);
});

test("several facts on a line are what they are on lines of their own", () => {
  const [apart, together] = scenariosOf(`
  scenario "apart" {
    given  device printing-client
    given  service Spooler state stopped
    given  event 8 from Print in System with ("one", 2)
    expect unhealthy
    after fix service Spooler state running
    after fix windows build 19045
  }
  scenario "together" {
    given  device printing-client, service Spooler state stopped,
           event 8 from Print in System with ("one", 2)
    expect unhealthy
    after fix service Spooler state running, windows build 19045
  }
`);
  assert.equal(describeDevice(together!), describeDevice(apart!));
  const facts = ({ after }: typeof apart & object) => after.map(({ fact, value }) => [fact.text, value]);
  assert.equal(facts(together!), facts(apart!));
});

test("French advice on a line of its own belongs to the English one above it", () => {
  const rule = (fix: string) => {
    const text = `document handbook
rule a {
  title "T"
  covers unit-a
  severity warning
  check service Spooler state is running
${fix}}
`;
    const ledgers = [{ document: "handbook", units: [{ unit: "unit-a" }] }];
    return compile({ sources: [{ path: "a.mderule", text }], ledgers });
  };
  const advice = rule('fix advise "Do it."\nfix advise fr "Faites-le."\n');
  assert.equal(advice.diagnostics, []);
  assert.equal(
    advice.value.rules[0]!.fixes.map(({ steps }) => steps.map((step) => "text" in step && step.text)),
    [[{ en: "Do it.", fr: "Faites-le." }]],
  );
  for (const fix of [
    'fix advise fr "Faites-le."\n',
    'fix when windows build is 1 {\nadvise "Do it."\n}\nfix advise fr "Faites-le."\n',
    'fix advise "Do it."\nfix support fr "Faites-le."\n',
  ])
    assert.equal(
      rule(fix).diagnostics.map(({ name }) => name),
      ["translationWithoutText"],
      fix,
    );
});

test("a scenario that fails shows the device that its names stand for", async () => {
  const folder = temporaryFolder();
  writeFiles(folder, {
    "rules/documents/handbook.json": ledger,
    "rules/devices.mderule": devices,
    "rules/a.mderule": `document handbook\n${ruleWith(`
  scenario "stopped" {
    given  device printing-client
    given  service Spooler state stopped
    expect healthy
  }
  scenario "without a device" {
    given  service Spooler state stopped
    expect healthy
  }
`)}`,
  });
  const { exitCode, stdout } = await runIn(folder, ["test"]);
  assert.is(exitCode, 1);
  const given = stdout.split("\n").filter((line) => line.includes("given:"));
  assert.equal(
    given.map((line) => line.trim()),
    [
      "given: windows product client (device client)",
      "given: windows build 19045 (device client)",
      'given: registry HKLM\\SOFTWARE\\Example Path "a ""b""" as expand-string (device printing-client)',
      'given: event 7 from Print in System level error aged 2 days with ("one", "2") (device printing-client)',
      "given: service Spooler state stopped",
    ],
  );
  const json = JSON.parse((await runIn(folder, ["test", "--reporter", "json"])).stdout) as {
    scenarios: { given?: string[] }[];
  };
  assert.is(json.scenarios[0]!.given!.length, 5);
  assert.equal(json.scenarios[1]!.given, []);
});

test.run();
