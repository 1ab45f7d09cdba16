import { sameText } from "../simulate/compare.ts";
import type { Configuration } from "../model/configuration.ts";
import type { Rule } from "../model/rule.ts";
import { changesDevice, type Step } from "../model/step.ts";
import {
  type Device,
  type DeviceEvent,
  registryKey,
  registryKeyIsDenied,
  registryValue,
  serviceKey,
} from "../simulate/device.ts";

/** The document whose rules the law judges. */
export const judgedDocument = "troubleshoot-onboarding";

/** What is known of a device: undefined where something that decides cannot be read. */
type Known = boolean | undefined;

/**
 * What a planned rule lacks before it may change a device, in words; undefined where somebody asked for the change. The
 * law `asked-for` says here, in its own words, what a device is meant to be: neither the definitions of the rulebook
 * nor its guard are looked at, so that a guard that was weakened and a rule that evades it are found. It speaks of one
 * product, so it judges the rules of its document alone: what other rulebooks demand is their own word, and that scripts
 * keep to it is the law `declared-effects`.
 */
export function whatIsMissing(rule: Rule, device: Device, { onboarding }: Configuration): string | undefined {
  if (rule.document !== judgedDocument) return undefined;
  const gone = isTakenOut(device);
  if (isAboutOffboarding(rule)) return told("was taken out", gone);
  const wanted = both(not(gone), either(onboarding?.wanted === "assigned", showsThatItIsWanted(device)));
  return told("is wanted", wanted);
}

function told(what: string, known: Known): string | undefined {
  return known === true
    ? undefined
    : `nothing says that the device ${what}${known === undefined ? ", for not all can be read" : ""}`;
}

/** A rule whose every step takes the device out, whatever guard it chooses. */
function isAboutOffboarding({ fixes }: Rule): boolean {
  const changes = fixes.flatMap(({ steps }) => steps.filter(changesDevice));
  return changes.length > 0 && changes.every(takesOut);
}

/** Whether a step runs the offboarding package, or keeps the sensor from running. */
function takesOut(step: Step): boolean {
  if (step.kind === "run") return step.action === "offboarding";
  if (step.kind !== "set" || step.fact.kind !== "service" || step.value.type !== "word") return false;
  const { name } = step.fact.slots;
  return (
    name?.type === "text" &&
    sameText(name.text, "Sense") &&
    ["manual", "disabled", "stopped"].includes(step.value.word)
  );
}

export const sense = { log: "Microsoft-Windows-SENSE/Operational", provider: "Microsoft-Windows-SENSE" };
const mdmProvider = "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider";
const csp = { log: `${mdmProvider}/Admin`, provider: mdmProvider };
const onboardingScript = { log: "Application", provider: "WDATPOnboarding" };
const offboardingScript = { log: "Application", provider: "WDATPOffboarding" };
const succeeded = { id: 20, level: "information" } as const;

export const policyKey = "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Advanced Threat Protection";
export const statusKey = "HKLM\\SOFTWARE\\Microsoft\\Windows Advanced Threat Protection\\Status";
/** The value that the offboarding script leaves. */
export const offboardingValue = "696C1FA1-4030-4FA4-8713-FAF9B2EA7C0A";

/** The last word was offboarding. Registry values carry no time: an order does not count while somebody tries to onboard. */
function isTakenOut(device: Device): Known {
  return either(
    lastWordIs(device, { ...sense, id: 44 }, { ...sense, id: 11 }),
    lastWordIs(device, { ...offboardingScript, ...succeeded }, { ...onboardingScript, ...succeeded }),
    isRetired(device),
    both(hasOffboardingData(device), not(wasTriedLately(device))),
  );
}

/** The device itself shows that it is to be onboarded; whether it was taken out since is another question. */
function showsThatItIsWanted(device: Device): Known {
  return both(
    not(hasOffboardingData(device)),
    either(
      has(device, policyKey, "OnboardingInfo"),
      value(device, statusKey, "OnboardingState", (data) => data === 1),
    ),
  );
}

function hasOffboardingData(device: Device): Known {
  return either(has(device, policyKey, "OffboardingInfo"), has(device, policyKey, offboardingValue));
}

