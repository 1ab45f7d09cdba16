// What the functions of a kind read in a script is what its simulation reads, whatever the device is like.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compile } from "../../src/compile.ts";
import { type Job, runJobs } from "../../src/engine/engine.ts";
import type { Rule } from "../../src/model/rule.ts";
import { lineOf } from "../../src/model/line.ts";
import {
  createRegistryKey,
  type Device,
  type DeviceEvent,
  serviceKey,
  setRegistryValue,
  setServiceState,
  typicalDevice,
} from "../../src/simulate/device.ts";
import { evaluate } from "../../src/simulate/evaluate.ts";
import { intune } from "../../src/targets/intune/index.ts";
import { powerShell } from "../power-shell.ts";

const policyKey = "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Advanced Threat Protection";
const dataCollectionKey = "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\DataCollection";
const setupKey = "HKLM\\SYSTEM\\Setup";
const stateKey = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Setup\\State";
const proxyKey = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections";
const capability = "Microsoft.Windows.Sense.Client~~~~";
const standard = "https://winatp-gw-weu.microsoft.com/";

type Change = (device: Device) => void;

const denied =
  (...resources: string[]): Change =>
  ({ unreadable }) =>
    unreadable.push(...resources);
const all =
  (...changes: Change[]): Change =>
  (device) =>
    changes.forEach((change) => change(device));
const value =
  (key: string, name: string, data: number | string | number[]): Change =>
  (device) => {
    const type = typeof data === "number" ? "dword" : typeof data === "string" ? "string" : "binary";
    setRegistryValue(device, key, { name, type, data });
  };
const writers =
  (system: boolean, administrators: boolean): Change =>
  (device) => {
    createRegistryKey(device, policyKey).writers = { system, administrators };
  };
const onboardingData = value(
  policyKey,
  "OnboardingInfo",
  JSON.stringify({ body: JSON.stringify({ previousOrgIds: [], geoLocationUrl: standard }), sig: "..." }),
);
const proxySettings = (mode: number): Change =>
  value(proxyKey, "WinHttpSettings", [0x28, 0, 0, 0, 0, 0, 0, 0, mode, 0]);
const logged =
  (event: Partial<DeviceEvent>): Change =>
  ({ events }) =>
    events.push({ log: "Log A", provider: "A", id: 1, level: "error", ageSeconds: 60, data: [], ...event });

const untouched: Change = () => undefined;
const notElevated: Change = (device) => (device.elevated = false);
const aclDevices: Record<string, Change> = {
  "no key": untouched,
  "a key like any other": (device) => createRegistryKey(device, policyKey),
  "open to both": writers(true, true),
  "closed to administrators": writers(true, false),
  "closed to SYSTEM alone": writers(false, true),
  "closed to both": writers(false, false),
  "not to be read": all(writers(true, true), denied(`registry:${policyKey.toLowerCase()}`)),
};
const mdmDevices: Record<string, Change> = {
  "no nodes": untouched,
  onboarded: (device) => (device.mdm = { senseIsRunning: true, onboardingState: 1, orgId: "a-b" }),
  "not onboarded": (device) => (device.mdm = { senseIsRunning: false, onboardingState: 0, orgId: "" }),
  "not to be read": denied("mdm"),
};

