import { test } from "uvu";
import * as assert from "uvu/assert";
import { runJobs } from "../../src/engine/engine.ts";
import { judgedDocument } from "../../src/prove/asked-for.ts";
import { brokenLaws, type Law, laws } from "../../src/prove/laws.ts";
import { nameResults, type RuleScripts, scriptsOf, type Trial, trialJob } from "../../src/prove/sequence.ts";
import { describeDevice } from "../../src/simulate/describe-device.ts";
import { intune } from "../../src/targets/intune/index.ts";
import { compileRules } from "./compile-rules.ts";
import { powerShell } from "../power-shell.ts";

const [rule] = compileRules(`rule start-type {
  title    "The service starts automatically"
  covers   unit-a
  severity warning
  symptom  event 5 from WDATPOnboarding in Application within 7 days
  check    service DiagTrack start is automatic
  fix      set service DiagTrack start to automatic

  scenario "manual" {
    given  event 5 from WDATPOnboarding in Application
    given  service DiagTrack start manual
    expect unhealthy then fixed
  }
  scenario "the log cannot be read" {
    given  event 5 unreadable from WDATPOnboarding in Application
    given  service DiagTrack start manual
    expect unknown
  }
}
`);
const scripts = scriptsOf(
  intune.emit({ rules: [rule!], applications: [], configuration: {}, version: "0.0.0" }),
).get("start-type")!;

/** An emission that is wrong in one way: what stands in a script, and what stands there instead. */
interface WrongEmission {
  readonly script: "detect" | "remediate" | "undo";
  readonly replace: readonly (readonly [text: string, by: string])[];
  /** The scenario whose device shows it. */
  readonly scenario?: number;
}

const write =
  "New-ItemProperty -LiteralPath 'Registry::HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion'";
const writeElsewhere = `$null = ${write} -Name 'Left' -Value 'here' -PropertyType String -Force`;

const wrongEmissions: Readonly<
  Record<Exclude<Law, "targets-agree" | "asked-for">, readonly WrongEmission[]>
> = {
  "same-meaning": [
    { script: "detect", replace: [["-Expect 'is', 'automatic'", "-Expect 'is', 'manual'"]] },
    { script: "detect", replace: [["Within = 604800", "Within = 60"]] },
    { script: "remediate", replace: [['"set $Name to', '"put $Name to']] },
  ],
  "exit-code": [
    { script: "detect", replace: [["    exit [int]", "    exit 2 * [int]"]] },
    { script: "detect", replace: [["    exit [int]", "    exit 0 * [int]"]] },
    { script: "detect", replace: [["    exit [int]", "    exit 1 + [int]"]], scenario: 1 },
    { script: "remediate", replace: [["    exit [int]", "    exit 1 + [int]"]] },
  ],
  output: [
    { script: "detect", replace: [["    Write-Output $line", "    Write-Output 'first' $line"]] },
    { script: "detect", replace: [["    Write-Output $line", '    Write-Output "$line$([char]0xe9)"']] },
    { script: "detect", replace: [["    Write-Output $line", "    Write-Output $line.PadRight(2049, 'x')"]] },
    {
      script: "remediate",
      replace: [["    Write-Output $line", "    Write-Host 'first'; Write-Output $line"]],
    },
    { script: "undo", replace: [["    Write-Output $line", ""]] },
  ],
  "no-errors": [
    {
      script: "detect",
      replace: [["    Write-Output $line", "    Write-Error 'x' -ErrorAction Continue; Write-Output $line"]],
    },
  ],
  "pure-detection": [
    {
      script: "detect",
      replace: [["    $result = Get-Verdict", `    ${writeElsewhere}; $result = Get-Verdict`]],
    },
  ],
  // The cmdlets and Start-Process ask for themselves too: only who takes the answer away gets a write.
  "pure-what-if": [
    {
      script: "remediate",
      replace: [
        ["$ErrorActionPreference = 'Stop'", "$ErrorActionPreference = 'Stop'; $WhatIfPreference = $false"],
      ],
    },
  ],
  "unknown-is-safe": [{ script: "remediate", replace: [["-ne 'UNHEALTHY'", "-eq 'HEALTHY'"]], scenario: 1 }],
  "fixed-is-healthy": [
    {
      script: "remediate",
      replace: [
        ["    & $Write\n", "\n"],
        ["= if ($after.Status -eq 'HEALTHY')", "= if ($true)"],
      ],
    },
  ],
  "second-run": [
    { script: "remediate", replace: [["$before = Get-Verdict", `${writeElsewhere}; $before = Get-Verdict`]] },
  ],
  "declared-effects": [
    { script: "remediate", replace: [["    & $Write\n", `    & $Write\n    ${writeElsewhere}\n`]] },
  ],
  undo: [{ script: "undo", replace: [["    $null = & $Restore\n", "\n"]] }],
  "no-restart": [
    { script: "remediate", replace: [["    & $Write\n", "    & $Write\n    Restart-Computer -Force\n"]] },
  ],
};

