import { test } from "uvu";
import * as assert from "uvu/assert";
import { runIn } from "../commands/run-in.ts";
import { ledger } from "../commands/run-in.ts";
import { powerShell } from "../power-shell.ts";
import { temporaryFolder, writeFiles } from "../temporary-folder.ts";
import { configurationItemAgent } from "../../src/prove/agents/configuration-item-agent.ts";
import { intuneAgent } from "../../src/prove/agents/intune-agent.ts";
import type { RunResult } from "../../src/engine/engine.ts";
import { devicesThatMatter } from "../../src/prove/devices/devices-that-matter.ts";
import { pairwise } from "../../src/prove/devices/pairwise.ts";
import { testMutants } from "../../src/prove/mutants/test-mutants.ts";
import { typicalDevice } from "../../src/simulate/device.ts";
import { compileRules } from "./compile-rules.ts";

const ruleText = (verdict: string): string => `rule start-type {
  title    "The service starts automatically"
  covers   unit-a
  severity warning
  check    service DiagTrack start is automatic
  fix      set service DiagTrack start to automatic

  scenario "manual" {
    given  service DiagTrack start manual
    expect ${verdict}
    after fix service DiagTrack start automatic
  }
  scenario "as it should be" {
    given  service DiagTrack start automatic
    expect healthy
  }
}
`;

function folderWith(verdict: string): string {
  const folder = temporaryFolder();
  writeFiles(folder, {
    "rules/documents/handbook.json": ledger,
    "rules/a.mderule": `document handbook\n\n${ruleText(verdict)}`,
  });
  return folder;
}

test("scenarios that hold pass", async () => {
  const { exitCode, stdout } = await runIn(folderWith("unhealthy then fixed"), ["test"]);
  assert.is(exitCode, 0);
  assert.match(stdout, "2 scenarios of 1 rule (simulator): 2 passed, 0 failed");
});

test("a scenario that fails says what was expected, what was found, and which statement decided", async () => {
  const { exitCode, stdout } = await runIn(folderWith("healthy"), ["test"]);
  assert.is(exitCode, 1);
  assert.match(stdout, "verdict: expected healthy");
  assert.match(stdout, "found unhealthy");
  assert.match(stdout, /decided by rules\/a\.mderule:7:\d+: /);
});

test("an event that a scenario gives as missing is not there", async () => {
  const folder = temporaryFolder();
  const given = (name: string, text: string, verdict: string): string => `  scenario "${name}" {
    given service Sense state running
${text}    expect ${verdict}
  }
`;
  const event = "from Microsoft-Windows-Time-Service in System";
  writeFiles(folder, {
    "rules/documents/handbook.json": ledger,
    "rules/a.mderule": `document handbook

rule no-time-event {
  title    "No time event"
  covers   unit-a
  severity error
  check    service Sense state is running
  check    not event 36 ${event} within 1 day
${given("missing", `    given event 36 missing ${event}\n`, "healthy")}
${given("nothing", "", "healthy")}
${given("there", `    given event 36 ${event}\n`, "unhealthy")}
${given("taken back", `    given event 36 ${event}\n    given event 36 missing ${event}\n`, "healthy")}
}
`,
  });
  const { exitCode, stdout } = await runIn(folder, ["test"]);
  assert.is(exitCode, 0, stdout);
});

test("names that every object has are names like any other", async () => {
  const folder = temporaryFolder();
  const rule = (name: string): string => `rule ${name.replaceAll("_", "").toLowerCase()} {
  title    "T"
  covers   unit-a
  severity error
  check    service ${name} state is missing
  check    registry "HKLM\\SOFTWARE\\Example" ${name} is missing
  scenario "nothing" {
    given  registry "HKLM\\SOFTWARE\\Example" present
    expect healthy
  }
  scenario "a value" {
    given  registry "HKLM\\SOFTWARE\\Example" ${name} 1
    expect unhealthy
  }
  scenario "a service" {
    given  service ${name} state stopped
    expect unhealthy
  }
}
`;
  writeFiles(folder, {
    "rules/documents/handbook.json": ledger,
    "rules/a.mderule": `document handbook\n\n${["constructor", "__proto__", "toString"].map(rule).join("\n")}`,
  });
  const { exitCode, stdout, stderr } = await runIn(folder, ["test"]);
  assert.is(exitCode, 0, stdout + stderr);
});

