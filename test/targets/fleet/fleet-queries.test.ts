import { test } from "uvu";
import * as assert from "uvu/assert";
import { assertionsOf, type Assertion } from "../../../src/model/condition.ts";
import { versionKey } from "../../../src/kinds/windows.ts";
import { factsOf } from "../../../src/model/facts-of.ts";
import { historyOf, memoryKey } from "../../../src/model/history.ts";
import { isDetectable, type Rule, type Verdict } from "../../../src/model/rule.ts";
import { devicesThatMatter } from "../../../src/prove/devices/devices-that-matter.ts";
import { type Device, deviceNow, registryKey, registryValue } from "../../../src/simulate/device.ts";
import { evaluate, surroundingsOf } from "../../../src/simulate/evaluate.ts";
import { testCondition } from "../../../src/simulate/truth.ts";
import { kustoString } from "../../../src/encode/kusto.ts";
import { engines } from "../../../src/targets/fleet/engines.ts";
import { fleet } from "../../../src/targets/fleet/index.ts";
import { type RuleQuery, ruleQuery } from "../../../src/targets/fleet/rule-query.ts";
import { planRule } from "../../../src/targets/plan.ts";
import { shippedProgram } from "../shipped-program.ts";
import { blindRule, hiddenResource } from "./blind-rule.ts";
import {
  cmpivotTables,
  deviceQueryTables,
  type EngineTables,
  type FleetDevice,
  huntingTables,
  logAnalyticsTables,
} from "./engine-tables.ts";
import { evaluateQuery, type Row } from "./kusto/evaluate-query.ts";
import { parseQuery, type ParsedQuery, type SyntaxNode } from "./kusto/parse-query.ts";

const program = shippedProgram();
const rules = program.rules.filter(isDetectable).map((rule) => planRule(rule, program.configuration));

const tablesOf: Readonly<Record<string, EngineTables>> = {
  CMPivot: cmpivotTables,
  "Log Analytics": logAnalyticsTables,
  "Advanced hunting": huntingTables,
  "Device query": deviceQueryTables,
};

/** Devices are many; of each rule so many are asked, the same in every run. */
const mostDevices = 60;

/** What CMPivot and device query document, but for what stands in the grammar itself. */
const smallOperators = /^(?:Filter|Project|Summarize|Join|Distinct|Count|Sort|Take|Top)Operator$/;
const smallFunctions =
  /^(?:ago|bin|case|count|countif|dcount|iif|indexof|isnotnull|isnull|max|maxif|min|minif|now|strcat|strlen|substring|sum|sumif|tostring|Registry|RegistryKey|WinEvent|File|WindowsRegistry|WindowsEvent|FileInfo)$/;

interface Asked {
  readonly rule: Rule;
  readonly query: RuleQuery;
  readonly parsed: ParsedQuery;
}