interface Case {
  readonly name: string;
  readonly law: Law | undefined;
  readonly trial: Trial;
}

function trialOf(emitted: RuleScripts, scenario = 0): Trial {
  const device = describeDevice(rule!.scenarios[scenario]!);
  return {
    rule: rule!,
    scripts: emitted,
    device,
    configuration: {},
    languageMode: "FullLanguage",
    culture: "en",
  };
}

function emitWrongly({ script, replace }: WrongEmission): RuleScripts {
  let text = scripts[script]!.replaceAll("\r\n", "\n");
  for (const [from, to] of replace) {
    assert.ok(text.includes(from), `the ${script} script holds no ${JSON.stringify(from)}`);
    text = text.replaceAll(from, () => to);
  }
  return { ...scripts, [script]: text };
}

const companion = (verdict: "healthy" | "unhealthy", script: string): RuleScripts => ({
  ...scripts,
  companions: [{ name: "other/detect", script, verdictOf: () => verdict }],
});

const cases: Case[] = [
  { name: "the scripts as they are, unhealthy", law: undefined, trial: trialOf(scripts) },
  { name: "the scripts as they are, unknown", law: undefined, trial: trialOf(scripts, 1) },
  { name: "another target that agrees", law: undefined, trial: trialOf(companion("unhealthy", "'no'")) },
  {
    name: "another target that does not agree",
    law: "targets-agree",
    trial: trialOf(companion("healthy", "'yes'")),
  },
  {
    name: "another target that writes",
    law: "targets-agree",
    trial: trialOf(companion("unhealthy", writeElsewhere)),
  },
  {
    name: "a change that nobody asked for",
    law: "asked-for",
    trial: { ...trialOf(scripts), rule: { ...rule!, document: judgedDocument } },
  },
  ...(Object.entries(wrongEmissions) as [Law, readonly WrongEmission[]][]).flatMap(([law, emissions]) =>
    emissions.map((emission, index) => ({
      name: `${law}, in ${emission.script} (${index + 1})`,
      law,
      trial: trialOf(emitWrongly(emission), emission.scenario),
    })),
  ),
];

test("every law has an emission that breaks it", () => {
  const broken = new Set(cases.map(({ law }) => law));
  assert.equal(
    Object.keys(laws).filter((law) => !broken.has(law as Law)),
    [],
  );
});

if (powerShell === undefined) {
  for (const { name } of cases) test.skip(name, () => undefined);
} else {
  const results = await runJobs(cases.map(({ trial }) => trialJob(trial)));
  for (const [index, { name, law, trial }] of cases.entries()) {
    test(name, () => {
      const violations = brokenLaws(trial, nameResults(trial, results[index]!));
      const found = violations.map((violation) => violation.law);
      const shown = violations.map((violation) => `${violation.law}: ${violation.message}`).join("\n");
      if (law === undefined) assert.equal(found, [], shown);
      else assert.ok(found.includes(law), `found only\n${shown}`);
    });
  }
}

test.run();
