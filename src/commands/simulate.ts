import { opendirSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { diskErrorReason, isDiskError } from "../output/disk-error.ts";
import { readRegularFile } from "../output/read-regular-file.ts";
import { emptyTotals, type RuleTotals, simulateDevice, type Simulated } from "../prove/fleet.ts";
import { isDetectable } from "../model/rule.ts";
import { planRule } from "../targets/plan.ts";
import { readsOf } from "../prove/collected-device.ts";
import { decode } from "./decode.ts";
import { readDevice } from "./read-device.ts";
import { readProgram } from "./read-program.ts";
import { jsonLine, reportDiagnostics, reportProblem } from "./report.ts";
import type { ExitCode, World } from "./world.ts";

export interface SimulateOptions {
  readonly paths: readonly string[];
  readonly config: string | undefined;
  /** Files with a device each, and folders of such files. */
  readonly devices: readonly string[];
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Of a device's file; those that scripts collect have some ten thousand. */
const mostBytes = 16_000_000;

/** `mderules simulate`: which rules would fire on devices, and what they would change. Files are read one by one. */
export async function simulate(
  { paths, config, devices, json, quiet }: SimulateOptions,
  world: World,
): Promise<ExitCode> {
  const { diagnostics, exitCode, showPath, rules, configuration } = await readProgram(
    paths,
    config,
    world.cwd,
  );
  if (exitCode !== 0) {
    reportDiagnostics(diagnostics, { showPath, json, exitCode }, world);
    return exitCode;
  }
  const detectable = rules.filter(isDetectable);
  const totals = emptyTotals(detectable.map((rule) => planRule(rule, configuration)));
  const reads = readsOf(detectable);
  const wrong: [path: string, problem: string][] = [];
  let count = 0;
  let only: Simulated[] = [];
  const lacking: Lacking = { devices: 0, facts: new Set() };
  for (const path of deviceFiles(devices, world.cwd, wrong)) {
    const shown = relative(world.cwd, path) || path;
    try {
      const text = textOf(readRegularFile(path, mostBytes));
      if (typeof text !== "string") {
        wrong.push([shown, `it is not UTF-8 but ${text.encoding}`]);
        continue;
      }
      const read = readDevice(text, reads);
      if ("problems" in read) {
        for (const problem of read.problems) wrong.push([shown, problem]);
        continue;
      }
      only = simulateDevice(totals, read.device);
      count += 1;
      if (read.lacking.length > 0) lacking.devices += 1;
      for (const fact of read.lacking) lacking.facts.add(fact);
    } catch (error) {
      if (!isDiskError(error)) throw error;
      wrong.push([shown, diskErrorReason(error)]);
    }
  }
  // The others count, whatever was wrong with one of them.
  if (json && count > 0)
    world.stdout.write(totalsJson(totals, count, { only: count === 1 ? only : [], lacking, wrong }));
  else if (!json && !quiet && count > 0) {
    world.stdout.write(count === 1 ? deviceText(only) : totalsText(totals, count));
  }
  if (!json && lacking.devices > 0) world.stderr.write(lackingText(lacking));
  if (wrong.length === 0) return 0;
  if (json && count > 0) return 2;
  const message = count === 0 ? "no device could be read" : "these files were left out";
  return reportProblem({ message, files: wrong }, json, world);
}

/** The text of a file; Windows PowerShell writes UTF-16 where its output goes to a file. Else the encoding it seems to have. */
function textOf(bytes: Buffer): string | { readonly encoding: string } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe && !(bytes[2] === 0 && bytes[3] === 0))
    return bytes.toString("utf16le");
  const decoded = decode(bytes);
  return decoded.kind === "text" ? decoded.text : decoded;
}

