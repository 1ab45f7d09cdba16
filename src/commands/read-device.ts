import validate from "../../generated/validate-device.js";
import type { Rule } from "../model/rule.ts";
import { type Collected, collectedDevice } from "../prove/collected-device.ts";
import { type Device, typicalDevice } from "../simulate/device.ts";

/** A device that a file describes, or everything that is wrong with the text. */
export type ReadDevice = { readonly device: Device } | { readonly problems: readonly string[] };

/**
 * The device of a JSON text: as `schemas/device.schema.json` says, or what the collecting script printed for `rules`.
 */
export function readDevice(text: string, rules: readonly Rule[]): ReadDevice {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    return { problems: [`is not JSON: ${(error as Error).message}`] };
  }
  if (isCollected(value)) return { device: collectedDevice(value, rules) };
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
  return { device: whole };
}

function isCollected(value: unknown): value is Collected {
  if (typeof value !== "object" || value === null || !("facts" in value) || !("events" in value))
    return false;
  const { facts, events } = value;
  return (
    "collected" in value &&
    typeof value.collected === "string" &&
    Array.isArray(facts) &&
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
