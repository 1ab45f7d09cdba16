import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { causeOf, runDotnet } from "./run-dotnet.ts";
import type { Engine, NoEngine } from "./find-engine.ts";

/** The file that says which version of the tool PowerShell is the one to restore. */
export function toolManifest(root: string): string {
  return join(root, ".config", "dotnet-tools.json");
}

/**
 * The PowerShell of the tool manifest, restored by the .NET SDK unless it is there already. `dotnet tool run` starts three
 * processes for one; so PowerShell is asked once where it lies, and the answer is kept below node_modules.
 */
export function restoreEngine(
  dotnet: string,
  root: string,
  environment: NodeJS.ProcessEnv,
): Engine | NoEngine {
  const manifest = readFileSync(toolManifest(root));
  const memory = join(root, "node_modules", ".cache", "mderules", "engine.json");
  const digest = createHash("sha256").update(manifest).digest("hex");
  const remembered = recall(memory, digest);
  if (remembered !== undefined) return remembered;
  const tool = toolName(manifest);
  const place = { folder: root, environment };
  const restored = runDotnet(dotnet, ["tool", "restore", "--tool-manifest", toolManifest(root)], place);
  if (restored.status !== 0) return { reason: `dotnet cannot restore ${tool} (${causeOf(restored)})` };
  const where = "[Environment]::ProcessPath; $PSHOME";
  const question = ["-NoProfile", "-NonInteractive", "-Command", where];
  const asked = runDotnet(dotnet, ["tool", "run", "pwsh", "--", ...question], place);
  const [command, home] = asked.output.trim().split(/\r?\n/);
  if (asked.status !== 0 || command === undefined || home === undefined)
    return { reason: `dotnet has restored ${tool}, which does not run (${causeOf(asked)})` };
  const isHost = /^dotnet(?:\.exe)?$/i.test(basename(command));
  const engine = { command, parameters: isHost ? [join(home, "pwsh.dll")] : [] };
  remember(memory, { digest, ...engine });
  return engine;
}

/** The tool with its version, as the manifest has it. */
function toolName(manifest: Buffer): string {
  const { tools } = JSON.parse(manifest.toString()) as {
    tools: { powershell: { version: string } };
  };
  return `PowerShell ${tools.powershell.version}`;
}

// ---- what was found before ----

function recall(memory: string, digest: string): Engine | undefined {
  try {
    const { command, parameters, ...kept } = JSON.parse(readFileSync(memory, "utf8")) as Engine & {
      digest: string;
    };
    const isThere = [command, ...parameters].every((path) => existsSync(path));
    return kept.digest === digest && isThere ? { command, parameters } : undefined;
  } catch {
    return undefined;
  }
}

/** In one step, so that another process reads all of it or nothing. Where nothing can be written, the next one asks again. */
function remember(memory: string, content: object): void {
  const temporary = `${memory}.${process.pid}`;
  try {
    mkdirSync(dirname(memory), { recursive: true });
    writeFileSync(temporary, JSON.stringify(content));
    renameSync(temporary, memory);
  } catch {
    // A folder that only others can write.
  }
}
