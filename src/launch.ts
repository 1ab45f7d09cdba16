import { plainBuildOptions } from "./commands/build-options.ts";
import { summaryJson, summaryText } from "./commands/summary.ts";
import { unchangedBuild } from "./commands/unchanged-build.ts";
import { cacheFolder } from "./commands/unchanged-memory.ts";
import type { Stream } from "./commands/world.ts";
import { version } from "../generated/version.js";

/** Set by the build of mderules: a digest of the program that this launches. */
declare const MDERULES_PROGRAM: string | undefined;
const program = typeof MDERULES_PROGRAM === "string" ? MDERULES_PROGRAM : "source";

/** Answers where nothing has changed; for everything else loads the compiler. */
export function launch(commandLine: readonly string[]): void {
  const options = plainBuildOptions(commandLine);
  const folder = cacheFolder(process.env);
  const memory = folder === undefined ? undefined : { folder, now: Date.now() };
  const unchanged = options && unchangedBuild(options, process.cwd(), program, memory);
  if (options === undefined || unchanged === undefined) {
    void load(commandLine);
    return;
  }
  const summary = { ...unchanged, milliseconds: elapsed() };
  if (options.json) process.stdout.write(summaryJson(version, summary));
  else if (!options.quiet) process.stdout.write(summaryText(summary));
}

/** Milliseconds since the process began. Of `performance`, loading alone takes some. */
function elapsed(): number {
  return process.uptime() * 1000;
}

async function load(commandLine: readonly string[]): Promise<void> {
  const { run } = await import("./cli.ts");
  // `mderules build | head` closes the stream; that is no mistake.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => process.exit());
  process.exitCode = await run(commandLine, {
    cwd: process.cwd(),
    environment: process.env,
    stdout: streamOf(process.stdout),
    stderr: streamOf(process.stderr),
    stdin: readInput,
    elapsed,
    program,
  });
}

async function readInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function streamOf(stream: NodeJS.WriteStream): Stream {
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY,
    columns: stream.isTTY ? stream.columns : undefined,
  };
}