function* deviceFiles(devices: readonly string[], cwd: string, wrong: [string, string][]): Iterable<string> {
  for (const given of devices) {
    const path = resolve(cwd, given);
    try {
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats === undefined) wrong.push([given, "there is no such file or folder"]);
      else if (!stats.isDirectory()) yield path;
      else {
        let found = false;
        for (const file of deviceFilesIn(path)) {
          found = true;
          yield file;
        }
        if (!found) wrong.push([given, "the folder holds no .json file"]);
      }
    } catch (error) {
      if (!isDiskError(error)) throw error;
      wrong.push([given, diskErrorReason(error)]);
    }
  }
}

/** Entry by entry: a folder may hold a file for every device of a company. What is no file, reading reports. */
function* deviceFilesIn(path: string): Iterable<string> {
  const folder = opendirSync(path);
  try {
    for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) {
      if (!entry.isDirectory() && entry.name.toLowerCase().endsWith(".json")) yield join(path, entry.name);
    }
  } finally {
    folder.closeSync();
  }
}

/** One device: the lines that it would report. */
function deviceText(simulated: readonly Simulated[]): string {
  const lines = simulated.flatMap(({ line, repairLine, changes }) => [
    line,
    ...(repairLine === undefined ? [] : [`  fix: ${repairLine}`]),
    ...changes.map((name) => `  would change: ${name}`),
  ]);
  const unhealthy = simulated.filter(({ verdict }) => verdict === "unhealthy").length;
  return `${lines.join("\n")}\n\n${unhealthy} of ${simulated.length} rules would fire on this device\n`;
}

function totalsText(totals: readonly RuleTotals[], count: number): string {
  const width = Math.max(4, ...totals.map(({ rule }) => rule.id.length));
  const row = (name: string, cells: readonly (string | number)[]): string =>
    name.padEnd(width) + cells.map((cell) => String(cell).padStart(11)).join("");
  const verdicts = ["healthy", "unhealthy", "not-applicable", "unknown"] as const;
  const outcomes = ["fixed", "restart-needed", "manual", "failed"] as const;
  const shown = [...totals].sort((one, other) => other.verdicts.unhealthy - one.verdicts.unhealthy);
  const changed = shown.flatMap(({ rule, changes }) =>
    [...changes].map(
      ([name, devices]) => `  ${rule.id}: ${name} on ${devices} ${devices === 1 ? "device" : "devices"}`,
    ),
  );
  return [
    row("rule", ["healthy", "unhealthy", "not-appl.", "unknown", "-> fixed", "restart", "manual", "failed"]),
    ...shown.map(({ rule, verdicts: found, outcomes: came }) =>
      row(rule.id, [...verdicts.map((name) => found[name]), ...outcomes.map((name) => came[name])]),
    ),
    ...(changed.length === 0 ? [] : ["", "would change", ...changed]),
    "",
    `${count} devices`,
    "",
  ].join("\n");
}

/** What was collected for other rules than these. */
interface Lacking {
  devices: number;
  readonly facts: Set<string>;
}

function lackingText({ devices, facts }: Lacking): string {
  const shown = [...facts].slice(0, 3).join("; ");
  const more = facts.size > 3 ? `; and ${facts.size - 3} more` : "";
  return (
    `warning: of ${devices} ${devices === 1 ? "device" : "devices"} not all was collected that the rules read, ` +
    `it counts as unknown: ${shown}${more}\nhelp: collect again, with the script that \`mderules collect\` prints for these rules\n`
  );
}

function totalsJson(
  totals: readonly RuleTotals[],
  count: number,
  {
    only,
    lacking,
    wrong,
  }: { only: readonly Simulated[]; lacking: Lacking; wrong: readonly [string, string][] },
): string {
  return jsonLine({
    exitCode: wrong.length === 0 ? 0 : 2,
    devices: count,
    rules: totals.map(({ rule, verdicts, outcomes, changes }) => ({
      rule: rule.id,
      verdicts,
      outcomes,
      changes: Object.fromEntries(changes),
    })),
    lacking: { devices: lacking.devices, facts: [...lacking.facts] },
    ...(only.length === 0 ? {} : { lines: only }),
    ...(wrong.length === 0 ? {} : { leftOut: wrong.map(([path, problem]) => ({ path, problem })) }),
  });
}