/** A sensor that was onboarded once, is stopped, and that nothing starts again. */
function isRetired(device: Device): Known {
  const onboardedOnce = either(has(device, statusKey, "OnboardingState"), has(device, statusKey, "OrgId"));
  const startsByHand = value(device, serviceKey("Sense"), "Start", (data) => data === 3 || data === 4);
  return both(onboardedOnce, sensorIsStopped(device), startsByHand);
}

/** The service manager hides a service that nobody may query; its key is there all the same. */
function sensorIsStopped(device: Device): Known {
  if (device.unreadable.includes("service:sense")) return undefined;
  const service = device.services["sense"];
  if (service !== undefined) return service.state === "stopped";
  return registryKey(device, serviceKey("Sense")) === undefined ? false : undefined;
}

/** The errors of the onboarding script that say that it failed. */
const failuresOfScript = [5, 10, 15, 30, 35, 40, 65];
const aWeek = 7 * 86_400;

/** A script, the configuration service provider or the sensor tried to onboard within a week, whatever came of it. */
function wasTriedLately(device: Device): Known {
  const lately = (wanted: EventPattern): Known => wasLogged(device, wanted, aWeek);
  const ofOnboarding = ({ data }: DeviceEvent): boolean =>
    data.slice(0, 2).some((datum) => datum.value.toUpperCase().includes("ONBOARDING"));
  return either(
    ...failuresOfScript.map((id) => lately({ ...onboardingScript, id, level: "error" })),
    lately({ ...onboardingScript, ...succeeded }),
    lately({ ...sense, id: 6 }),
    lately({ ...sense, id: 11 }),
    lately({ ...sense, id: 1819, accepts: ofOnboarding }),
    lately({ ...csp, id: 1819, accepts: ofOnboarding }),
  );
}

interface EventPattern {
  readonly log: string;
  readonly provider: string;
  readonly id: number;
  readonly level?: DeviceEvent["level"];
  readonly accepts?: (event: DeviceEvent) => boolean;
}

/** Logs are not asked for what is older: conditions of rules have to name a time, and no log goes back that far. */
const tenYears = 3650 * 86_400;

/** Whether the newest event of one kind is newer than the newest of another; both are in one log, which has an order. */
function lastWordIs(device: Device, wanted: EventPattern, other: EventPattern): Known {
  if (isDenied(device, wanted.log)) return undefined;
  const newest = newestOf(device, wanted, tenYears);
  if (newest === undefined) return false;
  const last = newestOf(device, other, Infinity);
  if (last === undefined || newest.ageSeconds !== last.ageSeconds)
    return last === undefined || newest.ageSeconds < last.ageSeconds;
  return device.events.indexOf(newest) > device.events.indexOf(last);
}

function wasLogged(device: Device, wanted: EventPattern, withinSeconds: number): Known {
  return isDenied(device, wanted.log) ? undefined : newestOf(device, wanted, withinSeconds) !== undefined;
}

/** Of events with the same time the one that its log has last. */
function newestOf(device: Device, wanted: EventPattern, withinSeconds: number): DeviceEvent | undefined {
  const { id, level, log, provider, accepts } = wanted;
  let newest: DeviceEvent | undefined;
  for (const event of device.events) {
    const fits =
      event.id === id &&
      sameText(event.log, log) &&
      sameText(event.provider, provider) &&
      (level === undefined || event.level === level) &&
      event.ageSeconds <= withinSeconds &&
      (accepts === undefined || accepts(event));
    if (fits && (newest === undefined || event.ageSeconds <= newest.ageSeconds)) newest = event;
  }
  return newest;
}

function isDenied(device: Device, log: string): boolean {
  return device.unreadable.includes(`log:${log.toLowerCase()}`);
}

function has(device: Device, key: string, name: string): Known {
  return value(device, key, name, (data) => data !== undefined);
}

function value(device: Device, key: string, name: string, holds: (data: unknown) => boolean): Known {
  return registryKeyIsDenied(device, key) ? undefined : holds(registryValue(device, key, name)?.data);
}

function not(known: Known): Known {
  return known === undefined ? undefined : !known;
}

function either(...terms: Known[]): Known {
  return terms.includes(true) ? true : terms.includes(undefined) ? undefined : false;
}

function both(...terms: Known[]): Known {
  return not(either(...terms.map(not)));
}
