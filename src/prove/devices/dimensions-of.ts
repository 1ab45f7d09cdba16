import { logsOf } from "../../kinds/event.ts";
import { propertyOf } from "../../kinds/index.ts";
import type { EventQuery, Fact } from "../../model/condition.ts";
import type { Rule } from "../../model/rule.ts";
import { siteActions } from "../../model/step.ts";
import { literalValue } from "../../model/value.ts";
import { conditionHoldsOf } from "../../simulate/compare.ts";
import { denyAccess } from "../../simulate/describe-device.ts";
import {
  type Device,
  deviceNow,
  packageStates,
  setRegistryValue,
  typicalDevice,
} from "../../simulate/device.ts";
import { historyOf, memoryKey } from "../../model/history.ts";
import { resolve, resolveSlots } from "../../simulate/truth.ts";
import type { Dimension, Option } from "./dimension.ts";
import { type EventData, eventOptions, fewEventOptions } from "./event-options.ts";
import { type FactUse, factsOf } from "../../model/facts-of.ts";
import { type InterestingValue, interestingLiterals } from "./interesting-literals.ts";
import { meantToBeDimensions } from "./meant-to-be.ts";
import { oddOptions } from "./oddities.ts";

const aDay = 86_400;

/** Everything in which devices differ for a planned rule. */
export function dimensionsOf(rule: Rule): Dimension[] {
  const names = eachNames(rule);
  const dimensions: Dimension[] = [];
  const denied = new Set<string>();
  if (rule.each !== undefined) dimensions.push(eachDimension(rule.each, names, denied));
  const own = new Set(factsOf({ ...rule, guard: undefined }).map(({ fact }) => fact.text));
  for (const use of factsOf(rule).filter(({ fact }) => propertyOf(fact).site === undefined)) {
    const isNamed = JSON.stringify([use.fact, use.compared]).includes('"type":"variable"');
    for (const each of isNamed ? names.slice(0, 2) : [undefined])
      dimensions.push(factDimension(use, each, denied, !own.has(use.fact.text)));
  }
  return [
    ...dimensions,
    ...historyDimensions(rule),
    ...actionDimensions(rule),
    ...meantToBeDimensions(rule),
  ].filter(({ options }) => options.length > 1);
}

/** What events name where the rule goes through them: two that count, and one that is not among those listed. */
function eachNames({ each, scenarios }: Rule): string[] {
  if (each === undefined) return [];
  const described = scenarios.flatMap(({ given }) =>
    given.flatMap(({ event }) => {
      const name = typeof each.key === "number" ? event?.data[each.key - 1] : undefined;
      return name === undefined || name === "" ? [] : [name];
    }),
  );
  const known = [...new Set([...described, ...(each.among ?? ["Sense", "DiagTrack"])])];
  const allowed = known.filter((name) => each.among === undefined || each.among.includes(name));
  return [...allowed.slice(0, 2), ...known.filter((name) => !allowed.includes(name)).slice(0, 1), "Unlisted"];
}

function eachDimension(
  each: NonNullable<Rule["each"]>,
  names: readonly string[],
  denied: Set<string>,
): Dimension {
  const dataOf = (name: string): EventData =>
    typeof each.key === "number"
      ? [...Array.from({ length: each.key - 1 }, () => ({ value: "" })), { value: name }]
      : [{ name: each.key, value: name }];
  const first = names[0] ?? "Sense";
  const data = [...names.map(dataOf), dataOf(first.toUpperCase()), dataOf(""), []];
  return {
    name: each.text,
    options: [
      ...eventOptions(each.query, data),
      ...logsOf(each.query).flatMap((log) => denials(`log:${log}`, denied)),
    ],
  };
}

/** `isOfGuard`: the guard alone asks, which all rules share: of odd values and of other sources each rule need not try all. */
function factDimension(
  { fact, compared }: FactUse,
  each: string | undefined,
  denied: Set<string>,
  isOfGuard: boolean,
): Dimension {
  const slots = resolveSlots(fact, { each });
  const resources =
    fact.event === undefined
      ? [propertyOf(fact).simulation.resource(slots)]
      : logsOf(fact.event).map((log) => `log:${log}`);
  const options =
    fact.event === undefined
      ? [
          ...interestingLiterals(
            propertyOf(fact).type,
            compared.map((value) => resolve(value, { each })),
          ).flatMap((value) => describedOption(fact, each, value)),
          ...(isOfGuard ? [] : oddOptions(fact, slots)),
        ]
      : isOfGuard
        ? fewEventOptions(fact.event)
        : eventOptions(resolveQuery(fact.event, each));
  return {
    name: each === undefined ? fact.text : `${fact.text} (${each})`,
    options: [...options, ...resources.flatMap((resource) => denials(resource, denied))],
  };
}

