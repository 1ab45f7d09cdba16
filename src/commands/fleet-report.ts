import { readdirSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { version } from "../../generated/version.js";
import type { Language } from "../explain/language.ts";
import { diskErrorReason, isDiskError } from "../output/disk-error.ts";
import { writeDurably } from "../output/durable-file.ts";
import { suggest } from "../diagnostics/suggest.ts";
import {
  type EarlierDevice,
  type EarlierReport,
  fleetReport,
  type FleetReport,
} from "../report/fleet-report.ts";
import { reportCsv } from "../report/report-csv.ts";
import { reportHtml } from "../report/report-html.ts";
import { earlierDevice, reportJson } from "../report/report-json.ts";
import { deviceText, reportText } from "../report/report-text.ts";
import { newTally, type Tally } from "../report/tally.ts";
import { timeOf } from "../report/sighting.ts";
import { bundlesOf } from "../targets/intune/bundles.ts";
import { isDetectable } from "../model/rule.ts";
import { planRule } from "../targets/plan.ts";
import { readExport, readJsonPaths } from "./read-export.ts";
import { readProgram } from "./read-program.ts";
import { reportDiagnostics, reportProblem } from "./report.ts";
import type { ReportFormat } from "./report-formats.ts";
import type { ExitCode, World } from "./world.ts";

export interface FleetReportOptions {
  /** Exports, and folders of them. */
  readonly exports: readonly string[];
  /** The JSON of an earlier report. */
  readonly since: string | undefined;
  /** The only device to tell of. */
  readonly device: string | undefined;
  readonly rules: readonly string[];
  readonly config: string | undefined;
  readonly lang: Language;
  readonly format: ReportFormat;
  /** The file to write to; standard output where undefined. */
  readonly output: string | undefined;
}

/** Files that a folder of exports holds. */
const exportName = /\.(?:csv|json|txt|tsv)$/i;
/** Of one file; an export of something else has one in every row. */
const mostProblems = 10;

/** `mderules report`: what came of it, from what the tools export. What cannot be read is named, the rest counts. */
export async function reportOnFleet(options: FleetReportOptions, world: World): Promise<ExitCode> {
  const { exports, config, rules: paths, format, lang, device } = options;
  const json = format === "json";
  const read = await readProgram(paths, config, world.cwd);
  if (read.exitCode !== 0) {
    const { diagnostics, exitCode, showPath } = read;
    reportDiagnostics(diagnostics, { showPath, json, exitCode }, world);
    return exitCode;
  }
  const rules = read.rules.filter(isDetectable);
  const planned = rules.map((rule) => planRule(rule, read.configuration));
  const bundles = bundlesOf(planned, { ...read, version });
  const tally = newTally({
    rules: new Set(rules.map(({ id }) => id)),
    bundles: new Map(bundles.map((bundle) => [bundle.name, bundle.rules.map(({ id }) => id)])),
  });
  const problems: Problems = [];
  const earlier =
    options.since === undefined ? undefined : await earlierReport(options.since, problems, world);
  const progress = progressOn(world);
  for (const path of exportFiles(exports, world.cwd, problems))
    await readInto(tally, path, new Set(rules.map(({ id }) => id)), problems, { world, progress });
  progress.end();
  if (tally.rows === 0) {
    return reportProblem({ message: "no export could be read", files: problems }, json, world);
  }
  const report = fleetReport(tally, rules, earlier);
  const problem = device === undefined ? undefined : deviceProblem(tally, device);
  if (problem !== undefined) return reportProblem(problem, json, world);
  const exitCode = problems.length === 0 ? 0 : 2;
  const chunks =
    device === undefined
      ? rendered(report, options, exitCode)
      : report.devices.filter(({ name }) => isCalled(name, device)).map((each) => deviceText(each, lang));
  const failure = write(chunks, options.output, world);
  if (failure !== undefined) return reportProblem(failure, json, world);
  if (problems.length > 0) reportProblem({ message: "this was left out", files: problems }, false, world);
  return exitCode;
}

type Problems = [path: string, problem: string][];

function* rendered(
  report: FleetReport,
  { format, lang, output }: FleetReportOptions,
  exitCode: number,
): Iterable<string> {
  switch (format) {
    case "table":
      yield reportText(report, lang);
      return;
    case "json":
      yield* reportJson(report, version, exitCode);
      return;
    case "csv":
      // Excel and Windows PowerShell take a file without a mark for one in an old code page.
      if (output !== undefined) yield "\ufeff";
      yield* reportCsv(report);
      return;
    case "html":
      yield* reportHtml(report, { language: lang, version });
      return;
    default:
      format satisfies never;
  }
}

/** To the screen as it comes; to a file whole, or not at all. */
function write(
  chunks: Iterable<string>,
  output: string | undefined,
  { stdout, cwd }: World,
): { message: string } | undefined {
  if (output === undefined) {
    for (const chunk of chunks) stdout.write(chunk);
    return undefined;
  }
  try {
    writeDurably(resolve(cwd, output), chunks);
    return undefined;
  } catch (error) {
    if (!isDiskError(error)) throw error;
    return { message: `${output} cannot be written: ${diskErrorReason(error)}` };
  }
}

function isCalled(name: string, given: string): boolean {
  return name.toLowerCase() === given.toLowerCase();
}

function deviceProblem({ devices }: Tally, device: string): { message: string; help?: string } | undefined {
  if (devices.has(device.toLowerCase())) return undefined;
  const near = suggest(device.toLowerCase(), [...devices.keys()]);
  return {
    message: `no export speaks of the device \`${device}\``,
    ...(near === undefined ? {} : { help: `did you mean \`${devices.get(near)!.name}\`?` }),
  };
}

async function readInto(
  tally: Tally,
  path: string,
  rules: ReadonlySet<string>,
  problems: Problems,
  { world, progress }: { readonly world: World; readonly progress: Progress },
): Promise<void> {
  const shown = relative(world.cwd, path) || path;
  let count = 0;
  const onProblem = (place: string | undefined, problem: string): void => {
    count += 1;
    if (count <= mostProblems) problems.push([place === undefined ? shown : `${shown}:${place}`, problem]);
  };
  try {
    await readExport(path, {
      rules,
      onProblem,
      onSighting: (sighting) => {
        tally.add(sighting);
        progress.row();
      },
    });
  } catch (error) {
    if (!isDiskError(error)) throw error;
    onProblem(undefined, diskErrorReason(error));
  }
  if (count > mostProblems) problems.push([shown, `${count - mostProblems} more such rows`]);
}

async function earlierReport(
  since: string,
  problems: Problems,
  { cwd }: World,
): Promise<EarlierReport | undefined> {
  const devices = new Map<string, EarlierDevice>();
  let until: string | undefined;
  const wrong = (problem: string): undefined => {
    problems.push([since, problem]);
    return undefined;
  };
  try {
    const problem = await readJsonPaths(resolve(cwd, since), ["$.until", "$.devices.*"], (value) => {
      if (typeof value === "string") until = timeOf(value);
      const device = earlierDevice(value);
      if (device !== undefined) devices.set(device.device.toLowerCase(), device);
    });
    if (problem !== undefined) wrong(problem);
  } catch (error) {
    if (!isDiskError(error)) throw error;
    return wrong(diskErrorReason(error));
  }
  if (devices.size === 0) return wrong("it is no report that `mderules report --format json` wrote");
  return { until, devices };
}

/** The files that were named, and those of folders that were named, in the order of their names. */
function* exportFiles(exports: readonly string[], cwd: string, problems: Problems): Iterable<string> {
  for (const given of exports) {
    const path = resolve(cwd, given);
    try {
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats === undefined) problems.push([given, "there is no such file or folder"]);
      else if (!stats.isDirectory()) yield path;
      else {
        const files = filesBelow(path);
        if (files.length === 0) problems.push([given, "the folder holds no .csv, .json, .tsv or .txt file"]);
        yield* files;
      }
    } catch (error) {
      if (!isDiskError(error)) throw error;
      problems.push([given, diskErrorReason(error)]);
    }
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && exportName.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

interface Progress {
  readonly row: () => void;
  readonly end: () => void;
}

/** How many rows were read, on a terminal. */
function progressOn({ stderr }: World): Progress {
  if (!stderr.isTerminal) return { row: () => undefined, end: () => undefined };
  let rows = 0;
  return {
    row: () => {
      rows += 1;
      if (rows % 5000 === 0) stderr.write(`\r${rows} rows read`);
    },
    end: () => {
      if (rows >= 5000) stderr.write("\r\u001b[K");
    },
  };
}
