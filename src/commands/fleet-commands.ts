import type { Argv } from "yargs";
import { languages } from "../explain/language.ts";
import { defaultOutDir } from "./build-options.ts";
import { reportFormats } from "./report-formats.ts";
import { configOption, jsonOption, oneOf, rulesOption, single } from "./shared-options.ts";
import type { ExitCode, World } from "./world.ts";

/** Adds the commands about what consoles know of a fleet. */
export function addFleetCommands(
  parser: Argv,
  world: World,
  choose: (run: () => Promise<ExitCode>) => void,
): void {
  parser.command(
    "report <exports..>",
    "Say what came of it on all devices, from what Intune, Configuration Manager and queries export",
    (command) =>
      command
        .positional("exports", {
          type: "string",
          array: true,
          demandOption: true,
          description: "Exports (CSV or JSON), and folders of them",
        })
        .option("since", {
          ...single("since"),
          description: "The JSON of an earlier report: tell what has changed",
        })
        .option("device", {
          ...single("device"),
          description: "Tell everything about this device only",
        })
        .option("format", {
          ...oneOf("format", reportFormats),
          default: "table" as const,
          description: "How the report is written; --json is short for one of them",
        })
        .option("output", {
          ...single("output"),
          alias: "o",
          description: "Write it to this file",
        })
        .option("rules", rulesOption)
        .option("config", configOption)
        .option("lang", {
          ...oneOf("lang", languages),
          default: "en" as const,
          description: "The language of the report",
        })
        .option("json", {
          type: "boolean",
          default: false,
          description: "Print JSON, for machines and --since",
        })
        .epilogue(
          "Columns are known by their names: DeviceName, PreRemediationDetectionScriptOutput, " +
            "RemediationScriptOutputDetails, PostRemediationDetectionScriptOutput, ModifiedTime (Intune); MachineName or " +
            "DeviceName, RuleName, ActualValue or CurrentValue (Configuration Manager); Device, Verdict, Found (queries; " +
            "the file is called after its rule); Device, Line (anything else).",
        ),
    (given) => {
      const { since, device, output, rules = [], config, lang = "en", json } = given;
      const format = json ? "json" : (given.format ?? "table");
      const options = { exports: given.exports, since, device, output, rules, config, lang, format } as const;
      choose(async () => (await import("./fleet-report.ts")).reportOnFleet(options, world));
    },
  );
  parser.command(
    "import <exports..>",
    "Plan an import into Intune: what would be created, changed and left",
    (command) =>
      command
        .positional("exports", {
          type: "string",
          array: true,
          demandOption: true,
          description: "What is there: exports of a tenant (JSON), and folders in the layout of any tool",
        })
        .option("plan", {
          type: "boolean",
          demandOption: "mderules only plans imports (--plan); Import-Intune.ps1 in the output does them",
          description: "Print the plan; nothing else is there to do",
        })
        .option("out-dir", {
          ...single("out-dir"),
          default: defaultOutDir,
          description: "The folder that a build wrote",
        })
        .option("kind", {
          type: "string",
          choices: ["bundles", "rules"] as const,
          default: "bundles" as const,
          requiresArg: true,
          description: "Whether bundles are imported, or rules one by one",
        })
        .option("json", jsonOption),
    ({ exports, outDir = defaultOutDir, kind, json }) => {
      choose(async () =>
        (await import("./import-plan.ts")).importPlan({ exports, outDir, kind, json }, world),
      );
    },
  );
}
