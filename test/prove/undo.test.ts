// What an undo does with a journal that it cannot believe, and with what changed after the fix: through the real scripts,
// of single rules, bundles and configuration items.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Job, type RunResult, runJobs } from "../../src/engine/engine.ts";
import { keyParts } from "../../src/kinds/name-parts.ts";
import type { Rule } from "../../src/model/rule.ts";
import {
  type Device,
  registryKey,
  registryValue,
  type RegistryValue,
  removeRegistryValue,
  serviceKey,
  setRegistryValue,
  setServiceState,
  typicalDevice,
} from "../../src/simulate/device.ts";
import { itemScripts } from "../../src/targets/configmgr/item-scripts.ts";
import { itemView } from "../../src/targets/configmgr/item-view.ts";
import { bundleScripts } from "../../src/targets/intune/bundle-scripts.ts";
import { planRule } from "../../src/targets/plan.ts";
import { ruleScripts } from "../../src/targets/powershell/rule-scripts.ts";
import { powerShell } from "../power-shell.ts";
import { compileRules } from "./compile-rules.ts";

const rules = compileRules(`rule two-values {
  title    "Two values and a start type"
  covers   unit-a
  severity warning
  check    registry "HKLM\\SOFTWARE\\Contoso" One is 1
  check    registry "HKLM\\SOFTWARE\\Contoso" Two is "right"
  check    service Spooler start is automatic
  fix      {
    set registry "HKLM\\SOFTWARE\\Contoso" One to 1
    set registry "HKLM\\SOFTWARE\\Contoso" Two to "right"
    set service Spooler start to automatic
  }
}

rule alike {
  title    "Two values whose names read alike"
  covers   unit-a
  severity warning
  check    registry "HKLM\\SOFTWARE\\A B" C is 1
  check    registry "HKLM\\SOFTWARE\\A" "B C" is 1
  fix      {
    set registry "HKLM\\SOFTWARE\\A B" C to 1
    set registry "HKLM\\SOFTWARE\\A" "B C" to 1
  }
}

rule deep {
  title    "A value in a key that is not there"
  covers   unit-a
  severity warning
  check    registry "HKLM\\SOFTWARE\\Policies\\Contoso\\Windows\\System" EnableSmartScreen is 1
  fix      {
    set registry "HKLM\\SOFTWARE\\Policies\\Contoso\\Windows\\System" to present
    set registry "HKLM\\SOFTWARE\\Policies\\Contoso\\Windows\\System" EnableSmartScreen to 1
  }
}

rule switched-off {
  title    "A service that has to be off"
  covers   unit-a
  severity warning
  check    service Spooler state is stopped
  check    service Spooler start is disabled
  fix      {
    set service Spooler start to disabled
    set service Spooler state to stopped within 30 seconds
  }
}

rule named {
  title    "Services that events name"
  covers   unit-a
  severity warning
  each     service-name among (Spooler, "A b") in data 1 of event 1 from Contoso in Application within 7 days
  check    service $service-name start is automatic
  fix      set service $service-name start to automatic
}
`);

const program = { rules, applications: [], configuration: {}, version: "0.0.0" };

function ruleNamed(id: string): Rule {
  return rules.find((rule) => rule.id === id)!;
}

/** The journal of a rule on a device, by the names of its entries. */
function journalOf(device: Device, id: string): Record<string, unknown> {
  const values = registryKey(device, `HKLM\\SOFTWARE\\mderules\\${id}\\Journal`)?.values ?? {};
  return Object.fromEntries(Object.values(values).map(({ name, data }) => [name, data]));
}

function writeJournal(
  device: Device,
  id: string,
  name: string,
  data: RegistryValue["data"],
  type: RegistryValue["type"] = "string",
): void {
  setRegistryValue(device, `HKLM\\SOFTWARE\\mderules\\${id}\\Journal`, { name, type, data });
}

function data(device: Device, key: string, name: string): unknown {
  return registryValue(device, key, name)?.data;
}

const contoso = "HKLM\\SOFTWARE\\Contoso";
const one = `registry "${contoso}" "One"`;

