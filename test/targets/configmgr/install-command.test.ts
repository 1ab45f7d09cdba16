import { test } from "uvu";
import * as assert from "uvu/assert";
import { powershellString } from "../../../src/encode/powershell.ts";
import type { Application } from "../../../src/model/application.ts";
import type { Assertion, Condition } from "../../../src/model/condition.ts";
import { installCommand } from "../../../src/targets/configmgr/install-command.ts";
import { windowsArguments } from "../../windows-arguments.ts";
import { onboarded, registryAssertion, startSense } from "./sample.ts";
import { powerShellTest, runPowerShell } from "../../power-shell.ts";

function waiting(condition: Condition, more: Partial<Application> = {}, withinSeconds = 3): string {
  const wait: Application["wait"] = { kind: "wait-until", condition, withinSeconds, span: startSense.span };
  return installCommand({ ...startSense, wait, ...more });
}

const key = String.raw`HKLM\SOFTWARE\Contoso`;
const number = (value: number): Assertion["values"][number] => ({ type: "integer", value });
const running: Assertion = {
  ...onboarded,
  fact: {
    kind: "service",
    property: "state",
    slots: { name: { type: "text", text: "Sense" } },
    event: undefined,
    text: "service Sense state",
  },
  values: [{ type: "word", word: "start-pending" }],
};

/** The PowerShell that Windows would hand to powershell.exe. */
function scriptOf(line: string): string {
  const found = windowsArguments(line);
  assert.equal(found.slice(0, 4), ["powershell.exe", "-NoProfile", "-NonInteractive", "-Command"]);
  assert.is(found.length, 5);
  return found[4]!;
}

interface Device {
  /** What reg.exe prints each second, lines joined by `|`; the last answer stays. */
  readonly answers?: readonly string[];
  readonly service?: string;
  /** Whether the program is there. */
  readonly starts?: boolean;
}

/** Runs the command's script with stand-ins for the programs of Windows: its exit code, and what was started. */
function run(
  line: string,
  { answers = [], service = "Stopped", starts = true }: Device,
): { exit: number; log: readonly string[] } {
  const standIns = `
    $global:second = 0
    function global:Start-Sleep { param([int] $Seconds) $global:second += $Seconds }
    function global:Start-Process { param([string] $FilePath, [string] $ArgumentList, [switch] $NoNewWindow)
      [Console]::Out.WriteLine("start [$FilePath] [$ArgumentList]"); if (${starts ? "$false" : "$true"}) { Write-Error 'not found' } }
    function global:Get-Service { param([string] $Name) [pscustomobject] @{ Status = '${service}' } }
    function global:reg.exe { [Console]::Out.WriteLine("reg $($args -join ' ')")
      $all = @(${answers.map(powershellString).join(", ")}); if ($all.Count) { $all[[Math]::Min($global:second, $all.Count) - 1] -split '\\|' } }
    $ErrorActionPreference = 'Stop'
    try { & ([scriptblock]::Create(${powershellString(scriptOf(line))})) } catch { [Console]::Out.WriteLine("failed"); exit 1 }`;
  const { status, stdout } = runPowerShell(["-Command", standIns]);
  return { exit: status ?? -1, log: stdout.trim().split("\n") };
}

/** An exit code as Linux passes it on. */
const timedOut = 1460 % 256;
const value = (text: string) => `|HKEY_LOCAL_MACHINE\\SOFTWARE\\Contoso|    State    ${text}|`;

test("without a wait the command is the rule's", () => {
  assert.is(installCommand({ install: "net start sense", wait: undefined }), "net start sense");
});

test("with a wait it is one line of readable ASCII", () => {
  const line = waiting(onboarded, {}, 120);
  assert.is(
    line,
    String.raw`powershell.exe -NoProfile -NonInteractive -Command "$ErrorActionPreference = 'Stop'; Start-Process -FilePath 'net' -ArgumentList 'start sense' -NoNewWindow; foreach ($second in 1..120) { Start-Sleep -Seconds 1; if ((reg.exe query 'HKLM\SOFTWARE\Microsoft\Windows Advanced Threat Protection\Status' /v 'OnboardingState' /reg:64) -match '\sREG_[DQ]WORD\s+0x1$') { exit 0 } }; exit 1460"`,
  );
});

