import type { Argv } from "yargs";
import { defaultOutDir } from "./build-options.ts";
import { once, pathsOf, withPaths } from "./shared-options.ts";
import type { ExitCode, World } from "./world.ts";

/** Adds the commands that try rules on devices: `verify`, `simulate` and `collect`. */
export function addProofCommands(
  parser: Argv,
  world: World,
  choose: (run: () => Promise<ExitCode>) => void,
): void {
  parser.command(
    "verify [paths..]",
    "Try the scripts of rules in PowerShell on every device that matters to them",
    (command) =>
      withPaths(command)
        .option("rule", {
          type: "string",
          requiresArg: true,
          coerce: once("rule"),
          description: "Only this rule",
        })
        .option("limit", {
          type: "number",
          requiresArg: true,
          coerce: (value: number | undefined) => {
            if (value === undefined || (Number.isInteger(value) && value > 0)) return value;
            throw new Error("--limit needs a number from 1");
          },
          description: "Try at most so many devices a rule, evenly chosen",
        })
        .option("certificates", {
          type: "boolean",
          default: false,
          description: "Write scripts, and a certificate for each rule that kept every law",
        })
        .option("out-dir", {
          type: "string",
          default: defaultOutDir,
          requiresArg: true,
          coerce: once("out-dir"),
          description: "The folder to write to",
        }),
    (given) => {
      const { config, rule, limit, outDir, certificates, json, quiet } = given;
      const options = {
        paths: pathsOf(given),
        config,
        rule,
        limit,
        outDir: outDir ?? defaultOutDir,
        certificates,
        json,
        quiet,
      };
      choose(async () => (await import("./verify.ts")).verify(options, world));
    },
  );
  parser.command(
    "simulate [paths..]",
    "Tell which rules would fire on devices, and what they would change",
    (command) =>
      withPaths(command).option("device", {
        type: "string",
        array: true,
        demandOption: true,
        requiresArg: true,
        description: "A file with a device's facts, or a folder of such files; may be repeated",
      }),
    (given) => {
      const { config, device: devices, json, quiet } = given;
      const options = { paths: pathsOf(given), config, devices, json, quiet };
      choose(async () => (await import("./simulate.ts")).simulate(options, world));
    },
  );
  parser.command(
    "collect [paths..]",
    "Print a read-only script that collects, on a device, the facts that rules read",
    withPaths,
    (given) => {
      const options = { paths: pathsOf(given), config: given.config };
      choose(async () => (await import("./collect.ts")).collect(options, world));
    },
  );
}
