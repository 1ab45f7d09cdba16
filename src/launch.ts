import { plainBuildOptions } from "./commands/build-options.ts";
import { summaryJson, summaryText } from "./commands/summary.ts";
import { unchangedBuild } from "./commands/unchanged-build.ts";
import { cacheFolder } from "./commands/unchanged-memory.ts";
import type { Stream } from "./commands/world.ts";
import { watchOutput } from "./lost-output.ts";
import { diskErrorReason } from "./output/disk-error.ts";
import { mostBytes, tooLarge } from "./output/read-regular-file.ts";
import { version } from "../generated/version.js";

/** Set by the build of mderules: a digest of the program that this launches. */
declare const MDERULES_PROGRAM: string | undefined;
const program = typeof MDERULES_PROGRAM === "string" ? MDERULES_PROGRAM : "source";

/** Answers where nothing has changed; for everything else loads the compiler. */
export function launch(commandLine: readonly string[]): void {
  const cwd = workingFolder();
  if (cwd === undefined) return;
  const options = plainBuildOptions(commandLine);
  const folder = cacheFolder(process.env);
  const memory = folder === undefined ? undefined : { folder, now: Date.now() };
  const unchanged = options && unchangedBuild(options, cwd, program, memory);
  if (options === undefined || unchanged === undefined) {
    void load(commandLine, cwd);
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

/** Undefined, and said, where the folder in which the program was started has been deleted. */
function workingFolder(): string | undefined {
  try {
    return process.cwd();
  } catch (error) {
    const reason = diskErrorReason(error as NodeJS.ErrnoException);
    process.stderr.write(`error: the working folder cannot be used: ${reason}\n`);
    process.stderr.write("help: change to a folder that is there\n");
    process.exitCode = 2;
    return undefined;
  }
}

async function load(commandLine: readonly string[], cwd: string): Promise<void> {
  const { run } = await import("./cli.ts");
  watchOutput(process.stderr, "the error stream");
  process.exitCode = await run(commandLine, {
    cwd,
    environment: process.env,
    stdout: streamOf(process.stdout),
    stderr: streamOf(process.stderr),
    stdin: readInput,
    elapsed,
    program,
  });
}

/** Throws a disk error where there is more of it than of any file. */
async function readInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > mostBytes) throw tooLarge("standard input", length, mostBytes);
  }
  return Buffer.concat(chunks);
}

function streamOf(stream: NodeJS.WriteStream): Stream {
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY,
    columns: stream.isTTY ? stream.columns : undefined,
  };
}
