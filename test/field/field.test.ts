// Devices of the field, put together from public reports, and what is right on each.
import { readdirSync, readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { readDevice } from "../../src/commands/read-device.ts";
import { readProgram } from "../../src/commands/read-program.ts";
import { shippedRules } from "../../src/commands/shipped.ts";
import { emptyTotals, simulateDevice } from "../../src/prove/fleet.ts";
import { isDetectable, planRule } from "../../src/targets/plan.ts";
import type { Device } from "../../src/simulate/device.ts";
import { type Expectation, misjudged } from "./expectation.ts";

const folder = new URL("./", import.meta.url);
const { "//": legend, ...expectations } = JSON.parse(text("expectations.json")) as Record<
  string,
  Expectation
>;
assert.ok(legend);

function text(name: string): string {
  return readFileSync(new URL(name, folder), "utf8");
}

function deviceOf(name: string): Device {
  const read = readDevice(text(`devices/${name}.json`), []);
  if ("problems" in read) throw new Error(`${name}: ${read.problems.join("; ")}`);
  return read.device;
}

function programOf(config: string) {
  const path = new URL(config, folder).pathname;
  return readProgram([shippedRules()], path, shippedRules());
}
const programs = new Map<string, ReturnType<typeof programOf>>();

for (const [name, expectation] of Object.entries(expectations)) {
  const config = expectation.config ?? "site.config.json";
  const program = programs.get(config) ?? programOf(config);
  programs.set(config, program);
  const device = deviceOf(expectation.device ?? name);

  test(`${name}: ${expectation.why ?? "nothing is wrong"}`, () => {
    const rules = program.rules.filter(isDetectable).map((rule) => planRule(rule, program.configuration));
    const outcomes = simulateDevice(emptyTotals(rules), device);
    assert.equal(misjudged(expectation, outcomes, { hidesNothing: device.unreadable.length === 0 }), []);
  });
}

test("every device has its expectation", () => {
  const devices = readdirSync(new URL("devices/", folder)).map((name) => name.replace(/\.json$/, ""));
  const used = new Set(Object.entries(expectations).map(([name, { device }]) => device ?? name));
  assert.equal(
    devices.filter((name) => !used.has(name)),
    [],
  );
});

test.run();
