import { plainBuildOptions } from "./commands/build-options.ts";
import { build } from "./commands/build.ts";
import type { ExitCode, World } from "./commands/world.ts";

/** Runs a command line, without the program's own name. Never throws: a mistake of mderules is reported as one. */
export async function run(commandLine: readonly string[], world: World): Promise<ExitCode> {
  try {
    const plain = plainBuildOptions(commandLine);
    if (plain !== undefined) return await build(plain, world);
    const { runWithYargs } = await import("./commands/command-line.ts");
    return await runWithYargs(commandLine, world);
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
    world.stderr.write(`error: mderules itself made a mistake: ${message}\n`);
    world.stderr.write("help: please report it together with the rules that lead to it\n");
    if (world.environment["MDERULES_DEBUG"] === "1" && stack !== undefined) world.stderr.write(`${stack}\n`);
    return 2;
  }
}
