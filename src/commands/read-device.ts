import validate from "../../generated/validate-device.js";
import {
  type Collected,
  collectedDevice,
  type CollectedDevice,
  type RuleReads,
} from "../prove/collected-device.ts";
import { createKeysAbove, type Device, typicalDevice } from "../simulate/device.ts";

/** A device that a file describes, or everything that is wrong with the text. */
export type ReadDevice = CollectedDevice | { readonly problems: readonly string[] };

/**
 * The device of a JSON text: as `schemas/device.schema.json` says, or what the collecting script printed for rules that read this.
 */
export function readDevice(text: string, reads: readonly RuleReads[]): ReadDevice {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    return { problems: [`is not JSON: ${(error as Error).message}`] };
  }
  if (isCollected(value)) return collectedDevice(value, reads);
  if (!validate(value)) return { problems: (validate.errors ?? []).map(describeProblem) };
  const { hotfixes, capabilities, unreachable, packages } = typicalDevice();
  const described = value as Partial<Device>;
  const whole = {
    hotfixes,
    capabilities,
    unreachable,
    ...described,
    packages: { ...packages, ...described.packages },
  } as Device & { $schema?: string };
  delete whole.$schema;
  for (const { path } of Object.values(whole.registry)) createKeysAbove(whole, path);
  return { device: whole, lacking: [] };
}

function isCollected(value: unknown): value is Collected {
  if (typeof value !== "object" || value === null || !("facts" in value) || !("events" in value))
    return false;
  const { facts, events } = value;
  const queries = "queries" in value ? value.queries : undefined;
  return (
    "collected" in value &&
    typeof value.collected === "string" &&
    Array.isArray(facts) &&
    Array.isArray(queries) &&
    Array.isArray(events)
  );
}

type Problem = NonNullable<typeof validate.errors>[number];

function describeProblem({ instancePath, keyword, params, message }: Problem): string {
  const place = instancePath.split("/").slice(1).map(unescapePointer).join(" / ") || "the device";
  switch (keyword) {
    case "additionalProperties":
      return `${place}: \`${String(params["additionalProperty"])}\` is not known`;
    case "required":
      return `${place}: lacks \`${String(params["missingProperty"])}\``;
    case "enum":
      return `${place}: must be one of ${(params["allowedValues"] as string[]).join(", ")}`;
    case "type":
      return `${place}: must be of type ${String(params["type"])}`;
    default:
      return `${place}: ${message ?? "is not valid"}`;
  }
}

function unescapePointer(segment: string): string {
  return segment.replaceAll("~1", "/").replaceAll("~0", "~");
}
