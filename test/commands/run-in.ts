import { run } from "../../src/cli.ts";
import type { ExitCode, World } from "../../src/commands/world.ts";
import { temporaryFolder, writeFiles } from "../temporary-folder.ts";

export interface Ran {
  readonly exitCode: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process, in a folder, and keeps what it prints. */
export async function runIn(
  cwd: string,
  commandLine: readonly string[],
  world: Partial<World> = {},
): Promise<Ran> {
  const printed = { stdout: "", stderr: "" };
  const exitCode = await run(commandLine, {
    cwd,
    environment: {},
    stdout: { write: (text) => void (printed.stdout += text), isTerminal: false, columns: undefined },
    stderr: { write: (text) => void (printed.stderr += text), isTerminal: false, columns: undefined },
    elapsed: () => 1234,
    program: "test",
    ...world,
  });
  return { exitCode, ...printed };
}

export const ledger = JSON.stringify({
  document: "handbook",
  units: [{ unit: "unit-a" }, { unit: "unit-b" }],
});

/** A rule whose output has all three scripts. */
export function ruleText(id: string, title = "The service starts automatically"): string {
  return `rule ${id} {
  title "${title}"
  covers unit-a
  severity warning
  check service DiagTrack start is automatic
  fix set service DiagTrack start to automatic
}
`;
}

/** A folder with a rulebook of two rules in `rules`. */
export function project(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = temporaryFolder();
  writeFiles(folder, {
    "rules/documents/handbook.json": ledger,
    "rules/a.mderule": `document handbook\n\n${ruleText("rule-a")}`,
    "rules/deep/b.mderule": `document handbook\n\n${ruleText("rule-b")}\nguard none "Made up for a test."\n`,
    ...files,
  });
  return folder;
}
