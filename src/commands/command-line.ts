import yargs, { type Argv } from "yargs";
import { version } from "../../generated/version.js";
import { suggest } from "../diagnostics/suggest.ts";
import { targetNames } from "../targets/target.ts";
import { defaultOutDir } from "./build-options.ts";
import { build } from "./build.ts";
import { check } from "./check.ts";
import type { ExitCode, World } from "./world.ts";

const commandNames = ["build", "check"];
const width = 100;

/** Reads a command line with yargs, explains what is wrong with it, and runs the command that it names. */
export async function runWithYargs(commandLine: readonly string[], world: World): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const parser = yargs()
    .scriptName("mderules")
    .usage("$0 <command>\n\nCompiles rules for Microsoft Defender for Endpoint to scripts and definitions.")
    .command(
      "build [paths..]",
      "Compile rules and write scripts to the output folder",
      (command) =>
        withPaths(command)
          .option("out-dir", {
            type: "string",
            default: defaultOutDir,
            requiresArg: true,
            description: "The folder to write to",
          })
          .option("target", {
            type: "string",
            array: true,
            choices: targetNames,
            requiresArg: true,
            description: "Write only this target; may be repeated",
          })
          .option("force", {
            type: "boolean",
            default: false,
            description: "Overwrite files that were edited by hand",
          }),
      ({ paths, outDir, config, target, force, json, quiet }) => {
        const targets =
          target === undefined ? targetNames : targetNames.filter((name) => target.includes(name));
        exitCode = build({ paths: paths ?? [], outDir, config, targets, force, json, quiet }, world);
      },
    )
    .command(
      "check [paths..]",
      "Say what is wrong with rules; write nothing",
      withPaths,
      ({ paths, config, json, quiet }) => {
        exitCode = check({ paths: paths ?? [], config, json, quiet }, world);
      },
    )
    .demandCommand(1, "name a command: build or check")
    .strict()
    .locale("en")
    .version(version)
    .help()
    .alias({ help: "h" })
    .wrap(width)
    .parserConfiguration({
      "duplicate-arguments-array": true,
      "parse-numbers": false,
      "parse-positional-numbers": false,
    })
    .exitProcess(false);

  // Yargs hands over what it would print, help and version included, and what is wrong.
  let wrong: string | undefined;
  parser.fail((message: string | undefined, error: Error | undefined) => {
    if (error !== undefined && message === undefined) throw error;
    wrong ??= message ?? "";
  });
  let printed = "";
  await parser.parseAsync([...commandLine], {}, (_error, _argv, output) => {
    printed = output;
  });
  if (wrong !== undefined) {
    world.stderr.write(
      `error: ${usageProblem(wrong, commandLine)}\nhelp: mderules --help shows all commands and options\n`,
    );
    return 2;
  }
  if (printed !== "") world.stdout.write(`${printed}\n`);
  return exitCode;
}

function withPaths(command: Argv) {
  return command
    .positional("paths", {
      type: "string",
      array: true,
      description: "Files and folders with rules; ./rules, or else the rulebook that is shipped",
    })
    .option("config", {
      type: "string",
      requiresArg: true,
      description: "The configuration of the site; mderules.config.json, if there is one",
    })
    .option("json", { type: "boolean", default: false, description: "Print one line of JSON, for machines" })
    .option("quiet", {
      type: "boolean",
      default: false,
      description: "Print nothing unless something is wrong",
    });
}

const optionNames = ["out-dir", "target", "force", "config", "json", "quiet", "help", "version"];

/** What yargs found, in this program's words, with the name that was probably meant. */
function usageProblem(message: string, commandLine: readonly string[]): string {
  const unknown = /^Unknown (argument|command)s?: (.*)$/.exec(message);
  if (unknown === null)
    return message.charAt(0).toLowerCase() + message.slice(1).replaceAll(/\s*\n\s*/g, "; ");
  const names = unknown[2]!.split(", ").map((name) => {
    const isOption = commandLine.some(
      (word) => word.startsWith("-") && word.replace(/^--?/, "").split("=")[0] === name,
    );
    const near = isOption ? suggest(name, optionNames) : suggest(name, commandNames);
    const shown = isOption ? `the option --${name}` : `the command ${name}`;
    return `there is no such thing as ${shown}${near === undefined ? "" : `; did you mean \`${isOption ? "--" : ""}${near}\`?`}`;
  });
  return names[0]!;
}
