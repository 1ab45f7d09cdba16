import { createHash } from "node:crypto";
import { lstatSync, readdirSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { readRegularFile } from "../output/read-regular-file.ts";
import type { TargetName } from "../targets/target.ts";
import type { FoundFile } from "./find-rules.ts";
import { shippedRules } from "./shipped.ts";

export const configurationName = "mderules.config.json";

/** The configuration that a build uses: the one that was named, or the one in the working folder if there is one. */
export function configurationPath(config: string | undefined, cwd: string): string | undefined {
  if (config !== undefined) return resolve(cwd, config);
  const path = join(cwd, configurationName);
  // A link that leads nowhere counts: a configuration that is lost is not the same as none.
  return lstatSync(path, { throwIfNoEntry: false }) === undefined ? undefined : path;
}

/** The ledgers that rules can refer to: those beside the rules, then the shipped ones. */
export function ledgerPaths(folders: readonly string[]): string[] {
  const found = new Set<string>();
  for (const folder of [...folders, shippedRules()]) {
    const documents = join(folder, "documents");
    if (!statSync(documents, { throwIfNoEntry: false })?.isDirectory()) continue;
    for (const name of readdirSync(documents).sort()) {
      if (name.toLowerCase().endsWith(".json")) found.add(join(documents, name));
    }
  }
  return [...found];
}

/** Everything that decides what a build writes. */
export interface BuildInput {
  readonly version: string;
  /** Digest of the running program. */
  readonly program: string;
  readonly targets: readonly TargetName[];
  readonly rules: readonly FoundFile[];
  readonly configuration: string | undefined;
  readonly ledgers: readonly string[];
  /** The command that signs scripts, where they are signed. */
  readonly signCommand?: string | undefined;
}

/** SHA-256 over the contents of all input. Throws what reading throws. */
export function inputDigest({
  version,
  program,
  targets,
  rules,
  configuration,
  ledgers,
  signCommand,
}: BuildInput): string {
  const hash = createHash("sha256");
  const add = (name: string, content: string | Uint8Array): void => {
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    // With its length before it no content can be taken for the end of another.
    hash.update(`${name}\n${bytes.length}\n`).update(bytes);
  };
  add("mderules", version);
  add("program", program);
  add("targets", targets.join(" "));
  if (signCommand !== undefined) add("sign", signCommand);
  if (configuration !== undefined) add("configuration", readRegularFile(configuration));
  for (const ledger of ledgers) add(`ledger ${basename(ledger)}`, readRegularFile(ledger));
  for (const { path, name } of rules) add(`rules ${name}`, readRegularFile(path));
  return hash.digest("hex");
}
