import { readProgram } from "../../src/commands/read-program.ts";
import type { Configuration } from "../../src/model/configuration.ts";
import type { Program } from "../../src/targets/target.ts";

/** A site that has both packages. */
export const configuration: Configuration = {
  onboarding: { path: "C:\\Site\\Onboard.cmd" },
  offboarding: { path: "C:\\Site\\Offboard.cmd" },
};

const { exitCode, rules, applications } = await readProgram(["rules"], undefined, process.cwd());

/** The shipped rulebook, compiled, as a build sees it. */
export function shippedProgram(): Program {
  if (exitCode !== 0) throw new Error("the shipped rulebook has errors");
  return { rules, applications, configuration, version: "0.1.0" };
}