test("a version of two numbers is one of four for interpreter and script", async () => {
  const rule = `rule recent {
  title    "7-Zip is recent"
  covers   unit-a
  severity warning
  check    file "%ProgramFiles%\\7-Zip\\7z.exe" version >= 24.9
  scenario "old" {
    given  file "%ProgramFiles%\\7-Zip\\7z.exe" version 23.1
    expect unhealthy
  }
}
`;
  const folder = temporaryFolder();
  writeFiles(folder, {
    "rules/documents/handbook.json": ledger,
    "rules/a.mderule": `document handbook\n\n${rule}`,
  });
  const { stdout } = await runIn(folder, ["test", "--json"]);
  assert.match(stdout, "version is 23.1.0.0, expected");
  if (powerShell !== undefined) {
    const { exitCode, stdout: seen } = await runIn(folder, ["test", "--engine", "powershell"]);
    assert.is(exitCode, 0, seen);
  }
});

test("each reporter counts the failure", async () => {
  const folder = folderWith("unhealthy then manual");
  const tap = await runIn(folder, ["test", "--tap"]);
  assert.match(tap.stdout, "not ok 1 - start-type: manual");
  const junit = await runIn(folder, ["test", "--reporter", "junit"]);
  assert.match(junit.stdout, 'tests="2" failures="1"');
  const json = JSON.parse((await runIn(folder, ["test", "--json"])).stdout) as {
    failed: number;
    scenarios: object[];
  };
  assert.is(json.failed, 1);
  assert.is(json.scenarios.length, 2);
});

test("a filter chooses scenarios, and one that chooses none is wrong usage", async () => {
  const folder = folderWith("unhealthy");
  assert.match((await runIn(folder, ["test", "--filter", "manual"])).stdout, "1 scenario of 1 rule");
  assert.is((await runIn(folder, ["test", "--filter", "nothing"])).exitCode, 2);
});

test("a change that no scenario notices is found, with its place", async () => {
  const folder = temporaryFolder();
  writeFiles(folder, {
    "rules/documents/handbook.json": ledger,
    "rules/a.mderule": `document handbook\n\n${ruleText("unhealthy").replace("is automatic\n", "is one of (automatic, automatic-delayed)\n")}`,
  });
  const { exitCode, stdout } = await runIn(folder, ["test", "--mutate"]);
  assert.is(exitCode, 1);
  assert.match(
    stdout,
    /rules\/a\.mderule:7:\d+: start-type: no scenario notices: check 1: `service DiagTrack start is automatic`/,
  );
});

test("an accepted change is not reported, and one that is accepted in vain is", () => {
  const rules = compileRules(
    ruleText("unhealthy").replace("is automatic\n", "is one of (automatic, automatic-delayed)\n"),
  );
  const [survivor] = testMutants(rules, {}, []).survivors;
  const entry = { rule: "start-type", change: survivor!.change, reason: "as good" };
  const stale = { rule: "start-type", change: "nothing of the kind", reason: "as good" };
  const report = testMutants(rules, {}, [entry, stale]);
  assert.is(report.accepted, 1);
  assert.not.ok(report.survivors.some(({ change }) => change === entry.change));
  assert.equal(report.stale, [stale]);
});

test("a sample tries every so manyth change, and calls nothing stale that it has not tried", () => {
  const rules = compileRules(
    ruleText("unhealthy").replace("is automatic\n", "is one of (automatic, automatic-delayed)\n"),
  );
  const { tried, survivors } = testMutants(rules, {}, []);
  const entries = survivors.map(({ rule, change }) => ({ rule, change, reason: "as good" }));
  const stale = { rule: "start-type", change: "nothing of the kind", reason: "as good" };
  const sample = testMutants(rules, {}, [...entries, stale], 2);
  assert.is(sample.tried, Math.ceil(tried / 2));
  assert.equal(sample.survivors, []);
  assert.equal(sample.stale, [stale]);
});