for (const variants of engines) {
  const { name, limits } = variants[0]!;
  const { schema, functions, ignoresCase, rows } = tablesOf[name]!;
  const asked = rules.flatMap((rule): Asked[] => {
    const query = ruleQuery(variants, rule);
    if (typeof query === "string") return [];
    return [{ rule, query, parsed: parseQuery(query.text, schema, functions) }];
  });
  const answers = (parsed: ParsedQuery, fleet: readonly FleetDevice[]): Map<unknown, Row> => {
    const options = { now: new Date(deviceNow), ignoresCase };
    const found = evaluateQuery(parsed.syntax, rows(fleet), options);
    assert.is(found.length, new Set(found.map(({ Device }) => Device)).size, "a row a device");
    return new Map(found.map((row) => [row["Device"], row]));
  };

  test(`${name}: every query parses and binds to the documented tables`, () => {
    assert.ok(asked.length > 15);
    for (const { rule, parsed } of asked) assert.equal(parsed.diagnostics, [], rule.id);
  });

  test(`${name}: every query keeps within the limits of the engine`, () => {
    for (const { rule, query, parsed } of asked) {
      const nodes = allNodes(parsed.syntax);
      const joins = nodes.filter(({ kind }) => kind === "JoinOperator").length;
      assert.ok(joins <= limits.joins, `${rule.id}: ${joins} joins`);
      assert.ok(query.text.length <= limits.characters, rule.id);
      if (limits.joins === Infinity) continue;
      for (const { kind, children } of nodes) {
        if (kind.endsWith("Operator")) assert.match(kind, smallOperators, rule.id);
        if (kind === "FunctionCallExpression")
          assert.match(firstToken(children[0]!), smallFunctions, rule.id);
        assert.not.match(kind, /^(?:LetStatement|InCs|In|Has|MatchesRegex|EqualTilde|BangTilde)/, rule.id);
      }
    }
  });

  test(`${name}: every query says of a device what the rule says, or unknown`, () => {
    const wrong: string[] = [];
    const decided: Record<string, number> = {};
    for (const { rule, parsed } of asked) {
      const fleet = fleetFor(rule);
      const said = answers(parsed, fleet);
      for (const { name: device, device: facts } of fleet) {
        const { verdict, text } = evaluate(rule, facts);
        const answer = said.get(device);
        if (answer?.["Verdict"] === verdict) decided[verdict] = (decided[verdict] ?? 0) + 1;
        else if (answer?.["Verdict"] !== "unknown")
          wrong.push(`${rule.id} on ${device}: ${verdict} (${text}), not ${JSON.stringify(answer)}`);
      }
    }
    assert.equal(wrong, []);
    // Not all of it is `unknown`.
    for (const verdict of ["healthy", "unhealthy", "not-applicable"])
      assert.ok((decided[verdict] ?? 0) > 10, `${verdict}: ${JSON.stringify(decided)}`);
  });

  test(`${name}: no query says unknown where what the engine sees decides`, () => {
    const missed: string[] = [];
    let decided = 0;
    for (const { rule, query, parsed } of asked) {
      // What did not fit into the limits of the engine is not asked for.
      if (query.text.includes("left out") || query.unseen.some((part) => part.includes("left out"))) continue;
      if (query.conditions.some(({ reasons }) => reasons.some((reason) => reason.includes("left out"))))
        continue;
      const fleet = fleetFor(rule).filter(
        ({ device, language }) => language === "en" && !isHistory(rule, device),
      );
      const blind = blindRule(
        rule,
        (assertion) =>
          sees(name, rule, assertion) && (name !== "Advanced hunting" || isRecorded(assertion.fact, fleet)),
      );
      const said = answers(parsed, fleet);
      for (const { name: device, device: facts } of fleet) {
        const known = verdictOfBlind(name, blind, facts);
        if (known === undefined) continue;
        decided += 1;
        if (said.get(device)?.["Verdict"] !== known)
          missed.push(`${rule.id} on ${device}: ${known}, not ${JSON.stringify(said.get(device))}`);
      }
    }
    assert.equal(missed, []);
    assert.ok(decided > 20, `only ${decided} were decided`);
  });
}

test("every rule has a query, or a reason of its own for every engine", () => {
  for (const rule of rules)
    for (const variants of engines) {
      const query = ruleQuery(variants, rule);
      if (typeof query === "string")
        assert.match(query, /(?:sees nothing that decides: .|does not fit)/, rule.id);
    }
});

test("no two rules have the same query", () => {
  for (const variants of engines) {
    const texts = rules.map((rule) => ruleQuery(variants, rule)).filter((query) => typeof query !== "string");
    const bare = texts.map(({ text }) => text.replace(/mderules\\\\[\w-]+/g, ""));
    assert.is(new Set(bare).size, bare.length, variants[0]!.name);
  }
});

test("events are told by their provider, in every engine", () => {
  for (const rule of rules) {
    const providers = rule.symptoms.flatMap(assertionsOf).flatMap(({ fact }) => fact.event?.provider ?? []);
    for (const variants of engines) {
      const query = ruleQuery(variants, rule);
      if (
        typeof query === "string" ||
        !/Condition\d+: event|^(?:WinEvent|WindowsEvent|Event)\b/m.test(query.text)
      )
        continue;
      for (const provider of providers) assert.match(query.text, `'${provider}'`, rule.id);
    }
  }
});

