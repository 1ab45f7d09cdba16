import { spawnSync } from "node:child_process";

/** How a program ended: its exit code, undefined where it had none, and all that it printed. */
export interface ProgramRun {
  readonly status: number | undefined;
  readonly output: string;
}

/**
 * Runs the .NET SDK in a folder, ten minutes at most. Two that restore at once stand in each other's way, since NuGet does
 * not wait for a file that another process writes: then it is run again.
 */
export function runDotnet(
  dotnet: string,
  parameters: readonly string[],
  { folder, environment }: { readonly folder: string; readonly environment: NodeJS.ProcessEnv },
): ProgramRun {
  for (let left = 20; ; left--) {
    const { status, stdout, stderr, error } = spawnSync(dotnet, parameters, {
      cwd: folder,
      encoding: "utf8",
      env: { ...environment, DOTNET_NOLOGO: "1", DOTNET_CLI_UI_LANGUAGE: "en", NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 10 * 60_000,
    });
    if (error !== undefined) return { status: undefined, output: error.message };
    const output = `${stdout}${stderr}`;
    if (left === 0 || !/being used by another process/.test(output)) {
      return { status: status ?? undefined, output };
    }
    sleep(1000);
  }
}

/** The line that says what went wrong, as far as one does. */
export function causeOf({ status, output }: ProgramRun): string {
  const lines = output.split(/\r?\n/).map((line) => line.trim());
  const telling = lines.find((line) => /\bNU\d{4}\b|No \.NET SDKs|exception:|\berror\b/i.test(line));
  return telling ?? lines.find((line) => line !== "") ?? `exit code ${status}`;
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
