import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compile } from "../src/compile.ts";
import type { Configuration } from "../src/model/configuration.ts";
import type { Program } from "../src/targets/target.ts";
import type { Ledger } from "../src/validate/validate.ts";

/** The rulebook of the repository, compiled; a mistake in it fails the test that asks for it. */
export function shippedProgram(configuration: Configuration = {}): Program {
  const files = readdirSync("rules").filter((name) => name.endsWith(".mderule"));
  const sources = files.sort().map((name) => ({
    path: `rules/${name}`,
    text: readFileSync(join("rules", name), "utf8"),
  }));
  const documents = join("rules", "documents");
  const ledgers = readdirSync(documents).map(
    (name) => JSON.parse(readFileSync(join(documents, name), "utf8")) as Ledger,
  );
  const { value, diagnostics } = compile({ sources, ledgers });
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return { ...value, configuration, version: "0.0.0" };
}