test("devices that stopped reporting are found", () => {
  const file = [...fleet.emit(program)].find(
    ({ path }) => path === "fleet/stopped-reporting/AdvancedHunting.kql",
  )!;
  const { syntax, diagnostics } = parseQuery(String(file.content), huntingTables.schema);
  assert.equal(diagnostics, []);
  const seen = (name: string, days: number, status: string, health: string): Row => ({
    Timestamp: new Date(deviceNow - days * 86_400_000),
    DeviceId: name,
    DeviceName: name,
    OSPlatform: "Windows11",
    OnboardingStatus: status,
    SensorHealthState: health,
    ClientVersion: "10.8760",
  });
  const assessed = {
    DeviceId: "impaired",
    ConfigurationId: "scid-2002",
    IsApplicable: true,
    IsCompliant: false,
  };
  const tables = {
    DeviceInfo: [
      seen("active", 0, "Onboarded", "Active"),
      seen("silent", 9, "Onboarded", "Active"),
      seen("inactive", 1, "Onboarded", "Inactive"),
      seen("impaired", 1, "Onboarded", "Active"),
      seen("never", 0, "Can be onboarded", ""),
      seen("other", 0, "Onboarded", "Unknown"),
      { ...seen("phone", 0, "Onboarded", "Active"), OSPlatform: "iOS" },
    ],
    DeviceTvmSecureConfigurationAssessment: [assessed],
    DeviceEvents: [{ DeviceId: "silent", Timestamp: new Date(deviceNow - 9 * 86_400_000) }],
  };
  const said = evaluateQuery(syntax, tables, { now: new Date(deviceNow), ignoresCase: false });
  assert.equal(
    said.map((row) => [row["Device"], row["Verdict"]]),
    [
      ["active", "healthy"],
      ["silent", "unhealthy"],
      ["inactive", "unhealthy"],
      ["impaired", "unhealthy"],
      ["never", "not-applicable"],
      ["other", "unknown"],
    ],
  );
});

test("every rule is asked about or named as one that is not, and files are ASCII", () => {
  const files = [...fleet.emit(program)];
  const asked = new Set(files.flatMap(({ rule }) => rule ?? []));
  const skipped = fleet.skipped!(program).map(({ rule }) => rule);
  assert.equal([...asked, ...skipped].sort(), program.rules.map(({ id }) => id).sort());
  for (const { path, content } of files) assert.match(String(content), /^[\t\r\n -~]+$/, path);
});

test("a query says what it rests on", () => {
  const text = String(
    [...fleet.emit(program)].find(({ path }) => path === "fleet/sense-event-6/CMPivot.kql")!.content,
  );
  assert.match(text, /^\/\/ sense-event-6: .*\r\n\/\/ Source: /);
  assert.match(text, /\r\n\/\/ Assumed: the columns ID and ProviderName of WinEvent/);
  assert.match(text, /\r\n\/\/ symptom event 6 from Microsoft-Windows-SENSE/);
  assert.match(text, /\r\n\/\/ Condition1: registry /);
  assert.match(text, /where ID == 6 and ProviderName == 'Microsoft-Windows-SENSE'/);
});

test("text stays text in a query", () => {
  assert.is(kustoString("it's C:\\x \u00e9\n"), "'it\\'s C:\\\\x \\u00e9\\u000a'");
});

test("a workspace that does not hold a log tells nothing", () => {
  const rule = rules.find(({ id }) => id === "sense-event-55")!;
  const query = ruleQuery(
    engines.find(([engine]) => engine!.name === "Log Analytics")!,
    rule,
  ) as RuleQuery;
  const { syntax } = parseQuery(query.text, logAnalyticsTables.schema);
  const fleet = fleetFor(rule).map((one) => ({ ...one, device: { ...one.device, events: [] } }));
  const options = { now: new Date(deviceNow), ignoresCase: false };
  const said = evaluateQuery(syntax, logAnalyticsTables.rows(fleet), options);
  assert.is(said.length, fleet.length);
  assert.ok(said.every((row) => row["Verdict"] === "unknown"));
});

/**
 * Devices that the rule can tell apart, all readable, every second one with a Windows in German. Left out are those on
 * which a registry value has another type than the rule expects, as engines show data as text: each query says so.
 */
function fleetFor(rule: Rule): readonly FleetDevice[] {
  const known = fleets.get(rule) ?? makeFleet(rule);
  fleets.set(rule, known);
  return known;
}

const fleets = new Map<Rule, readonly FleetDevice[]>();

function makeFleet(rule: Rule): FleetDevice[] {
  const devices = devicesThatMatter(rule).filter(
    ({ device }) => device.unreadable.length === 0 && hasExpectedTypes(rule, device),
  );
  const step = Math.max(1, Math.ceil(devices.length / mostDevices));
  const fleet = devices
    .filter((_, index) => index % step === 0)
    .map(({ device }, index): FleetDevice => ({
      name: `device ${index}`,
      device,
      language: index % 2 === 0 ? "en" : "de",
    }));
  // One that has logged something in every log: a workspace that collects it.
  const { device } = structuredClone(fleet[0]!);
  const logs = new Set(devices.flatMap((one) => one.device.events.map(({ log }) => log)));
  for (const log of [...logs, ...logsOf(rule)])
    device.events.push({
      log,
      provider: "Somebody",
      id: 1,
      level: "information",
      ageSeconds: 20 * 86_400,
      data: [],
    });
  return [...fleet, { name: "collected", device, language: "en" }];
}