/** As it was before the fix of two-values. */
function broken(): Device {
  const device = typicalDevice();
  setRegistryValue(device, contoso, { name: "One", type: "dword", data: 7 });
  setRegistryValue(device, contoso, { name: "Two", type: "expand-string", data: "%SystemRoot%\\wrong" });
  setRegistryValue(device, serviceKey("Spooler"), { name: "Start", type: "dword", data: 1 });
  return device;
}

/** A step of a case: a script that runs, or what somebody else does to the device. */
type Act = "remediate" | "undo" | "force" | "what-if" | ((device: Device) => void);

interface Case {
  readonly rule: string;
  readonly device: () => Device;
  readonly acts: readonly Act[];
  readonly mode?: "ConstrainedLanguage";
  /** Which target's scripts; Intune's pair unless given. */
  readonly by?: "bundle" | "item";
  readonly check: (device: Device, line: string, exitCode: number, before: Device) => void;
}

const wasUndone = (device: Device, line: string, code: number, before: Device): void => {
  assert.match(line, / UNDONE |^mderules \S+ UNDONE /);
  assert.is(code, 0);
  assert.equal(device.registry, before.registry);
};

const corrupt: readonly (readonly [string, RegistryValue["data"], RegistryValue["type"]?])[] = [
  ["empty", ""],
  ["null", "null"],
  ["an array", "[]"],
  ["an array of an entry", '[{"Before":null}]'],
  ["plain text", "was seven"],
  ["text of JSON", '"seven"'],
  ["a number", "7"],
  ["torn", '{"Version":2,"Before":nu'],
  ["an empty object", "{}"],
  ["of a version to come", '{"Version":3,"Was":null,"Before":null,"After":1}'],
  ["without what was before", '{"Version":2,"After":1}'],
  ["without what the fix left", '{"Version":2,"Was":null,"Before":null}'],
  ["a DWORD", 1, "dword"],
  ["bytes", [1, 2], "binary"],
  ["several strings", ["{", '"Before":null}'], "multi-string"],
  ["no type of the registry", '{"Version":2,"Was":7,"Before":{"Type":"Word","Data":7},"After":1}'],
  ["no entry of a value", '{"Version":2,"Was":7,"Before":"seven","After":1}'],
];

