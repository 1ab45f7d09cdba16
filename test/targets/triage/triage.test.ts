import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Job, type RunResult, runJobs } from "../../../src/engine/engine.ts";
import { describeDevice } from "../../../src/simulate/describe-device.ts";
import { type Device, setRegistryValue, typicalDevice } from "../../../src/simulate/device.ts";
import { evaluate } from "../../../src/simulate/evaluate.ts";
import { repair } from "../../../src/simulate/repair.ts";
import { isDetectable } from "../../../src/model/rule.ts";
import { planRule } from "../../../src/targets/plan.ts";
import { triage } from "../../../src/targets/triage/index.ts";
import { isLong } from "../../proof-runs.ts";
import { configuration, shippedProgram } from "../shipped-program.ts";
import { powerShellTest } from "../../power-shell.ts";

interface Report {
  readonly first: string | null;
  readonly device: Readonly<Record<string, string>>;
  readonly rules: readonly {
    readonly Status: string;
    readonly Severity: string;
    readonly Rule: string;
    readonly Finding: string;
    readonly Repair: string | null;
    readonly Repaired: string | null;
    readonly See: readonly string[];
  }[];
}

const program = shippedProgram();
const script = String([...triage.emit(program)].find(({ path }) => path.endsWith(".ps1"))!.content);
const rules = program.rules.filter(isDetectable).map((rule) => planRule(rule, configuration));

/** The script with functions in place of what asks a person and writes a file. */
function standIn(...functions: readonly string[]): string {
  return script.replace(
    "$ErrorActionPreference = 'Stop'\r\n",
    (line) => `${line}${functions.join("\r\n")}\r\n`,
  );
}

const reportOf = ({ stdout }: RunResult): Report => JSON.parse(stdout.join("\n")) as Report;

function job(device: Device, parameters: Record<string, string | boolean>, text = script): Job {
  return { device, configuration, runs: [{ script: { text }, parameters }] };
}

powerShellTest(
  "gives every rule the verdict of its own scripts, on the device of every scenario",
  async () => {
    // Every run evaluates all rules: in everyday runs one device of each rule is enough, each verdict in its turn.
    const trials = rules.flatMap((rule, place) => {
      const devices = rule.scenarios.map((scenario) => ({
        name: `${rule.id}: ${scenario.name}`,
        device: describeDevice(scenario),
      }));
      return isLong ? devices : devices.slice(place % devices.length).slice(0, 1);
    });
    const results = await runJobs(
      trials.map(({ device }) => job(device, { Json: true })),
      { timeoutMilliseconds: 12 * 60_000 },
    );
    const wrong: string[] = [];
    for (const [index, { name, device }] of trials.entries()) {
      const result = results[index]![0]!;
      const expected = rules.map((rule) => {
        const { verdict, text } = evaluate(rule, device);
        return `${rule.id} ${verdict.toUpperCase()} ${text}`;
      });
      const found = reportOf(result).rules.map(({ Rule, Status, Finding }) => `${Rule} ${Status} ${Finding}`);
      for (const [place, line] of expected.entries()) {
        if (found[place] !== line) wrong.push(`${name}: ${found[place]}\n  expected ${line}`);
      }
      if (result.writes.length > 0 || result.stderr.length > 0) wrong.push(`${name}: writes or errors`);
    }
    assert.equal(wrong, []);
  },
);

const broken = typicalDevice();
const windowsKey = "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion";
const stopped = rules.find(({ id }) => id === "intune-read-only")!;
const stoppedDevice = describeDevice(stopped.scenarios.find(({ outcome }) => outcome === "fixed")!);

powerShellTest(
  "names the first cause: the most severe first, and what a rule leads to before the rule",
  async () => {
    const [[result]] = (await runJobs([job(stoppedDevice, { Json: true })])) as [[RunResult]];
    const { first, rules: found } = reportOf(result);
    const open = found.filter(({ Status }) => Status === "UNHEALTHY");
    const cause = open.find(({ Rule }) => Rule === first)!;
    assert.is(cause.Severity, "error");
    assert.not(open.some(({ Rule }) => cause.See.includes(Rule)));
  },
);