function logsOf(rule: Rule): string[] {
  const logs = factsOf(rule).flatMap(
    ({ fact }) => fact.event?.log ?? (fact.kind === "log" ? textOf(fact.slots["name"]) : []),
  );
  return [...logs, ...(rule.each === undefined ? [] : [rule.each.query.log])];
}

function textOf(slot: Assertion["fact"]["slots"][string] | undefined): string {
  return slot?.type === "text" ? slot.text : "";
}

function hasExpectedTypes(rule: Rule, device: Device): boolean {
  return factsOf(rule).every(({ fact, compared }) => {
    if (fact.kind !== "registry" || fact.property !== "data") return true;
    const data = registryValue(device, textOf(fact.slots["key"]), textOf(fact.slots["name"]))?.data;
    return compared.every(
      ({ type }) =>
        (type !== "integer" || typeof data !== "string" || !/^\d+$/.test(data)) &&
        (type !== "text" || typeof data !== "number"),
    );
  });
}

function isHistory(rule: Rule, device: Device): boolean {
  return registryKey(device, memoryKey(rule)) !== undefined;
}

/** What the rule with all that is not seen made unknown decides; undefined where that is unknown, or whether it applies. */
function verdictOfBlind(engine: string, rule: Rule, device: Device): Verdict | undefined {
  const hidden = { ...device, unreadable: [hiddenResource] };
  if (rule.each !== undefined && engine !== "Log Analytics") return undefined;
  if (engine === "Log Analytics" && historyOf(rule).fix) return undefined;
  // Without a report of its build a device has none for advanced hunting, which is unknown there.
  if (engine === "Advanced hunting" && registryValue(device, versionKey, "CurrentBuildNumber") === undefined)
    return undefined;
  // Device query does not tell a service that is hidden from one that is missing.
  if (engine === "Device query" && factsOf(rule).some(({ fact }) => isUnlistedService(fact, device)))
    return undefined;
  const applies = rule.applies && testCondition(rule.applies, surroundingsOf(rule, hidden));
  if (applies !== undefined && applies.truth === undefined) return undefined;
  const { verdict } = evaluate(rule, hidden);
  return verdict === "unknown" ? undefined : verdict;
}

function isUnlistedService(fact: Assertion["fact"], device: Device): boolean {
  const isState = fact.kind === "service" && fact.property === "state";
  return isState && device.services[textOf(fact.slots["name"]).toLowerCase()] === undefined;
}

/** What each engine sees of the assertions of a rule: said here once more, apart from the compiler. */
/** Advanced hunting holds changes: a value that no device of the fleet has was never set, and never deleted. */
function isRecorded(
  { kind, slots }: Assertion["fact"],
  fleet: readonly { readonly device: Device }[],
): boolean {
  const { key, name } = slots;
  if (kind !== "registry" || key?.type !== "text" || name?.type !== "text") return true;
  return fleet.some(({ device }) => registryValue(device, key.text, name.text) !== undefined);
}

function sees(engine: string, rule: Rule, { fact, values, operator }: Assertion): boolean {
  const kind = `${fact.kind} ${fact.property}`;
  const { start } = historyOf(rule);
  const isEvent = fact.event !== undefined;
  const isMissing = values.every(({ type }) => type === "missing");
  switch (engine) {
    case "CMPivot":
      if (isEvent) return fact.event.where === undefined && !start;
      if (kind === "log newest-error") return isMissing;
      if (kind === "registry data")
        return operator !== "contains" || values.every(({ type }) => type === "text");
      return /^(?:registry key|service|windows|setup|process|file presence)/.test(kind);
    case "Log Analytics":
      return (isEvent && !start) || (kind === "log newest-error" && isMissing);
    case "Device query":
      return (
        (isEvent && fact.event.where === undefined && !historyOf(rule).fix && !start) ||
        /^(?:service state|process)/.test(kind)
      );
    case "Advanced hunting":
      return /^(?:registry data|windows build|service start)/.test(kind);
    default:
      throw new Error(`which facts ${engine} sees`);
  }
}

function allNodes(node: SyntaxNode): SyntaxNode[] {
  return [node, ...node.children.flatMap(allNodes)];
}

function firstToken(node: SyntaxNode): string {
  return node.children.length === 0 ? node.text : firstToken(node.children[0]!);
}

test.run();
