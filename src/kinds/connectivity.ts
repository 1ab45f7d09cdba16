import type { Reading } from "../model/value.ts";
import { type Device, removeRegistryValue, registryValue, setRegistryValue } from "../simulate/device.ts";
import { denied, givenValue } from "./access.ts";
import type { Kind } from "./kind.ts";
import { dataOf } from "./registry.ts";

const winHttpKey = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections";
const winHttpResource = `registry:${winHttpKey.toLowerCase()}`;

/** WinHttpSettings as `netsh winhttp` writes it: byte 8 says whether there is a proxy. */
const winHttpSettings = (mode: number): number[] => [0x18, 0, 0, 0, 0, 0, 0, 0, mode, 0, 0, 0];

const onboardingKey = "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Advanced Threat Protection";
const proxyKey = "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\DataCollection";
const proxyResource = `registry:${proxyKey.toLowerCase()}`;
const proxyAddress = /^(?:\[[0-9a-fA-F:]+\]|[a-zA-Z0-9._-]+)(?::[0-9]+)?$/;
/** The address of the service in the onboarding data that scenarios describe. */
const describedHost = "https://edr-weu.eu.endpoint.security.microsoft.com";

/** The address that the onboarding data names for the sensor: each organisation has its own. */
function sensorUrl(device: Device): string | undefined {
  const data = registryValue(device, onboardingKey, "OnboardingInfo")?.data;
  const host = /\\?"geoLocationUrl\\?"\s*:\s*\\?"(https:\/\/[A-Za-z0-9.-]+)/i.exec(String(data))?.[1];
  return host === undefined ? undefined : `${host}/`;
}

/**
 * A request takes the sensor's proxy: where that cannot be read, or is no address, no request is made. Where the proxy
 * cannot be reached it goes out without one, as the sensor does: what can be reached is the same then.
 * Source: https://learn.microsoft.com/defender-endpoint/configure-proxy-internet
 */
function reachUrl(device: Device, url: string): Reading {
  const isUnreachable = device.unreachable.includes(url.toLowerCase());
  const refused = denied(device, proxyResource);
  if (refused !== undefined) return refused;
  const proxy = dataOf(device, proxyKey, "TelemetryProxyServer");
  if (proxy && !proxyAddress.test(String(proxy)))
    return { known: false, reason: "TelemetryProxyServer is no address" };
  return (
    denied(device, `url:${url.toLowerCase()}`, "OperationTimeout") ??
    // The server answered, and the two did not agree on how to talk: for the sensor it may well be in reach.
    denied(device, `tls:${url.toLowerCase()}`, "SecureChannelFailure") ?? {
      known: true,
      value: isUnreachable ? "unreachable" : "reachable",
    }
  );
}

function describeUrl(device: Device, url: string, reachable: boolean): void {
  device.unreachable = device.unreachable.filter((known) => known !== url.toLowerCase());
  if (!reachable) device.unreachable.push(url.toLowerCase());
}

/** What a device reaches of the network. */
export const connectivity: Kind = {
  name: "connectivity",
  summary: "What the device reaches of the network, and the proxy that WinHTTP takes.",
  properties: [
    {
      name: "winhttp-proxy",
      form: "winhttp-proxy",
      slots: {},
      summary: "`proxy` where WinHTTP has a proxy of its own, `direct` where it has none.",
      type: { type: "word", words: ["direct", "proxy"] },
      read: { name: "Get-WinHttpProxy", parameters: {} },
      write: { reason: "which proxy to take is the site's decision" },
      simulation: {
        resource: () => winHttpResource,
        read: (device) => {
          const data = registryValue(device, winHttpKey, "WinHttpSettings")?.data;
          const hasProxy = Array.isArray(data) && (Number(data[8]) & 2) !== 0;
          return denied(device, winHttpResource) ?? { known: true, value: hasProxy ? "proxy" : "direct" };
        },
        describe: (device, _slots, given) => {
          const mode = givenValue(given);
          if (mode === undefined) return removeRegistryValue(device, winHttpKey, "WinHttpSettings");
          const data = winHttpSettings(mode === "proxy" ? 3 : 1);
          setRegistryValue(device, winHttpKey, { name: "WinHttpSettings", type: "binary", data });
        },
      },
    },
    {
      name: "sensor",
      form: "sensor",
      slots: {},
      summary:
        "As of an address, of the one that the onboarding data of this device names for its sensor; `missing` where there is no such data.",
      type: { type: "word", words: ["reachable", "unreachable"] },
      read: { name: "Get-SensorUrlState", parameters: {} },
      write: { reason: "the network is not the device's" },
      simulation: {
        resource: () => `url:${describedHost}/`,
        read: (device) => {
          const refused = denied(device, `registry:${onboardingKey.toLowerCase()}`);
          if (refused !== undefined) return refused;
          const url = sensorUrl(device);
          return url === undefined ? { known: true, value: undefined } : reachUrl(device, url);
        },
        describe: (device, _slots, given) => {
          const state = givenValue(given);
          if (state === undefined) return removeRegistryValue(device, onboardingKey, "OnboardingInfo");
          if (sensorUrl(device) === undefined) {
            const data = JSON.stringify({
              body: JSON.stringify({ geoLocationUrl: `${describedHost}/edr/` }),
            });
            setRegistryValue(device, onboardingKey, { name: "OnboardingInfo", type: "string", data });
          }
          describeUrl(device, sensorUrl(device)!, state === "reachable");
        },
      },
    },
    {
      name: "url",
      form: "<url>",
      slots: {
        url: {
          type: "text",
          description:
            'an address that begins with https:// or http://, for example "https://winatp-gw-weu.microsoft.com/test"',
          remedy: (text) =>
            /^[\w-]+(?:\.[\w-]+)+(?:[:/]|$)/.test(text) ? `write \`"https://${text}"\`` : undefined,
          normalize: (text) =>
            /^https?:\/\/[A-Za-z0-9.-]+(?::[0-9]+)?(?:\/[A-Za-z0-9._~/-]*)?$/.test(text) ? text : undefined,
        },
      },
      summary:
        "`reachable` where a server answers within 15 seconds, whatever it answers; `unreachable` where the name is not known or the connection is refused. A time-out is unknown, and so is a connection that fails over TLS. Where the sensor has a proxy that cannot be reached, the request goes out without it, as the sensor does.",
      type: { type: "word", words: ["reachable", "unreachable"] },
      read: { name: "Get-UrlState", parameters: { Url: "url" } },
      write: { reason: "the network is not the device's" },
      simulation: {
        resource: ({ url }) => `url:${url!.toLowerCase()}`,
        read: (device, { url }) => reachUrl(device, url!),
        describe: (device, { url }, given) => describeUrl(device, url!, givenValue(given) === "reachable"),
      },
    },
  ],
};