test("what a command line cannot say, it does not say wrongly", () => {
  const impossible: readonly Condition[] = [
    { ...onboarded, negated: true },
    { ...onboarded, operator: "contains", values: [{ type: "text", text: "x" }] },
    registryAssertion(key, "State", { type: "missing" }),
    registryAssertion(key, "State", { type: "version", text: "1.2" }),
    registryAssertion(key, "State", number(1), { operator: "greater" }),
    registryAssertion(key, 'a "quoted" name', number(1)),
    registryAssertion(key, "State", { type: "text", text: "d\u00e9j\u00e0" }),
    { ...running, fact: { ...running.fact, slots: { name: { type: "text", text: "Se*" } } } },
    { ...running, fact: { ...running.fact, kind: "process", property: "presence" } },
  ];
  for (const condition of impossible) assert.throws(() => waiting(condition), /cannot wait/);
});

powerShellTest("ends with 0 as soon as the state is there, and asks no more", () => {
  const { exit, log } = run(waiting(registryAssertion(key, "State", number(1))), {
    answers: ["", value("REG_DWORD    0x0"), value("REG_DWORD    0x1")],
  });
  assert.is(exit, 0);
  assert.equal(log, [
    "start [net] [start sense]",
    ...Array<string>(3).fill(String.raw`reg query HKLM\SOFTWARE\Contoso /v State /reg:64`),
  ]);
});

powerShellTest("ends with 1460 when the time is up", () => {
  const { exit, log } = run(waiting(registryAssertion(key, "State", number(1))), {
    answers: [value("REG_DWORD    0x10")],
  });
  assert.is(exit, timedOut);
  assert.is(log.length, 4);
});

powerShellTest("ends at once when the program cannot be started", () => {
  const { exit, log } = run(waiting(onboarded), { starts: false });
  assert.is(exit, 1);
  assert.equal(log, ["start [net] [start sense]", "failed"]);
});

powerShellTest("every condition that it can say means what the rule means", () => {
  const state = (operator: Assertion["operator"], ...values: Assertion["values"][number][]): Assertion => ({
    ...registryAssertion(key, "State", values[0]!),
    operator,
    values,
  });
  const text = (content: string): Assertion["values"][number] => ({ type: "text", text: content });
  const cases: readonly (readonly [Condition, Device, boolean])[] = [
    [state("is", number(26)), { answers: [value("REG_QWORD    0x1a")] }, true],
    [state("is", number(26)), { answers: [value("REG_SZ    0x1a")] }, false],
    [state("is-one-of", number(1), number(2)), { answers: [value("REG_DWORD    0x2")] }, true],
    [state("is-one-of", number(1), number(2)), { answers: [value("REG_DWORD    0x21")] }, false],
    [state("is", text("a.b (c) 'd'")), { answers: [value("REG_SZ    A.B (c) 'd'")] }, true],
    [state("is", text("a.b")), { answers: [value("REG_EXPAND_SZ    axb")] }, false],
    [{ ...state("is", { type: "missing" }), negated: true }, { answers: [value("REG_BINARY    00")] }, true],
    [{ ...state("is", { type: "missing" }), negated: true }, {}, false],
    [running, { service: "StartPending" }, true],
    [running, { service: "Running" }, false],
    [
      {
        ...running,
        operator: "is-one-of",
        values: [
          { type: "word", word: "running" },
          { type: "word", word: "paused" },
        ],
      },
      { service: "Paused" },
      true,
    ],
    [
      { kind: "all", terms: [running, state("is", number(1))] },
      { service: "StartPending", answers: [value("REG_DWORD    0x2")] },
      false,
    ],
    [{ kind: "any", terms: [running, state("is", number(1))] }, { service: "StartPending" }, true],
  ];
  for (const [condition, device, holds] of cases) {
    const { exit } = run(waiting(condition, {}, 1), device);
    assert.is(exit, holds ? 0 : timedOut, waiting(condition));
  }
});

powerShellTest("the program gets its arguments as the rule writes them", () => {
  const install =
    String.raw`"C:\Program Files\it's\x.exe" /q "say $(hi)" \\server\share\ ` + "\u201cy\u201d `n; exit 7";
  const { exit, log } = run(waiting(onboarded, { install }, 1), { answers: ["    x    REG_DWORD    0x1"] });
  assert.is(exit, 0);
  assert.is(
    log[0],
    String.raw`start [C:\Program Files\it's\x.exe] [/q "say $(hi)" \\server\share\ ` +
      "\u201cy\u201d `n; exit 7]",
  );
  assert.is(run(waiting(onboarded, { install: "tool.exe" }, 1), {}).log[0], "start [tool.exe] []");
});

test.run();