const cases: Record<string, Case> = {
  "puts everything back, its own keys gone": {
    rule: "two-values",
    device: broken,
    acts: ["remediate", "undo"],
    check: wasUndone,
  },
  "of a bundle": {
    rule: "two-values",
    device: broken,
    acts: ["remediate", "undo"],
    by: "bundle",
    check: (device, line, code, before) => {
      assert.match(line, /^mderules everything UNDONE 1 undone/);
      assert.equal([code, device.registry], [0, before.registry]);
    },
  },
  "of a configuration item": {
    rule: "two-values",
    device: broken,
    acts: ["remediate", "undo"],
    by: "item",
    check: wasUndone,
  },
  "the first original, after a second fix": {
    rule: "two-values",
    device: broken,
    acts: [
      "remediate",
      (device) => setRegistryValue(device, contoso, { name: "One", type: "dword", data: 9 }),
      "remediate",
      "undo",
    ],
    check: wasUndone,
  },
  "what somebody changed later stays": {
    rule: "two-values",
    device: broken,
    acts: [
      "remediate",
      (device) => setRegistryValue(device, contoso, { name: "One", type: "dword", data: 9 }),
      "undo",
    ],
    check: (device, line, code) => {
      assert.match(line, /CHANGED put back .*Two to .*; left registry \S+ One, which is 9 and no longer 1$/);
      assert.is(code, 1);
      assert.is(data(device, contoso, "One"), 9);
      assert.is(data(device, contoso, "Two"), "%SystemRoot%\\wrong");
      assert.equal(Object.keys(journalOf(device, "two-values")), [one]);
    },
  },
  "what somebody changed later, insisted on": {
    rule: "two-values",
    device: broken,
    acts: [
      "remediate",
      (device) => setRegistryValue(device, contoso, { name: "One", type: "string", data: "1" }),
      "undo",
      "force",
    ],
    check: wasUndone,
  },
  "what somebody removed later stays so": {
    rule: "two-values",
    device: broken,
    acts: ["remediate", (device) => removeRegistryValue(device, contoso, "One"), "undo"],
    check: (device, line, code) => {
      assert.match(line, /CHANGED .*One, which is missing and no longer 1$/);
      assert.equal([code, data(device, contoso, "One")], [1, undefined]);
    },
  },
  "what somebody put back is forgotten": {
    rule: "two-values",
    device: broken,
    acts: [
      "remediate",
      (device) => setRegistryValue(device, contoso, { name: "One", type: "dword", data: 7 }),
      "undo",
    ],
    check: wasUndone,
  },
  "-WhatIf says it": {
    rule: "two-values",
    device: broken,
    acts: ["remediate", "what-if"],
    check: (device, line, code) => {
      assert.match(line, /WHAT-IF would put back service Spooler start, now automatic; would put back/);
      assert.equal([code, data(device, contoso, "One")], [0, 1]);
      assert.is(Object.keys(journalOf(device, "two-values")).length, 3);
    },
  },
  "two facts whose names read alike": {
    rule: "alike",
    device: () => {
      const device = typicalDevice();
      setRegistryValue(device, "HKLM\\SOFTWARE\\A B", { name: "C", type: "dword", data: 2 });
      setRegistryValue(device, "HKLM\\SOFTWARE\\A", { name: "B C", type: "dword", data: 3 });
      return device;
    },
    acts: ["remediate", "undo"],
    check: wasUndone,
  },
  "keys that were made are removed": {
    rule: "deep",
    device: typicalDevice,
    acts: ["remediate", "undo"],
    check: wasUndone,
  },
  "keys that were made are removed, by a bundle in ConstrainedLanguage": {
    rule: "deep",
    device: typicalDevice,
    acts: ["remediate", "undo"],
    by: "bundle",
    mode: "ConstrainedLanguage",
    check: (device, _line, code, before) => {
      assert.equal([code, device.registry], [0, before.registry]);
    },
  },
  "keys that were made stay while others use them": {
    rule: "deep",
    device: typicalDevice,
    acts: [
      "remediate",
      (device) =>
        setRegistryValue(device, "HKLM\\SOFTWARE\\Policies\\Contoso", {
          name: "Mine",
          type: "dword",
          data: 1,
        }),
      "undo",
    ],
    check: (device, line) => {
      assert.match(line, / UNDONE /);
      assert.is(data(device, "HKLM\\SOFTWARE\\Policies\\Contoso", "Mine"), 1);
      assert.is(registryKey(device, "HKLM\\SOFTWARE\\Policies\\Contoso\\Windows"), undefined);
    },
  },
  "a key stays that holds what others put there": {
    rule: "deep",
    device: typicalDevice,
    acts: [
      "remediate",
      (device) =>
        setRegistryValue(device, "HKLM\\SOFTWARE\\Policies\\Contoso\\Windows\\System", {
          name: "Mine",
          type: "dword",
          data: 1,
        }),
      "undo",
    ],
    check: (device, line, code) => {
      assert.match(
        line,
        /CHANGED put back .*EnableSmartScreen to missing; left .* which is not empty and no longer present$/,
      );
      assert.is(code, 1);
      const key = registryKey(device, "HKLM\\SOFTWARE\\Policies\\Contoso\\Windows\\System")!;
      assert.equal(Object.keys(key.values), ["mine"]);
    },
  },
  "a service that is disabled first starts once it is not": {
    rule: "switched-off",
    device: () => {
      const device = broken();
      setServiceState(device, "Spooler", "running");
      return device;
    },
    acts: ["remediate", "undo"],
    check: (device, line, code, before) => {
      wasUndone(device, line, code, before);
      assert.is(device.services["spooler"]!.state, "running");
    },
  },
  "a service that was paused is paused again": {
    rule: "switched-off",
    device: () => {
      const device = broken();
      setServiceState(device, "Spooler", "paused");
      return device;
    },
    acts: ["remediate", "undo"],
    check: (device, line, code, before) => {
      wasUndone(device, line, code, before);
      assert.is(device.services["spooler"]!.state, "paused");
    },
  },
  "a start type that nobody knows": {
    rule: "two-values",
    device: () => {
      const device = broken();
      setRegistryValue(device, serviceKey("Spooler"), { name: "Start", type: "dword", data: 77 });
      return device;
    },
    acts: ["remediate", "undo"],
    check: wasUndone,
  },
  "what events named": {
    rule: "named",
    device: () => {
      const device = broken();
      setRegistryValue(device, serviceKey("A b"), { name: "Start", type: "dword", data: 0 });
      for (const value of ["Spooler", "A b"]) {
        device.events.push({
          log: "Application",
          provider: "Contoso",
          id: 1,
          level: "error",
          ageSeconds: 60,
          data: [{ value }],
        });
      }
      return device;
    },
    acts: ["remediate", "undo"],
    check: wasUndone,
  },
  "entries of 0.1.0 are undone": {
    rule: "two-values",
    device: broken,
    acts: [
      (device) => {
        setRegistryValue(device, contoso, { name: "One", type: "dword", data: 1 });
        setRegistryValue(device, serviceKey("Spooler"), { name: "Start", type: "dword", data: 2 });
        writeJournal(device, "two-values", `registry ${contoso} One`, '{"Before":{"Data":7,"Type":"DWord"}}');
        writeJournal(device, "two-values", "service Spooler start", '{"Before":"system"}');
      },
      "undo",
    ],
    check: wasUndone,
  },
  "entries of 0.1.0 are undone, what they say of things named included": {
    rule: "named",
    device: broken,
    acts: [
      (device) => {
        setRegistryValue(device, serviceKey("Spooler"), { name: "Start", type: "dword", data: 2 });
        writeJournal(device, "named", "service Spooler start", '{"Each":"Spooler","Before":"system"}');
      },
      "undo",
    ],
    check: wasUndone,
  },
  "an entry of 0.1.0 whose value changed since is reported": {
    rule: "two-values",
    device: broken,
    acts: [
      (device) => {
        setRegistryValue(device, contoso, { name: "One", type: "dword", data: 3 });
        writeJournal(device, "two-values", `registry ${contoso} One`, '{"Before":{"Data":7,"Type":"DWord"}}');
      },
      "undo",
    ],
    check: (device, line, code) => {
      assert.match(line, /CHANGED left .*One, which is 3 and no longer 1$/);
      assert.equal([code, data(device, contoso, "One")], [1, 3]);
      assert.is(Object.keys(journalOf(device, "two-values")).length, 1);
    },
  },
  "an entry of 0.1.0 keeps the first original": {
    rule: "two-values",
    device: broken,
    acts: [
      (device) => {
        setRegistryValue(device, contoso, { name: "One", type: "dword", data: 3 });
        writeJournal(device, "two-values", `registry ${contoso} One`, '{"Before":{"Data":7,"Type":"DWord"}}');
      },
      "remediate",
      "undo",
    ],
    check: wasUndone,
  },
  "an entry of 0.1.0 that two facts shared is reported, never deleted": {
    rule: "alike",
    device: typicalDevice,
    acts: [
      (device) => {
        setRegistryValue(device, "HKLM\\SOFTWARE\\A B", { name: "C", type: "dword", data: 1 });
        setRegistryValue(device, "HKLM\\SOFTWARE\\A", { name: "B C", type: "dword", data: 1 });
        writeJournal(device, "alike", "registry HKLM\\SOFTWARE\\A B C", '{"Before":null}');
      },
      "undo",
    ],
    check: (device, line, code) => {
      assert.match(line, /FAILED could not put back registry HKLM\\SOFTWARE\\A B C \(/);
      assert.equal(
        [code, data(device, "HKLM\\SOFTWARE\\A B", "C"), data(device, "HKLM\\SOFTWARE\\A", "B C")],
        [1, 1, 1],
      );
      assert.is(Object.keys(journalOf(device, "alike")).length, 1);
    },
  },
  "a fix keeps an entry that it cannot believe beside its own": {
    rule: "two-values",
    device: broken,
    acts: [(device) => writeJournal(device, "two-values", one, "was seven"), "remediate"],
    check: (device) => {
      const entry = JSON.parse(String(journalOf(device, "two-values")[one])) as Record<string, unknown>;
      assert.is(entry["Replaced"], "was seven");
      assert.equal(entry["Before"], { Type: "DWord", Data: 7 });
    },
  },
  "in ConstrainedLanguage": {
    rule: "two-values",
    device: () => {
      const device = broken();
      removeRegistryValue(device, contoso, "Two");
      return device;
    },
    acts: [
      "remediate",
      (device) => setRegistryValue(device, contoso, { name: "One", type: "dword", data: 9 }),
      "remediate",
      "undo",
    ],
    mode: "ConstrainedLanguage",
    check: wasUndone,
  },
  ...Object.fromEntries(
    (["FullLanguage", "ConstrainedLanguage"] as const).flatMap((mode) =>
      corrupt.slice(0, mode === "FullLanguage" ? undefined : 5).map(([name, entry, type]): [string, Case] => [
        `an entry that is ${name}, in ${mode}`,
        {
          rule: "two-values",
          device: () => {
            const device = broken();
            if (mode === "ConstrainedLanguage") removeRegistryValue(device, contoso, "Two");
            return device;
          },
          acts: ["remediate", (device) => writeJournal(device, "two-values", one, entry, type), "undo"],
          ...(mode === "ConstrainedLanguage" ? { mode } : {}),
          check: (device, line, code, before) => {
            assert.match(line, /FAILED put back .*; put back .*; could not put back registry \S+ One \(/);
            assert.is(code, 1);
            assert.equal(journalOf(device, "two-values"), { [one]: entry });
            assert.is(data(device, contoso, "One"), 1);
            assert.equal(
              [data(device, contoso, "Two"), device.registry[serviceKey("Spooler").toLowerCase()]],
              [data(before, contoso, "Two"), before.registry[serviceKey("Spooler").toLowerCase()]],
            );
          },
        },
      ]),
    ),
  ),
};

function scriptOf({ rule: id, by }: Case, act: Exclude<Act, (device: Device) => void>): Job["runs"][number] {
  const rule = planRule(ruleNamed(id), {});
  const role = act === "remediate" ? "remediate" : "undo";
  const parameters =
    act === "force"
      ? { Force: true }
      : act === "what-if"
        ? { WhatIf: true }
        : ({} as Record<string, boolean>);
  if (by === "item") {
    const scripts = itemScripts(rule, itemView(rule, program), program);
    return { script: { text: scripts[role]!.text }, parameters };
  }
  const scripts =
    by === "bundle"
      ? bundleScripts({ name: "everything", title: "Everything", rules: [rule] }, program)
      : ruleScripts(rule, program);
  return { script: { text: scripts.find((script) => script.role === role)!.text }, parameters };
}

/** Runs the acts of every case, all cases together: one engine for each turn. */
async function play(all: readonly Case[]): Promise<{ device: Device; last: RunResult | undefined }[]> {
  const states = all.map((one) => ({
    device: one.device(),
    last: undefined as RunResult | undefined,
    acts: [...one.acts],
  }));
  for (;;) {
    const turn = states.flatMap((state, index) => {
      while (typeof state.acts[0] === "function") {
        state.device = structuredClone(state.device);
        (state.acts.shift() as (device: Device) => void)(state.device);
      }
      const act = state.acts.shift() as Exclude<Act, (device: Device) => void> | undefined;
      return act === undefined ? [] : [{ state, run: scriptOf(all[index]!, act), mode: all[index]!.mode }];
    });
    if (turn.length === 0) return states;
    const results = await runJobs(
      turn.map(({ state, run, mode }) => ({
        device: state.device,
        runs: [{ ...run, ...(mode === undefined ? {} : { languageMode: mode }) }],
      })),
    );
    for (const [index, { state }] of turn.entries()) {
      state.last = results[index]![0]!;
      state.device = state.last.device;
    }
  }
}

if (powerShell === undefined) {
  for (const name of Object.keys(cases)) test.skip(name, () => undefined);
} else {
  const all = Object.values(cases);
  const played = await play(all);
  for (const [index, [name, one]] of Object.entries(cases).entries()) {
    test(name, () => {
      const { device, last } = played[index]!;
      assert.equal(last!.stderr, []);
      one.check(device, last!.stdout.at(-1)!, last!.exitCode, one.device());
    });
  }
}

test("no two facts have the same name in the journal", () => {
  const facts = ruleNamed("alike").fixes.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.kind === "set" ? [step.fact] : [])),
  );
  assert.is(new Set(facts.map((fact) => fact.text)).size, 1);
  assert.is(new Set(facts.map((fact) => keyParts(fact).join())).size, 2);
});

test.run();
