// Runs every test/**/*.test.ts in a process of its own, two at a time, and ends with one line: N passed, N failed,
// N skipped. A file that reports no test, a hook that throws and a process that dies count as failures: uvu alone
// would pass over them in silence.
//
//   node scripts/test.mjs [--long] [part of a file name ...]
//
// --long lets property tests run for longer (test/proof-runs.ts). UPDATE_GOLDEN=1 rewrites golden files.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { tsImport } from "tsx/esm/api";
import { generate } from "./generate.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const testsAtOnce = 2;
const limitMinutes = 15;

const long = process.argv.includes("--long");
const filters = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));

await generate();

// Looked for once: to find out that there is none may take a while, and there are a hundred test files.
const { engineVariable, findEngine } = await tsImport("../src/engine/find-engine.ts", import.meta.url);
const engine = findEngine();

const scratch = mkdtempSync(join(tmpdir(), "mderules-test-"));
const goldenLog = join(scratch, "golden.txt");
const environment = {
  ...process.env,
  NO_COLOR: "1",
  MDERULES_GOLDEN_LOG: goldenLog,
  [engineVariable]: JSON.stringify(engine),
  ...(long ? { MDERULES_PROOFS: "long" } : {}),
};
delete environment.FORCE_COLOR;

const files = filesBelow("test", ".test.ts").filter(
  (file) => filters.length === 0 || filters.some((filter) => file.includes(filter)),
);
const total = { passed: 0, failed: 0, skipped: 0 };
const waiting = [...files];

try {
  if (files.length === 0) fail(`no test file matches ${filters.join(", ") || "test/**/*.test.ts"}`);
  await Promise.all(Array.from({ length: testsAtOnce }, runWaiting));
  if (filters.length === 0 && total.skipped === 0 && total.failed === 0) checkOrphans();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
if ("reason" in engine) console.log(`tests that run PowerShell were skipped: ${engine.reason}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;

async function runWaiting() {
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    const started = Date.now();
    const result = await run(file);
    const { passed, failed, skipped, problem } = judge(result);
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    const counts = `${passed} passed${failed > 0 ? `, ${failed} failed` : ""}${skipped > 0 ? `, ${skipped} skipped` : ""}`;
    console.log(`${failed > 0 ? "FAIL" : "ok  "} ${file} (${counts}, ${seconds} s)`);
    if (failed > 0)
      console.log(`${result.output.trimEnd()}\n${problem === undefined ? "" : `  ${problem}\n`}`);
  }
}

function run(file) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--import", "tsx", "--unhandled-rejections=strict", file], {
      cwd: root,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    let late = false;
    const timer = setTimeout(
      () => {
        late = true;
        child.kill("SIGKILL");
      },
      limitMinutes * 60 * 1000,
    );
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("error", (error) => (output += String(error)));
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ output, code, signal, late });
    });
  });
}

/** What uvu printed last, held against how the process ended. */
function judge({ output, code, signal, late }) {
  const summary = [...output.matchAll(/^ {2}Total: +(\d+)\n {2}Passed: +(\d+)\n {2}Skipped: +(\d+)$/gm)].at(
    -1,
  );
  const [count, passed, skipped] = (summary ?? [0, 0, 0, 0]).slice(1).map(Number);
  const failed = count - passed;
  const problem = late
    ? `stopped after ${limitMinutes} minutes`
    : summary === undefined
      ? "reports no test: does it call test.run()?"
      : count + skipped === 0
        ? "holds no test"
        : code !== 0 && failed === 0
          ? `ended with ${signal ?? `exit code ${code}`} although its tests passed`
          : failed > 0 && code === 0
            ? "a hook threw, so not all tests ran"
            : undefined;
  return { passed, failed: Math.max(failed, problem === undefined ? 0 : 1), skipped, problem };
}

/** Golden files that no test compared anything with. */
function checkOrphans() {
  const used = new Set(existsSync(goldenLog) ? readFileSync(goldenLog, "utf8").split("\n") : []);
  const golden = filesBelow("test", "").filter((file) => file.split("/").includes("golden"));
  for (const file of golden.filter((file) => !used.has(file))) {
    if (process.env.UPDATE_GOLDEN === "1") rmSync(join(root, file));
    else fail(`${file} is compared with nothing: delete it`);
  }
}

function fail(message) {
  total.failed += 1;
  console.log(`FAIL ${message}`);
}

function filesBelow(folder, extension) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}
