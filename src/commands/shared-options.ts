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
    .option("config", configOption)
    .option("json", jsonOption)
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

/** An option that is one of some words. */
export function oneOf<Word extends string>(name: string, choices: readonly Word[]) {
  const coerce = (value: string | string[] | undefined) => once(name)(value) as Word | undefined;
  return { type: "string", requiresArg: true, choices, coerce } as const;
}

/** An option with a value that makes sense once. */
export function single(name: string) {
  return { type: "string", requiresArg: true, coerce: once(name) } as const;
}

export const configOption = {
  ...single("config"),
  description: "The configuration of the site; mderules.config.json, if there is one",
};

export const jsonOption = {
  type: "boolean",
  default: false,
  description: "Print one line of JSON, for machines",
} as const;

/** Where the words of a command are not paths of rules. */
export const rulesOption = {
  type: "string",
  array: true,
  requiresArg: true,
  defaultDescription: "./rules, or the shipped rulebook",
  description: "A file or folder with rules; may be repeated",
} as const;
