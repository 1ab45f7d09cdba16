import type { Argv } from "yargs";

/** Paths and the options that all commands over rules have. */
export function withPaths(command: Argv) {
  return command
    .positional("paths", {
      type: "string",
      array: true,
      defaultDescription: "./rules, or the shipped rulebook",
      description: "Files and folders with rules",
    })
    .option("config", {
      type: "string",
      requiresArg: true,
      coerce: once("config"),
      description: "The configuration of the site; mderules.config.json, if there is one",
    })
    .option("json", { type: "boolean", default: false, description: "Print one line of JSON, for machines" })
    .option("quiet", {
      type: "boolean",
      default: false,
      description: "Print nothing unless something is wrong",
    });
}

/** Paths before and after `--`. */
export function pathsOf(given: {
  readonly paths: string[] | undefined;
  readonly [name: string]: unknown;
}): string[] {
  return [...(given.paths ?? []), ...((given["--"] as string[] | undefined) ?? [])];
}

/** An option that makes sense once; yargs makes a list of several. */
export function once(name: string): (value: string | string[] | undefined) => string | undefined {
  return (value) => {
    if (Array.isArray(value)) throw new Error(`--${name} is given more than once`);
    if (value === "") throw new Error(`--${name} needs a value`);
    return value;
  };
}