/** By fact, with what is expected of it, the devices it is read on. */
const readings: Record<string, Record<string, Change>> = {
  [`acl "${policyKey}" system is writable`]: aclDevices,
  [`acl "${policyKey}" administrators is writable`]: aclDevices,
  [`capability "${capability}" is installed`]: {
    ...Object.fromEntries(
      ["installed", "not-present", "staged", "pending"].map((state) => [
        state,
        (device: Device) => (device.capabilities[capability.toLowerCase()] = state),
      ]),
    ),
    unknown: (device) => (device.capabilities = {}),
    "not to be read": denied("capability"),
    "not elevated": notElevated,
  },
  "hotfix KB4015217 is installed": {
    "no update": untouched,
    another: ({ hotfixes }) => hotfixes.push("KB40152170", "KB401521"),
    installed: ({ hotfixes }) => hotfixes.push("KB1", "KB4015217"),
    "not to be read": denied("hotfix"),
  },
  "service Contoso state is running": {
    "no service": untouched,
    running: (device) => setServiceState(device, "Contoso", "running"),
    "a key, and nothing that Get-Service shows": value(serviceKey("Contoso"), "Start", 2),
    "neither the service nor its key to be read": all(
      value(serviceKey("Contoso"), "Start", 2),
      denied(`registry:${serviceKey("Contoso").toLowerCase()}`),
    ),
    "not to be read": all(value(serviceKey("Contoso"), "Start", 2), denied("service:contoso")),
    "not to be read, without a key": denied("service:contoso"),
  },
  "setup oobe is complete": {
    "no value": untouched,
    "in progress": value(setupKey, "OOBEInProgress", 1),
    over: value(setupKey, "OOBEInProgress", 0),
    "not to be read": all(value(setupKey, "OOBEInProgress", 0), denied(`registry:${setupKey.toLowerCase()}`)),
  },
  "setup image is complete": {
    "no value": untouched,
    complete: value(stateKey, "ImageState", "IMAGE_STATE_COMPLETE"),
    sealed: value(stateKey, "ImageState", "IMAGE_STATE_GENERALIZE_RESEAL_TO_OOBE"),
    undeployable: value(stateKey, "ImageState", "IMAGE_STATE_UNDEPLOYABLE"),
  },
  "mdm sense-is-running is yes": mdmDevices,
  "mdm onboarding-state is 1": mdmDevices,
  "mdm org-id is present": mdmDevices,
  "workspace status is connected": {
    "no agent": untouched,
    connected: (device) => (device.workspace = "connected"),
    disconnected: (device) => (device.workspace = "disconnected"),
    "not to be read": all((device) => (device.workspace = "connected"), denied("workspace")),
  },
  "connectivity winhttp-proxy is direct": {
    "no settings": untouched,
    direct: proxySettings(1),
    proxy: proxySettings(3),
    automatic: proxySettings(9),
    "not to be read": all(proxySettings(1), denied(`registry:${proxyKey.toLowerCase()}`)),
  },
  [`connectivity "${standard}test" is reachable`]: {
    reachable: untouched,
    unreachable: ({ unreachable }) => unreachable.push(`${standard}test`),
    "out of time": denied(`url:${standard}test`),
    "TLS fails": denied(`tls:${standard}test`),
    "the sensor's proxy cannot be reached": all(
      value(dataCollectionKey, "TelemetryProxyServer", "proxy.example:8080"),
      ({ unreachable }) => unreachable.push("http://proxy.example:8080"),
    ),
    "neither the sensor's proxy nor the address can be reached": all(
      value(dataCollectionKey, "TelemetryProxyServer", "proxy.example:8080"),
      ({ unreachable }) => unreachable.push("http://proxy.example:8080", `${standard}test`),
    ),
    "the sensor's proxy": value(dataCollectionKey, "TelemetryProxyServer", "proxy.example:8080"),
    "the sensor's proxy not to be read": all(
      value(dataCollectionKey, "TelemetryProxyServer", "proxy.example:8080"),
      denied(`registry:${dataCollectionKey.toLowerCase()}`),
    ),
  },
  [`connectivity "${standard}" is reachable`]: { "leads elsewhere": untouched },
  [`connectivity "${standard}none" is reachable`]: { "refuses the request": untouched },
  "connectivity sensor is reachable": {
    "no data": untouched,
    "data without an address": value(policyKey, "OnboardingInfo", "{}"),
    reachable: onboardingData,
    "an address outside the body": value(policyKey, "OnboardingInfo", `{"geoLocationUrl": "${standard}a"}`),
    unreachable: all(onboardingData, ({ unreachable }) => unreachable.push(standard)),
    "out of time": all(onboardingData, denied(`url:${standard}`)),
    "data not to be read": all(onboardingData, denied(`registry:${policyKey.toLowerCase()}`)),
  },
  'log "Log A" newest-error within 1 day is missing': {
    "no log": untouched,
    "an error": logged({}),
    "a critical event": logged({ level: "critical", id: 7 }),
    "a warning": logged({ level: "warning" }),
    "an old error": logged({ ageSeconds: 90_000 }),
    "two errors": all(logged({ id: 2, ageSeconds: 600 }), logged({ id: 3, ageSeconds: 60, provider: "B" })),
    "not to be read": all(logged({}), denied("log:log a")),
  },
};

/** The detection of a rule with this check, and the rule. */
function detectionOf(check: string): { rule: Rule; detect: string } {
  const text = `document d\n\nrule r {\n  title "T"\n  covers u\n  severity error\n  check ${check}\n}\n`;
  const source = { path: "test.mderule", text };
  const { value: compiled, diagnostics } = compile({
    sources: [source],
    ledgers: [{ document: "d", units: [{ unit: "u" }] }],
  });
  assert.equal(
    diagnostics.map(({ message }) => message),
    [],
    check,
  );
  const files = intune.emit({ ...compiled, configuration: {}, version: "0.0.0" });
  const detect = [...files].find(({ role }) => role === "detect")!;
  return { rule: compiled.rules[0]!, detect: String(detect.content) };
}

const cases = Object.entries(readings).flatMap(([check, devices]) => {
  const { rule, detect } = detectionOf(check);
  return Object.entries(devices).map(([name, change]) => {
    const device = typicalDevice();
    change(device);
    const { verdict, text: found } = evaluate(rule, device);
    const job: Job = { device, culture: "fr", runs: [{ script: { text: detect } }] };
    return { name: `${check}: ${name}`, job, line: lineOf("r", verdict, found) };
  });
});

if (powerShell === undefined) {
  for (const { name } of cases) test.skip(name, () => undefined);
  test.skip("the probe asks for TLS 1.2", () => undefined);
} else {
  const results = await runJobs(cases.map(({ job }) => job));
  for (const [index, { name, line }] of cases.entries()) {
    test(name, () => {
      const { stdout, stderr, writes } = results[index]![0]!;
      assert.equal({ stdout, stderr, writes }, { stdout: [line], stderr: [], writes: [] });
    });
  }
  // 192 is TLS 1.0, 3072 is TLS 1.2; 0 leaves the choice to Windows.
  test("the probe asks for TLS 1.2", async () => {
    assert.is(await protocolsAfter(192), "3264");
    assert.is(await protocolsAfter(0), "0");
  });
}

/** What the probe leaves of the protocols that PowerShell asks for: one script sets them, the next reads them. */
async function protocolsAfter(before: number): Promise<string> {
  const { detect } = detectionOf(`connectivity "${standard}test" is reachable`);
  const run = (text: string) => ({ script: { text } });
  const protocols = "[Net.ServicePointManager]::SecurityProtocol";
  const runs = [
    run(`${protocols} = ${before}`),
    run(detect),
    run(`"$([int]${protocols})"; ${protocols} = 0`),
  ];
  const [results] = await runJobs([{ device: typicalDevice(), culture: "en", runs }]);
  return results![2]!.stdout.join();
}

test.run();
