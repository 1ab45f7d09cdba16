import type { Argv } from "yargs";
import { languages } from "../explain/language.ts";
import { kinds } from "../kinds/index.ts";
import { severities } from "../model/rule.ts";
import { ruleEnds } from "../targets/end-of.ts";
import { targetNames } from "../targets/target.ts";
import { configOption, jsonOption, oneOf, once, pathsOf, rulesOption, single } from "./shared-options.ts";
import type { ExitCode, World } from "./world.ts";

/** The commands that read a rulebook, or give it its layout, without making scripts of it. */
export function addRulebookCommands(
  parser: Argv,
  world: World,
  choose: (run: () => ExitCode | Promise<ExitCode>) => void,
): void {
  parser.command(
    "explain [what..]",
    "Say what the rulebook knows of an event, an error code, an OMA-URI, a unit, a rule or a line of a script",
    (command) =>
      command
        .positional("what", {
          type: "string",
          array: true,
          description: "For example: sense 15, 0x87D1FDE8, SenseIsRunning, or a line that a script printed",
        })
        .option("stdin", {
          type: "boolean",
          default: false,
          description: "Explain what comes from standard input, for example an export of a portal",
        })
        .option("file", {
          type: "string",
          requiresArg: true,
          coerce: once("file"),
          description: "Explain what a file holds, for example an export of Event Viewer",
        })
        .option("rules", rulesOption)
        .option("config", configOption)
        .option("lang", {
          ...oneOf("lang", languages),
          default: "en" as const,
          description: "The language of the answer",
        })
        .option("json", jsonOption),
    (given) => {
      const { stdin, file, rules, config, lang = "en", json } = given;
      const what = [...(given.what ?? []), ...dashed(given)];
      choose(async () => {
        const { explain } = await import("./explain.ts");
        return explain({ what, stdin, file, rules: rules ?? [], config, lang, json }, world);
      });
    },
  );
  parser.command(
    "init [folder]",
    "Start a project: a configuration, a rule with scenarios, a pipeline, settings of editors",
    (command) =>
      command.positional("folder", {
        type: "string",
        default: ".",
        description: "Where; files that are there are never overwritten",
      }),
    ({ folder }) => {
      choose(async () => {
        const { init } = await import("./init.ts");
        return init({ folder }, world);
      });
    },
  );
  parser.command(
    "new <what> <name>",
    "Write a rule that compiles, with scenarios that pass, to be made your own",
    (command) =>
      command
        .positional("what", { choices: ["rule"] as const, demandOption: true, description: "A rule" })
        .positional("name", { type: "string", demandOption: true, description: "As in print-spooler-starts" })
        .option("title", {
          type: "string",
          requiresArg: true,
          coerce: once("title"),
          description: "What is right on a healthy device, in one line",
        })
        .option("severity", {
          ...oneOf("severity", severities),
          default: "warning" as const,
          description: "How grave it is",
        })
        .option("file", {
          type: "string",
          requiresArg: true,
          coerce: once("file"),
          description: "The file to write; rules/NAME.mderule where it is not said",
        }),
    ({ name, title, severity = "warning", file }) => {
      choose(async () => {
        const { newRule } = await import("./new-rule.ts");
        return newRule({ name, title, severity, file }, world);
      });
    },
  );
  parser.command(
    "list [paths..]",
    "List the rules: how severe they are, how they end, what they are about",
    (command) =>
      command
        .positional("paths", {
          type: "string",
          array: true,
          defaultDescription: "./rules, or the shipped rulebook",
          description: "Files and folders with rules",
        })
        .option("severity", {
          ...oneOf("severity", severities),
          description: "Only rules of this severity",
        })
        .option("ends", {
          ...oneOf("ends", ruleEnds),
          description:
            "Only rules that a script repairs, that it finds, that nothing on a device shows, that lead on",
        })
        .option("target", {
          ...oneOf("target", targetNames),
          description: "Only rules that this target makes something of",
        })
        .option("kind", {
          ...oneOf(
            "kind",
            kinds.map(({ name }) => name),
          ),
          description: "Only rules that read or write this kind of thing",
        })
        .option("unit", {
          ...single("unit"),
          description: "Only rules that cover this unit of the document",
        })
        .option("lang", {
          ...oneOf("lang", languages),
          default: "en" as const,
          description: "The language of titles",
        })
        .option("config", configOption)
        .option("json", jsonOption),
    (given) => {
      const { config, severity, ends, target, kind, unit, lang = "en", json } = given;
      choose(async () => {
        const { list } = await import("./list.ts");
        return list({ paths: pathsOf(given), config, severity, ends, target, kind, unit, lang, json }, world);
      });
    },
  );
  parser.command(
    "coverage [file]",
    "Say which rules cover which units of the document, or how an edition of it differs",
    (command) =>
      command
        .positional("file", {
          type: "string",
          description: "An edition of the document, in Markdown, to compare with the ledger",
        })
        .option("rules", rulesOption)
        .option("document", {
          ...single("document"),
          description: "Only this document, by its name",
        })
        .option("format", {
          ...oneOf("format", ["text", "json"]),
          default: "text" as const,
          description: "How it is printed",
        })
        .option("json", jsonOption),
    (given) => {
      const { rules, document, format, json } = given;
      const file = given.file ?? dashed(given)[0];
      choose(async () => {
        const { coverage } = await import("./coverage.ts");
        return coverage({ file, rules: rules ?? [], document, json: json || format === "json" }, world);
      });
    },
  );
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
        .option("json", jsonOption)
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

/** What stands after `--`. */
function dashed(given: object): string[] {
  return (given as { readonly "--"?: string[] })["--"] ?? [];
}
