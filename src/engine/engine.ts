import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Configuration } from "../model/configuration.ts";
import { siteActions } from "../model/step.ts";
import { type Device, deviceNow, serviceProcesses } from "../simulate/device.ts";
import { type Engine, findEngine } from "./find-engine.ts";

/** Scripts that run one after the other on one device; what one changes the next one finds, and the clock goes on. */
export interface Job {
  /** The device that the first script finds. It is not changed. */
  readonly device: Device;
  /** The display language of Windows: texts of errors, formats of numbers and dates. English unless given. */
  readonly culture?: "en" | "fr";
  /** Where the packages of the site are; what running one does is in the device. */
  readonly configuration?: Configuration;
  /** When the first script starts, milliseconds since 1970; the moment of simulated devices unless given. */
  readonly now?: number;
  readonly runs: readonly ScriptRun[];
}

export interface ScriptRun {
  /** The script itself, or the file it is in. It is run as it is. */
  readonly script: { readonly text: string } | { readonly path: string };
  /** Parameters by name; true for a switch. */
  readonly parameters?: Readonly<Record<string, string | boolean>>;
  /** FullLanguage unless given; ConstrainedLanguage is what application control leaves. */
  readonly languageMode?: LanguageMode;
  /** The process the script is started in: 64-bit unless given. */
  readonly host?: 64 | 32;
  /** How long after the end of the run before it this one starts; at once unless given. */
  readonly afterSeconds?: number;
}

export type LanguageMode = "FullLanguage" | "ConstrainedLanguage";

/** What an agent sees of one script, and what the script did. */
export interface RunResult {
  /** Lines of the standard output; as in powershell.exe all streams but that of errors are in it, in order. */
  readonly stdout: readonly string[];
  /** Lines of errors; an uncaught one comes last. */
  readonly stderr: readonly string[];
  /** Those lines of `stdout` that came by another stream than the output (host, warning, verbose, debug). */
  readonly host: readonly string[];
  readonly exitCode: number;
  /** The device afterwards. */
  readonly device: Device;
  readonly writes: readonly Write[];
  /** Laws that a stand-in saw broken: `restart: ...`. */
  readonly violations: readonly string[];
  /** What no stand-in answers. A result with any proves nothing. */
  readonly unsupported: readonly string[];
  /** How long the script waited on the device's clock. */
  readonly elapsedSeconds: number;
}

/** One change of the device. */
export interface Write {
  readonly action:
    | "create-key"
    | "remove-key"
    | "set-value"
    | "remove-value"
    | "set-state"
    | "run-package"
    | "start-process"
    | "stop-process";
  /** As in Device.unreadable: `registry:hklm\...`, `service:sense`, `process:mssense.exe`, `package:onboarding`. */
  readonly resource: string;
  /** The name of a registry value, the new state of a service. */
  readonly detail?: string;
}

export interface EngineOptions {
  /** The PowerShell to run; the one that findEngine finds unless given. */
  readonly engine?: Engine;
  /** The folder of the driver and the stand-ins; templates/engine of the package unless given. */
  readonly templates?: string;
  /** How long all jobs together may take, milliseconds. Two minutes and two seconds a script unless given. */
  readonly timeoutMilliseconds?: number;
  /** How long one script may take by the real clock; waiting on the device's clock takes none. A minute unless given. */
  readonly secondsPerScript?: number;
  /** Return results that contain `unsupported` instead of failing. */
  readonly allowUnsupported?: boolean;
}

/** The engine is missing, did not end in time, or met something no stand-in answers. */
export class EngineFailure extends Error {}

/** Not the zone of the builder, and not the one of universal time: scripts that mix the two up are found out. */
const timeZone = "Europe/Paris";

