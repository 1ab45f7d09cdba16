import validateCollected from "../../generated/validate-collected-device.js";
import validate from "../../generated/validate-device.js";
import {
  type Collected,
  collectedDevice,
  type CollectedDevice,
  type RuleReads,
} from "../prove/collected-device.ts";
import type { Source } from "../text/source.ts";
import { type JsonProblem, problemText, readJson } from "./read-json.ts";
import { createKeysAbove, type Device, typicalDevice } from "../simulate/device.ts";

/** A device that a file describes, or everything that is wrong with the text, each with its line and column. */
export type ReadDevice = CollectedDevice | { readonly problems: readonly string[] };

/**
 * The device of a JSON text: as `schemas/device.schema.json` says, or what the collecting script printed for rules that read this
 * (`schemas/collected-device.schema.json`).
 */
export function readDevice(text: string, reads: readonly RuleReads[]): ReadDevice {
  const source: Source = { path: "", text: text.replace(/^\uFEFF/, "") };
  if (/"(?:collected|facts|queries)"\s*:/.test(source.text)) {
    const read = readJson<Collected>(source, validateCollected);
    return "value" in read ? collectedDevice(read.value, reads) : describeProblems(read.problems);
  }
  const read = readJson<Partial<Device>>(source, validate);
  if ("problems" in read) return describeProblems(read.problems);
  const described = read.value;
  const { hotfixes, capabilities, unreachable, packages } = typicalDevice();
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

function describeProblems(problems: readonly JsonProblem[]): { readonly problems: readonly string[] } {
  return { problems: problems.map(problemText) };
}
