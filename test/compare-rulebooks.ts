// Whether two rulebooks mean the same: node --import tsx test/compare-rulebooks.ts OLD NEW
//
// A rule that says the same, apart from names and places, means the same on every device. Of one that does not, verdict,
// outcome and the device afterwards are compared on every device that the old rule can tell apart, on those of its
// scenarios, and on those of the field. Scenarios are held against each other by the devices that they describe.
import { readdirSync, readFileSync } from "node:fs";
import { readDevice } from "../src/commands/read-device.ts";
import { readProgram } from "../src/commands/read-program.ts";
import type { Rule } from "../src/model/rule.ts";
import type { Scenario } from "../src/model/scenario.ts";
import { devicesThatMatter } from "../src/prove/devices/devices-that-matter.ts";
import { nominalConfiguration } from "../src/prove/nominal-configuration.ts";
import { observeMeaning } from "../src/prove/observation.ts";
import { describeDevice } from "../src/simulate/describe-device.ts";
import { planRule } from "../src/targets/plan.ts";

const [older, newer] = process.argv.slice(2);
if (older === undefined || newer === undefined) throw new Error("two folders of rules are needed");
const configuration = nominalConfiguration({});
const field = readdirSync("test/field/devices").flatMap((name) => {
  const read = readDevice(readFileSync(`test/field/devices/${name}`, "utf8"), []);
  return "device" in read ? [{ name, device: read.device }] : [];
});
const before = await rulesIn(older);
const after = await rulesIn(newer);
const differences: string[] = [];
let compared = 0;
for (const id of new Set([...before.keys(), ...after.keys()])) {
  const one = before.get(id);
  const other = after.get(id);
  if (one === undefined || other === undefined) differences.push(`${id} is in one rulebook only`);
  else compare(one, other);
}
console.log(
  `${before.size} rules; ${compared} verdicts of changed rules compared, ${field.length} devices of the field`,
);
console.log(differences.length === 0 ? "no difference" : differences.join("\n"));
process.exitCode = differences.length === 0 ? 0 : 1;

async function rulesIn(folder: string): Promise<Map<string, Rule>> {
  const { rules, diagnostics } = await readProgram([folder], undefined, process.cwd());
  for (const { message } of diagnostics) console.log(`${folder}: ${message}`);
  return new Map(rules.map((rule) => [rule.id, planRule(rule, configuration)]));
}

function compare(one: Rule, other: Rule): void {
  compareScenarios(one, other);
  if (meaningOf({ ...one, scenarios: [] }) === meaningOf({ ...other, scenarios: [] })) return;
  console.log(`${one.id} says something else`);
  for (const { name, device } of [...devicesThatMatter(one), ...field]) {
    compared += 1;
    const [seen, meant] = [one, other].map((rule) => {
      const { verdict, outcome, device: left } = observeMeaning(rule, structuredClone(device));
      return JSON.stringify([verdict, outcome, left]);
    });
    if (seen !== meant) differences.push(`${one.id} on ${name}`);
  }
}

function compareScenarios(one: Rule, other: Rule): void {
  const others = new Map(other.scenarios.map((scenario) => [scenario.name, scenario]));
  for (const scenario of one.scenarios) {
    const same = others.get(scenario.name);
    if (same === undefined) differences.push(`${one.id} has lost the scenario "${scenario.name}"`);
    else if (shown(scenario) !== shown(same))
      differences.push(`${one.id}: the scenario "${scenario.name}" is another one`);
  }
}

function shown(scenario: Scenario): string {
  const { verdict, outcome, after: left } = scenario;
  const site = scenario.given.filter(({ fact }) => fact.kind === "site");
  const device = describeDevice(scenario);
  return meaningOf([{ ...device, unreadable: [...device.unreadable].sort() }, verdict, outcome, left, site]);
}

/** A value as text, without places and names; the order of what has a name does not matter. */
function meaningOf(value: unknown): string {
  return JSON.stringify(value, (key, part: unknown) => {
    if (["span", "named", "names", "definition", "device"].includes(key)) return undefined;
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([first], [second]) => (first < second ? -1 : 1)));
  });
}