/** Runs every script of every job in one PowerShell process; the results are in the order of the jobs and their runs. */
export async function runJobs(jobs: readonly Job[], options: EngineOptions = {}): Promise<RunResult[][]> {
  const engine = options.engine ?? findEngine();
  if ("reason" in engine) throw new EngineFailure(`there is no PowerShell: ${engine.reason}`);
  const folder = mkdtempSync(join(tmpdir(), "mderules-engine-"));
  try {
    const jobsPath = join(folder, "jobs.json");
    const resultsPath = join(folder, "results.json");
    writeFileSync(
      jobsPath,
      JSON.stringify({
        secondsPerScript: options.secondsPerScript ?? 60,
        sequences: jobs.map((job) => describeJob(job, join(folder, "scripts"))),
      }),
    );
    const driver = join(options.templates ?? templatesFolder(), "driver.ps1");
    await runDriver(
      engine,
      [driver, jobsPath, resultsPath],
      options.timeoutMilliseconds ?? usualTimeout(jobs),
    );
    const results = JSON.parse(readFileSync(resultsPath, "utf8")) as RunResult[][];
    if (options.allowUnsupported !== true) refuseUnsupported(results);
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Many times what they take on an idle machine. */
function usualTimeout(jobs: readonly Job[]): number {
  return 120_000 + 2000 * jobs.reduce((count, { runs }) => count + runs.length, 0);
}

/** Beside the installed program, or where the sources are. */
function templatesFolder(): string {
  const here = import.meta.dirname;
  const folders = [join(here, "engine"), join(here, "..", "..", "templates", "engine")];
  const found = folders.find((folder) => existsSync(join(folder, "driver.ps1")));
  if (found === undefined) throw new EngineFailure("the stand-ins for Windows cmdlets are not installed");
  return found;
}

function describeJob(job: Job, folder: string): object {
  return {
    device: job.device,
    culture: job.culture ?? "en",
    serviceProcesses,
    now: new Date(job.now ?? deviceNow).toISOString(),
    packages: Object.fromEntries(
      siteActions.flatMap((action) => {
        const site = job.configuration?.[action];
        return site === undefined ? [] : [[expandPath(site.path), action]];
      }),
    ),
    runs: job.runs.map((run) => ({
      script: scriptPath(run.script, folder),
      parameters: run.parameters ?? {},
      languageMode: run.languageMode ?? "FullLanguage",
      host: run.host ?? 64,
      afterSeconds: run.afterSeconds ?? 0,
    })),
  };
}

/** A path as a 64-bit process on the device has it. */
function expandPath(path: string): string {
  const folders = new Map([
    ["programfiles", "C:\\Program Files"],
    ["programdata", "C:\\ProgramData"],
    ["systemroot", "C:\\Windows"],
  ]);
  return path.replace(/^%(\w+)%/, (written, name: string) => folders.get(name.toLowerCase()) ?? written);
}

/** The file a script is in; text goes to a file named after its content, once. */
function scriptPath(script: ScriptRun["script"], folder: string): string {
  if ("path" in script) return script.path;
  const path = join(folder, `${createHash("sha256").update(script.text).digest("hex")}.ps1`);
  mkdirSync(folder, { recursive: true });
  if (!existsSync(path)) writeFileSync(path, script.text);
  return path;
}

function runDriver(
  { command, parameters: first }: Engine,
  [driver, jobs, results]: [string, string, string],
  timeout: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const parameters = [
      "-NoProfile",
      "-NonInteractive",
      "-File",
      driver,
      "-JobsPath",
      jobs,
      "-ResultsPath",
      results,
    ];
    if (process.platform === "win32") parameters.unshift("-ExecutionPolicy", "Bypass");
    const child = spawn(command, [...first, ...parameters], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, TZ: timeZone, NO_COLOR: "1" },
    });
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new EngineFailure(`the scripts did not end within ${timeout / 1000} seconds`));
    }, timeout);
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(new EngineFailure(`${command} cannot be run: ${error.message}`));
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      if (code === 0) resolve();
      else reject(new EngineFailure(`the engine ended with ${code}: ${text.trim()}`));
    });
  });
}

function refuseUnsupported(results: readonly (readonly RunResult[])[]): void {
  const found = results.flatMap((runs, job) =>
    runs.flatMap(({ unsupported }, run) =>
      unsupported.map((text) => `job ${job + 1}, script ${run + 1}: ${text}`),
    ),
  );
  if (found.length > 0) throw new EngineFailure(found.join("\n"));
}
