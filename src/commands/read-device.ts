import validate from "../../generated/validate-device.js";
import { type Device, deviceNow, typicalDevice } from "../simulate/device.ts";

/** A device that a file describes, or everything that is wrong with the text. */
export type ReadDevice = { readonly device: Device } | { readonly problems: readonly string[] };

/**
 * The device of a JSON text: as `schemas/device.schema.json` says, or with that in `device` and the time of collecting
 * in `collected`, as the collecting script writes it.
 */
export function readDevice(text: string): ReadDevice {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    return { problems: [`is not JSON: ${(error as Error).message}`] };
  }
  const { device, collected } = unwrap(value);
  if (!validate(device)) return { problems: (validate.errors ?? []).map(describeProblem) };
  const { hotfixes, capabilities, unreachable, packages } = typicalDevice();
  const described = device as Partial<Device>;
  const whole = {
    hotfixes,
    capabilities,
    unreachable,
    ...described,
    packages: { ...packages, ...described.packages },
  } as Device & { $schema?: string };
  delete whole.$schema;
  if (collected !== undefined) moveToDeviceTime(whole, collected);
  return { device: whole };
}

function unwrap(value: unknown): { device: unknown; collected: number | undefined } {
  if (typeof value !== "object" || value === null || !("device" in value)) {
    return { device: value, collected: undefined };
  }
  const collected = "collected" in value ? Date.parse(String(value.collected)) : NaN;
  return { device: value.device, collected: Number.isNaN(collected) ? undefined : collected };
}

/** When a rule last repaired something is a time of day; simulated devices live at a moment of their own. */
function moveToDeviceTime({ registry }: Device, collected: number): void {
  for (const [path, { values }] of Object.entries(registry)) {
    const last = path.startsWith("hklm\\software\\mderules\\") ? values["lastfix"] : undefined;
    const time = typeof last?.data === "string" ? Date.parse(last.data) : NaN;
    if (last === undefined || Number.isNaN(time)) continue;
    const moved = new Date(time - collected + deviceNow).toISOString().replace(/\.\d+Z$/, "Z");
    values["lastfix"] = { ...last, data: moved };
  }
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
