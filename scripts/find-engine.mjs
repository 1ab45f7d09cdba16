// Prints the PowerShell that tests and proofs run, as JSON for the variable MDERULES_ENGINE; where there is none, the
// reason on standard error, and it ends with 1.
import { tsImport } from "tsx/esm/api";

const { findEngine } = await tsImport("../src/engine/find-engine.ts", import.meta.url);
const engine = findEngine();
if ("reason" in engine) {
  console.error(engine.reason);
  process.exitCode = 1;
} else console.log(JSON.stringify(engine));