powerShellTest("a choice of rules, in any case and with wildcards", async () => {
  const [[result]] = (await runJobs([job(broken, { Json: true, Rule: "SENSE-event-6*, av-*" })])) as [
    [RunResult],
  ];
  const expected = rules.map(({ id }) => id).filter((id) => /^(?:sense-event-6|av-)/.test(id));
  assert.equal(
    reportOf(result).rules.map(({ Rule }) => Rule),
    expected,
  );
});

powerShellTest("-Fix repairs what a person says yes to and nothing else", async () => {
  const read = (answer: string): string => `function Read-Host { param($Prompt) $null = $Prompt; ${answer} }`;
  const parameters = { Json: true, Fix: true, Rule: stopped.id };
  const [[yes], [no], [nobody], [whatIf]] = (await runJobs([
    job(stoppedDevice, parameters, standIn(read("'Y'"))),
    job(stoppedDevice, parameters, standIn(read("'n'"))),
    job(stoppedDevice, parameters, standIn(read("throw 'not interactive'"))),
    job(stoppedDevice, { ...parameters, WhatIf: true }, standIn(read("throw 'asked'"))),
  ])) as [[RunResult], [RunResult], [RunResult], [RunResult]];
  const meant = repair(stopped, stoppedDevice);
  const [done] = reportOf(yes).rules;
  assert.is(done!.Repair, "FIXED");
  assert.is(done!.Repaired, meant.text);
  assert.is(reportOf(yes).first, null);
  for (const result of [no, nobody, whatIf]) assert.equal(result.writes, []);
  assert.is(reportOf(no).rules[0]!.Repair, null);
  assert.is(reportOf(nobody).first, stopped.id);
  assert.is(reportOf(whatIf).rules[0]!.Repair, "WHAT-IF");
});

powerShellTest("-Fix changes nothing where the guard does not hold", async () => {
  // The onboarding script failed, no data arrived, and this site does not say that all its devices are wanted.
  const failed = rules.find(({ id }) => id === "script-event-10")!;
  const device = describeDevice(failed.scenarios.find(({ name }) => name === "the data is not there")!);
  const yes = standIn("function Read-Host { param($Prompt) $null = $Prompt; 'Y' }");
  const [[result]] = (await runJobs([job(device, { Json: true, Fix: true }, yes)])) as [[RunResult]];
  assert.equal(result.writes, []);
  const asked = reportOf(result).rules.filter(({ Repair }) => Repair !== null);
  assert.ok(asked.some(({ Rule }) => Rule === failed.id));
  for (const { Repair, Rule } of asked) assert.is(Repair, "MANUAL", Rule);
});

powerShellTest("a page holds every rule once, and no text of a device is markup in it", async () => {
  const device = structuredClone(stoppedDevice);
  setRegistryValue(device, windowsKey, { name: "EditionID", type: "string", data: '<b>&"x"' });
  const text = standIn(
    "function Set-Content { param($LiteralPath, $Value, $Encoding, [switch]$Confirm, [switch]$WhatIf) $null = $LiteralPath, $Encoding, $Confirm, $WhatIf; $Value }",
  );
  const [[result]] = (await runJobs([
    job(device, { Html: "C:\\report.html", Json: true, Rule: "intune-*" }, text),
  ])) as [[RunResult]];
  const page = result.stdout.join("\n").split("</html>")[0]!;
  assert.match(page, /^<!DOCTYPE html>/);
  for (const { id } of rules.filter((rule) => rule.id.startsWith("intune-"))) {
    assert.is(page.split(`<small>${id}, `).length, 2, id);
  }
  assert.match(page, /Look first at/);
  assert.ok(page.includes("&lt;b&gt;&amp;&quot;x&quot;"));
  assert.not.match(page, /<b>&|<script|https?:\/\/|src=/);
});

test("the script is ASCII with the line ends of Windows", () => {
  assert.match(script, /^[\t\r\n -~]+$/);
  assert.not.match(script, /[^\r]\n/);
});

test.run();