test("a change in a definition is made in every rule that uses it, and noticed when a scenario of one of them does", () => {
  const rule = (name: string, condition: string, scenarios: string): string => `rule ${name} {
  title    "As the definition says"
  covers   unit-a
  severity warning
  check    ${condition}
  ${scenarios}
}
`;
  const definition = "define automatic: service DiagTrack start is one of (automatic, automatic-delayed)\n\n";
  const scenario = (start: string, verdict: string): string =>
    `scenario "${start}" {\n    given  service DiagTrack start ${start}\n    expect ${verdict}\n  }\n  `;
  const one = rule("one", "automatic", scenario("automatic", "healthy") + scenario("manual", "unhealthy"));
  const survivorsOf = (text: string): readonly string[] =>
    testMutants(compileRules(definition + text), {}, []).survivors.map((survivor) => survivor.rule);
  assert.equal(survivorsOf(one), ["one"]);
  assert.equal(survivorsOf(one + rule("other", "not automatic", scenario("manual", "healthy"))), ["one"]);
  assert.equal(
    survivorsOf(one + rule("other", "not automatic", scenario("automatic-delayed", "unhealthy"))),
    [],
  );
});

test("every two options meet in a pairwise choice", () => {
  const sizes = [4, 3, 2, 5];
  const choices = pairwise(sizes);
  for (let a = 0; a < sizes.length; a += 1) {
    for (let b = a + 1; b < sizes.length; b += 1) {
      const met = new Set(choices.map((choice) => `${choice[a]!},${choice[b]!}`));
      assert.is(met.size, sizes[a]! * sizes[b]!);
    }
  }
  assert.ok(choices.length < 4 * 3 * 2 * 5);
});

test("devices that matter hold each start type, a missing service and one that cannot be read", () => {
  const [rule] = compileRules(ruleText("unhealthy"));
  const devices = devicesThatMatter(rule!).map(({ device }) => device);
  const key = "hklm\\system\\currentcontrolset\\services\\diagtrack";
  const starts = new Set(devices.map(({ registry }) => registry[key]?.values["start"]?.data));
  assert.equal(
    [0, 1, 2, 3, 4, 7, undefined].filter((start) => !starts.has(start)),
    [],
  );
  assert.ok(devices.some(({ unreadable }) => unreadable.includes(`registry:${key}`)));
  assert.ok(devices.some(({ elevated }) => !elevated));
});

const result = (changes: Partial<RunResult>): RunResult => ({
  stdout: [],
  stderr: [],
  host: [],
  exitCode: 0,
  device: typicalDevice(),
  writes: [],
  violations: [],
  unsupported: [],
  elapsedSeconds: 0,
  ...changes,
});

test("the agent of Intune runs the remediation after any exit code but 0, and detects again after success alone", () => {
  const good = result({ stdout: ["one", "two", ""] });
  const bad = result({ exitCode: 7 });
  const runs = { detect: good, remediate: good, detectAgain: good };
  assert.is(intuneAgent(runs).state, "without-issues");
  assert.is(intuneAgent(runs).before, "two");
  assert.is(intuneAgent({ ...runs, detect: bad }).state, "issue-fixed");
  assert.is(intuneAgent({ ...runs, detect: bad, detectAgain: bad }).state, "issue-recurred");
  assert.is(intuneAgent({ ...runs, detect: bad, remediate: bad }).state, "script-error");
  assert.is(
    intuneAgent({ ...runs, detect: bad, remediate: result({ stderr: ["x"] }) }).state,
    "script-error",
  );
  assert.is(intuneAgent({ ...runs, detect: bad, remediate: undefined }).state, "with-issues");
});

test("the client of Configuration Manager never remediates after a discovery that failed", () => {
  const rule = { dataType: "String", expected: "Compliant" } as const;
  const yes = result({ stdout: ["compliant"] });
  const no = result({ stdout: ["no"] });
  const runs = { discover: no, remediate: result({}), discoverAgain: yes };
  assert.is(configurationItemAgent(rule, runs).state, "remediated");
  assert.is(configurationItemAgent(rule, { ...runs, discover: yes }).state, "compliant");
  assert.equal(configurationItemAgent(rule, { ...runs, discover: result({ exitCode: 1 }) }).ran, [
    "discover",
  ]);
  assert.is(configurationItemAgent(rule, { ...runs, remediate: result({ exitCode: 1 }) }).state, "error");
  assert.is(configurationItemAgent(rule, { ...runs, remediate: undefined }).state, "non-compliant");
  assert.is(
    configurationItemAgent({ dataType: "Integer", expected: "1" }, { ...runs, discover: yes }).state,
    "error",
  );
});

test.run();
