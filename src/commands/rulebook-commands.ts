import type { Argv } from "yargs";
import { once, pathsOf } from "./shared-options.ts";
import type { ExitCode, World } from "./world.ts";

/** The commands that read a rulebook, or give it its layout, without making scripts of it. */
export function addRulebookCommands(
  parser: Argv,
  world: World,
  choose: (run: () => ExitCode | Promise<ExitCode>) => void,
): void {
  parser.command(
    "fmt [paths..]",
    "Give rules their layout",
    (command) =>
      command
        .positional("paths", {
          type: "string",
          array: true,
          defaultDescription: "everything below the working folder",
          description: "Files and folders with rules",
        })
        .option("check", {
          type: "boolean",
          default: false,
          description:
            "Write nothing; list the files that are not formatted, and end with 1 if there are any",
        })
        .option("stdin-filepath", {
          type: "string",
          requiresArg: true,
          coerce: once("stdin-filepath"),
          description: "Format standard input, which messages call by this name, to standard output",
        })
        .option("json", {
          type: "boolean",
          default: false,
          description: "Print one line of JSON, for machines",
        })
        .option("quiet", {
          type: "boolean",
          default: false,
          description: "Print nothing unless something is wrong",
        }),
    (given) => {
      const { check, stdinFilepath, json, quiet } = given;
      choose(async () => {
        const { fmt } = await import("./fmt.ts");
        return fmt({ paths: pathsOf(given), check, stdinFilepath, json, quiet }, world);
      });
    },
  );
}