/** A value as a scenario would give it; none where a device cannot be described so. */
function describedOption(
  fact: Fact,
  each: string | undefined,
  { literal, valueType }: InterestingValue,
): Option[] {
  const { simulation, type } = propertyOf(fact);
  const slots = resolveSlots(fact, { each });
  const span = { source: { path: "", text: "" }, start: 0, end: 0 };
  const given = { fact, value: literal, valueType, event: undefined, span };
  const apply = (device: Device): void => simulation.describe(device, slots, given);
  const probe = typicalDevice();
  apply(probe);
  const reading = simulation.read(probe, slots, fact);
  const isPresent = type.type === "presence" && literal.type !== "missing";
  const isSo =
    reading.known &&
    (isPresent
      ? reading.value !== undefined
      : conditionHoldsOf(reading.value, { operator: "is", values: [literal], negated: false }));
  if (!isSo) return [];
  const value = literalValue(literal);
  return [
    { name: value === undefined ? "missing" : `${typeof value === "string" ? `"${value}"` : value}`, apply },
  ];
}

function resolveQuery(query: EventQuery, each: string | undefined): EventQuery {
  return each === undefined
    ? query
    : (JSON.parse(JSON.stringify(query), (_, value: unknown) => variableAsText(value, each)) as EventQuery);
}

function variableAsText(value: unknown, each: string): unknown {
  const isVariable =
    typeof value === "object" && value !== null && "type" in value && value.type === "variable";
  return isVariable ? { type: "text", text: each } : value;
}

/** A resource is denied by the first fact that is read from it. */
function denials(resource: string, denied: Set<string>): Option[] {
  const name = resource.toLowerCase();
  if (name === "privilege" || denied.has(name)) return [];
  denied.add(name);
  return [{ name: "unreadable", apply: (device) => denyAccess(device, name), denies: true }];
}

function historyDimensions(rule: Rule): Dimension[] {
  const { fix, start } = historyOf(rule);
  const dimensions: Dimension[] = [];
  if (fix) {
    const key = memoryKey(rule);
    const fixedAt =
      (secondsAgo: number) =>
      (device: Device): void => {
        const data = new Date(deviceNow - secondsAgo * 1000).toISOString().replace(/\.\d+Z$/, "Z");
        setRegistryValue(device, key, { name: "LastFix", type: "string", data });
      };
    dimensions.push({
      name: "last fix",
      options: [
        { name: "none", apply: () => undefined },
        { name: "half an hour ago", apply: fixedAt(1800) },
        { name: "a year ago", apply: fixedAt(365 * aDay) },
        ...denials(`registry:${key}`, new Set()),
      ],
    });
  }
  if (start) {
    const upFor =
      (seconds: number) =>
      (device: Device): void =>
        void (device.uptimeSeconds = seconds);
    dimensions.push({
      name: "uptime",
      options: [
        { name: "half an hour", apply: upFor(1800) },
        { name: "three days", apply: upFor(3 * aDay) },
        { name: "a year", apply: upFor(365 * aDay) },
      ],
    });
  }
  return dimensions;
}

function actionDimensions(rule: Rule): Dimension[] {
  const steps = rule.fixes.flatMap((branch) => branch.steps);
  const dimensions: Dimension[] = siteActions
    .filter((action) => steps.some((step) => step.kind === "run" && step.action === action))
    .map((action) => ({
      name: `${action} package`,
      options: packageStates.map((outcome) => ({
        name: outcome,
        apply: (device) => void (device.packages[action] = outcome),
      })),
    }));
  const readsRights = factsOf(rule).some(({ fact }) => fact.kind === "privilege");
  if (!readsRights && steps.some(({ kind }) => kind === "set" || kind === "run")) {
    const rights = [true, false].map((elevated) => ({
      name: elevated ? "elevated" : "none",
      apply: (device: Device) => void (device.elevated = elevated),
    }));
    dimensions.push({ name: "rights", options: rights });
  }
  return dimensions;
}
