import { type TargetName, targetNames } from "../targets/target.ts";

export interface BuildOptions {
  /** Files and folders with rules; none for the default. */
  readonly paths: readonly string[];
  readonly outDir: string;
  /** The configuration, where it is not the one in the working folder. */
  readonly config: string | undefined;
  /** All targets, or those that were named, in the order of `targetNames`. */
  readonly targets: readonly TargetName[];
  /** The site's command that signs a script. */
  readonly signCommand?: string | undefined;
  readonly force: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

export const defaultOutDir = "out";

const switches = ["--force", "--json", "--quiet"];
const settings = ["--out-dir", "--config"];

/**
 * The options of `mderules build ...` where it is written in the plainest way; undefined for everything else, wrong
 * usage included, which yargs understands and explains. It spares most builds the time to load yargs.
 */
export function plainBuildOptions(commandLine: readonly string[]): BuildOptions | undefined {
  const [command, ...words] = commandLine;
  if (command !== "build") return undefined;
  const paths: string[] = [];
  const given = new Map<string, string>();
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index]!;
    if (!word.startsWith("-")) {
      if (word === "") return undefined;
      paths.push(word);
      continue;
    }
    const equals = word.indexOf("=");
    const name = equals === -1 ? word : word.slice(0, equals);
    if (given.has(name)) return undefined;
    if (switches.includes(name) && equals === -1) {
      // "--force true" is the value of --force to yargs.
      if (words[index + 1] === "true" || words[index + 1] === "false") return undefined;
      given.set(name, "");
    } else if (settings.includes(name)) {
      const value = equals === -1 ? words[(index += 1)] : word.slice(equals + 1);
      if (value === undefined || value === "" || /^-|["']/.test(value)) return undefined;
      given.set(name, value);
    } else {
      return undefined;
    }
  }
  return {
    paths,
    outDir: given.get("--out-dir") ?? defaultOutDir,
    config: given.get("--config"),
    targets: targetNames,
    force: given.has("--force"),
    json: given.has("--json"),
    quiet: given.has("--quiet"),
  };
}
