import { kustoString } from "../../encode/kusto.ts";
import type { Assertion, Condition, EventQuery } from "../../model/condition.ts";
import { describeCondition, describeEach } from "../../model/describe.ts";
import type { Rule } from "../../model/rule.ts";

/** What a query asks of a fleet about a rule: one of the rule's conditions, and all that is not in it. */
export interface FleetQuestion {
  readonly shows: string;
  /** Parts of the rule, and of the condition, that the query does not have. */
  readonly leavesOut: readonly string[];
  readonly cmpivot: string;
  /** Undefined where the question is not about events, which alone are collected. */
  readonly logAnalytics: string | undefined;
}

/** The question for a rule: its first symptom, what `each` looks at, or its only check; undefined where none can be asked. */
export function fleetQuestion(rule: Rule): FleetQuestion | undefined {
  const others = (condition: Condition | undefined): string[] => [
    ...(rule.applies === undefined ? [] : [`applies when ${describeCondition(rule.applies)}`]),
    ...(rule.each === undefined || condition === undefined ? [] : [describeEach(rule)!]),
    ...rule.symptoms.filter((one) => one !== condition).map((one) => `symptom ${describeCondition(one)}`),
    ...rule.checks.filter((one) => one !== condition).map((one) => `check ${describeCondition(one)}`),
  ];
  for (const symptom of rule.symptoms) {
    const query = presentEvent(symptom);
    if (query !== undefined) return eventQuestion(query, describeCondition(symptom), others(symptom));
  }
  if (rule.each !== undefined) return eventQuestion(rule.each.query, rule.each.text, others(undefined));
  const [check] = rule.checks;
  if (rule.symptoms.length > 0 || rule.checks.length !== 1 || check?.kind !== "assertion") return undefined;
  return checkQuestion(check, others(check));
}

/** The events that a condition wants to be there, where it wants nothing else. */
function presentEvent(condition: Condition): EventQuery | undefined {
  if (condition.kind !== "assertion" || condition.fact.property === "count") return undefined;
  return condition.negated ? condition.fact.event : undefined;
}

function eventQuestion(query: EventQuery, shows: string, others: readonly string[]): FleetQuestion {
  const { id, provider, log, level, withinSeconds, where, since } = query;
  const hours = Math.ceil(withinSeconds / 3600);
  const data = [
    ...(where === undefined ? [] : ["what the event's data has to be"]),
    ...(since === undefined ? [] : [`that it came after the last event ${since.id} from ${since.provider}`]),
  ];
  const cmpivot = [
    `WinEvent(${kustoString(log)}, ${hours}h)`,
    `| where ID == ${id}`,
    "| summarize count() by Device",
  ];
  const logAnalytics = [
    "Event",
    `| where TimeGenerated > ago(${hours}h)`,
    `| where EventLog == ${kustoString(log)} and Source == ${kustoString(provider)} and EventID == ${id}`,
    ...(level === undefined ? [] : [`| where EventLevel == ${levelNumbers[level]}`]),
    "| summarize Events = count(), Last = max(TimeGenerated) by Computer",
  ];
  const local = [
    ...(log.startsWith(provider)
      ? []
      : [`the provider ${provider} (CMPivot): others log an event ${id} in ${log} too`]),
    ...(level === undefined
      ? []
      : [`the level ${level} (CMPivot): it knows it as a word of the display language`]),
  ];
  return {
    shows,
    leavesOut: [...others, ...data, ...local],
    cmpivot: cmpivot.join("\n"),
    logAnalytics: logAnalytics.join("\n"),
  };
}

const levelNumbers = { critical: 1, error: 2, warning: 3, information: 4 };

/** Devices on which a check fails, where one table of CMPivot tells. */
function checkQuestion(check: Assertion, others: readonly string[]): FleetQuestion | undefined {
  const { fact, operator, values, negated } = check;
  const [value] = values;
  const shows = `not (${describeCondition(check)})`;
  if (fact.event !== undefined) {
    const wantsNone = !negated && value?.type === "missing" && fact.property !== "count";
    return wantsNone
      ? eventQuestion(fact.event, `a failing check: ${describeCondition(check)}`, others)
      : undefined;
  }
  const slot = (name: string): string | undefined => {
    const found = fact.slots[name];
    return found?.type === "text" ? found.text : undefined;
  };
  if (operator !== "is" || negated || value === undefined) return undefined;
  const name = slot("name");
  if (fact.kind === "service" && value.type === "word" && name !== undefined) {
    const column = fact.property === "state" ? "State" : "StartMode";
    const word = serviceWords[value.word];
    if (word === undefined) return undefined;
    return {
      shows,
      leavesOut: [
        ...others,
        "devices that do not have the service",
        ...(column === "StartMode" ? ["a delayed start"] : []),
      ],
      cmpivot: `Service\n| where Name == ${kustoString(name)}\n| where ${column} != ${kustoString(word)}\n| project Device, Name, State, StartMode`,
      logAnalytics: undefined,
    };
  }
  const key = slot("key");
  if (fact.kind !== "registry" || fact.property !== "data" || key === undefined || name === undefined)
    return undefined;
  const path = kustoString(key.replace(/^HKLM\\/, "hklm:\\"));
  const rows = `Registry(${path})\n| where Property == ${kustoString(name)}`;
  if (value.type === "missing") {
    return {
      shows,
      leavesOut: others,
      cmpivot: `${rows}\n| project Device, Property, Value`,
      logAnalytics: undefined,
    };
  }
  if (value.type !== "integer" && value.type !== "text") return undefined;
  const wanted = kustoString(value.type === "integer" ? String(value.value) : value.text);
  return {
    shows,
    leavesOut: [...others, "devices that do not have the value"],
    cmpivot: `${rows}\n| where Value != ${wanted}\n| project Device, Property, Value`,
    logAnalytics: undefined,
  };
}

/** Words of a rule as CMPivot shows them. */
const serviceWords: Readonly<Record<string, string>> = {
  running: "Running",
  stopped: "Stopped",
  automatic: "Auto",
  manual: "Manual",
  disabled: "Disabled",
};
