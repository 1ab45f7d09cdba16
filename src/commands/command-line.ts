import yargs from "yargs";
import { version } from "../../generated/version.js";
import { alternatives } from "../diagnostics/suggest.ts";
import { targetNames } from "../targets/target.ts";
import { reporterNames } from "../prove/reporters/names.ts";
import { defaultOutDir } from "./build-options.ts";
import { build } from "./build.ts";
import { check, checkFormats, explainCode } from "./check.ts";
import { addFleetCommands } from "./fleet-commands.ts";
import { addProofCommands } from "./proof-commands.ts";
import { addRulebookCommands } from "./rulebook-commands.ts";
import { once, pathsOf, withPaths } from "./shared-options.ts";
import { engineNames } from "./test-engines.ts";
import { commands, usageProblem } from "./usage-problem.ts";
import { verifyOutput } from "./verify-output.ts";
import type { ExitCode, World } from "./world.ts";

const width = 100;

/** Reads a command line with yargs, explains what is wrong with it, or runs the command that it names. */
export async function runWithYargs(commandLine: readonly string[], world: World): Promise<ExitCode> {
  // Yargs goes on after a mistake and would run the command in spite of it: it only says which command it is.
  let chosen: (() => ExitCode | Promise<ExitCode>) | undefined;
  let wrong: string | undefined;
  const parser = yargs()
    .scriptName("mderules")
    .usage("$0 <command>\n\nCompiles rules for Microsoft Defender for Endpoint to scripts and definitions.")
    .command("$0", false, {}, () => {
      wrong ??= `name a command: ${alternatives(commands)}`;
    })
    .command(
      "build [paths..]",
      "Compile rules and write scripts to the output folder",
      (command) =>
        withPaths(command)
          .option("out-dir", {
            type: "string",
            default: defaultOutDir,
            requiresArg: true,
            coerce: once("out-dir"),
            description: "The folder to write to",
          })
          .option("target", {
            type: "string",
            array: true,
            choices: targetNames,
            requiresArg: true,
            description: "Write only this target; may be repeated",
          })
          .option("sign-command", {
            type: "string",
            requiresArg: true,
            coerce: once("sign-command"),
            description: "Sign each script with this command; {file} stands for its path",
          })
          .option("force", {
            type: "boolean",
            default: false,
            description: "Overwrite files that were edited by hand",
          }),
      (given) => {
        const { outDir = defaultOutDir, config, target, signCommand, force, json, quiet } = given;
        const targets =
          target === undefined ? targetNames : targetNames.filter((name) => target.includes(name));
        const options = { paths: pathsOf(given), outDir, config, targets, signCommand, force, json, quiet };
        chosen = () => build(options, world);
      },
    )
    .command(
      "verify-output <folder>",
      "Say whether a folder still holds what a build wrote, byte by byte",
      (command) =>
        command
          .positional("folder", { type: "string", demandOption: true, description: "An output folder" })
          .option("json", { type: "boolean", default: false, description: "Print one line of JSON" })
          .option("quiet", {
            type: "boolean",
            default: false,
            description: "Print nothing unless something is wrong",
          }),
      ({ folder, json, quiet }) => {
        chosen = () => verifyOutput({ folder, json, quiet }, world);
      },
    )
    .command(
      "check [paths..]",
      "Say what is wrong with rules; write nothing",
      (command) =>
        withPaths(command)
          .option("format", {
            type: "string",
            choices: checkFormats,
            default: "pretty" as const,
            requiresArg: true,
            description: "How it is printed; --json and --sarif are short for two of them",
          })
          .option("sarif", {
            type: "boolean",
            default: false,
            description: "Print a SARIF log, for code hosts",
          })
          .option("max-warnings", {
            type: "string",
            requiresArg: true,
            coerce: once("max-warnings"),
            description: "End with 1 where there are more warnings",
          })
          .option("fix", {
            type: "boolean",
            default: false,
            description:
              "Delete what is left over: unused definitions, devices, names, comments that disable nothing",
          })
          .option("explain", {
            type: "string",
            requiresArg: true,
            coerce: once("explain"),
            description: "Say what the diagnostic of this code means",
          }),
      (given) => {
        const { config, json, sarif, quiet, fix, explain: code } = given;
        if (sarif && json) wrong ??= "--sarif and --json exclude each other";
        const format = json ? "json" : sarif ? "sarif" : given.format;
        if (given.format !== "pretty" && format !== given.format)
          wrong ??= `--${format} and --format ${given.format} exclude each other`;
        if (given.maxWarnings !== undefined && !/^\d{1,9}$/.test(given.maxWarnings))
          wrong ??= `--max-warnings takes a whole number, not \`${given.maxWarnings}\``;
        const maxWarnings = given.maxWarnings === undefined ? undefined : Number(given.maxWarnings);
        chosen =
          code === undefined
            ? () => check({ paths: pathsOf(given), config, format, quiet, maxWarnings, fix }, world)
            : () => explainCode(code, format === "json", world);
      },
    )
    .command(
      "test [paths..]",
      "Run the scenarios of rules, in the simulator or through the scripts in PowerShell",
      (command) =>
        withPaths(command)
          .option("engine", {
            type: "string",
            choices: engineNames,
            default: "simulator" as const,
            requiresArg: true,
            description:
              "What runs them: the meaning of rules, or the emitted scripts over stand-ins for Windows",
          })
          .option("language-mode", {
            type: "string",
            choices: ["FullLanguage", "ConstrainedLanguage"] as const,
            default: "FullLanguage" as const,
            requiresArg: true,
            description: "The language mode of PowerShell",
          })
          .option("culture", {
            type: "string",
            choices: ["en", "fr"] as const,
            default: "en" as const,
            requiresArg: true,
            description: "The display language of Windows",
          })
          .option("filter", {
            type: "string",
            requiresArg: true,
            coerce: once("filter"),
            description: "Only scenarios whose rule or name contains this text",
          })
          .option("reporter", {
            type: "string",
            choices: reporterNames,
            default: "text" as const,
            requiresArg: true,
            description: "How results are printed; --json and --tap are short for two of them",
          })
          .option("tap", { type: "boolean", default: false, description: "Print Test Anything Protocol" })
          .option("mutate", {
            type: "boolean",
            default: false,
            description: "Change one thing at a time in rules, and tell which changes no scenario notices",
          })
          .option("watch", { type: "boolean", default: false, description: "Run again after every change" }),
      (given) => {
        const { config, engine, languageMode, culture, filter, quiet } = given;
        const reporter = given.json ? "json" : given.tap ? "tap" : given.reporter;
        const paths = pathsOf(given);
        const options = { paths, config, engine, languageMode, culture, filter, reporter, quiet } as const;
        chosen = async () => {
          const { test } = await import("./test.ts");
          const { mutate } = await import("./mutate.ts");
          const mutation = { paths, config, filter, json: reporter === "json", quiet };
          const run = async () => (given.mutate ? mutate(mutation, world) : test(options, world));
          return given.watch ? (await import("./watch.ts")).watch(paths, world, run) : run();
        };
      },
    )
    .strict()
    .locale("en")
    .version(version)
    .help()
    .alias("help", "h")
    .wrap(width)
    .parserConfiguration({
      "parse-numbers": false,
      "parse-positional-numbers": false,
      "populate--": true,
      // `--target intune rules` names a target and a path.
      "greedy-arrays": false,
    })
    .exitProcess(false)
    .fail((message: string | undefined, error: Error | undefined) => {
      if (message === undefined && error !== undefined) throw error;
      wrong ??= message ?? "it cannot be understood";
    });

  for (const addCommands of [addProofCommands, addRulebookCommands, addFleetCommands]) {
    addCommands(parser, world, (run) => {
      chosen = run;
    });
  }

  let printed = "";
  await parser.parseAsync([...commandLine], {}, (_error: unknown, _given: unknown, output: string) => {
    printed = output;
  });
  if (wrong !== undefined) {
    world.stderr.write(`error: ${usageProblem(wrong, commandLine)}\n`);
    world.stderr.write("help: mderules --help shows the commands, mderules COMMAND --help its options\n");
    return 2;
  }
  if (printed !== "") world.stdout.write(`${printed}\n`);
  return (await chosen?.()) ?? 0;
}
