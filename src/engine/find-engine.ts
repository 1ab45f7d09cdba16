import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { findPrograms } from "./find-programs.ts";
import { restoreEngine, toolManifest } from "./restore-engine.ts";

/** A PowerShell: a program, and what stands before PowerShell's own parameters. */
export interface Engine {
  readonly command: string;
  readonly parameters: readonly string[];
}

/** Why there is none, as one line for people. */
export interface NoEngine {
  readonly reason: string;
}

/** Where an engine is looked for: this process and this package unless given. */
export interface EnginePlace {
  readonly environment?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
  /** The folder of the package or the clone. */
  readonly root?: string;
}

/** What a search has found, as JSON, for the processes that are started next: a test run searches once. */
export const engineVariable = "MDERULES_ENGINE";

let known: Engine | NoEngine | undefined;

/**
 * The PowerShell that runs scripts: the pwsh on the PATH, on Windows else powershell.exe, and where there is none that
 * works the tool that `.config/dotnet-tools.json` declares, which the .NET SDK restores.
 */
export function findEngine(place?: EnginePlace): Engine | NoEngine {
  if (place !== undefined) return search(place);
  return (known ??= search({}));
}

function search({
  environment = process.env,
  platform = process.platform,
  root = packageRoot(),
}: EnginePlace): Engine | NoEngine {
  const given = environment[engineVariable];
  if (given !== undefined) return JSON.parse(given) as Engine | NoEngine;
  const reasons: string[] = [];
  for (const path of findPrograms("pwsh", environment, platform)) {
    const reason = whyNot(path, environment);
    if (reason === undefined) return { command: path, parameters: [] };
    reasons.push(reason);
  }
  // Windows brings 5.1, the one that scripts are for.
  const own = platform === "win32" ? findPrograms("powershell", environment, platform)[0] : undefined;
  if (own !== undefined) return { command: own, parameters: [] };
  if (reasons.length === 0) reasons.push("there is no pwsh on the PATH");
  if (!existsSync(toolManifest(root))) return { reason: reasons.join("; ") };
  const dotnet = findPrograms("dotnet", environment, platform)[0];
  if (dotnet === undefined) return { reason: [...reasons, "and no .NET SDK (dotnet) to get one"].join(", ") };
  const restored = restoreEngine(dotnet, root, environment);
  return "command" in restored ? restored : { reason: [...reasons, restored.reason].join("; ") };
}

/** Why a pwsh is of no use: one that is a .NET tool may lack its runtime, and PowerShell 6 is not what scripts are for. */
function whyNot(path: string, environment: NodeJS.ProcessEnv): string | undefined {
  const { status, signal, stdout, error } = spawnSync(path, ["--version"], {
    encoding: "utf8",
    env: environment,
    stdio: ["ignore", "pipe", "ignore"],
    timeout: 60_000,
  });
  if (error !== undefined) return `${path} cannot be run (${error.message})`;
  const version = /^PowerShell (\d+)\S*/m.exec(stdout);
  if (status !== 0 || version === null) return `${path} does not work (${signal ?? `exit code ${status}`})`;
  return Number(version[1]) >= 7 ? undefined : `${path} is ${version[0]}, and 7 is needed`;
}

/** The folder of the package: above the installed program, or where the sources are. */
export function packageRoot(): string {
  const here = import.meta.dirname;
  const parent = join(here, "..");
  return existsSync(join(parent, "package.json")) ? parent : join(parent, "..");
}
