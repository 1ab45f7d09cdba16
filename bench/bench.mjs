// Measures mderules as its users meet it, as whole processes, and prints a table. Times are compared with
// `node -e 0` in the same run, so that they mean the same on a fast and on a slow machine.
//
//   npm run bench             all of it, some minutes
//   npm run bench -- --quick  fewer runs, and no rulebook of 10,000 rules
//   npm run bench -- --fleet  only what reads a fleet: reports of 200,000 rows
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeExports } from "./report.mjs";
import { writeRulebook } from "./rulebook.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const launcher = join(root, "dist/launcher.cjs");
const quick = process.argv.includes("--quick");
const rounds = quick ? 8 : 25;
const sizes = quick ? [100, 1000] : [100, 1000, 10_000];

execFileSync(process.execPath, [join(root, "scripts/build.mjs")], { stdio: "inherit" });
const scratch = mkdtempSync(join(tmpdir(), "mderules-bench-"));
try {
  if (!process.argv.includes("--fleet")) {
    startUp();
    scale();
  }
  fleet();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Small builds, where starting is most of the time. */
function startUp() {
  const sixty = join(scratch, "sixty");
  writeRulebook(sixty, 60);
  const out = (name) => ["--out-dir", join(scratch, name)];
  // A new folder each time: creating files where others were just deleted is slow on some file systems.
  let builds = 0;
  const fresh = () => ["--out-dir", join(scratch, `cold-${(builds += 1)}`)];
  const shipped = join(root, "rules");
  run([launcher, "build", sixty, ...out("warm")]);
  run([launcher, "build", shipped, ...out("warm-book")]);

  const bare = { name: "node -e 0", command: ["-e", "0"] };
  const cases = [
    bare,
    { name: "--version", command: [launcher, "--version"], goal: { ratio: 1.1 } },
    {
      name: "build, nothing changed (rulebook)",
      command: [launcher, "build", shipped, ...out("warm-book")],
      goal: { above: 20 },
    },
    {
      name: "build, nothing changed (60 rules)",
      command: [launcher, "build", sixty, ...out("warm")],
      goal: { above: 20 },
    },
    {
      name: "build from nothing (60 rules)",
      command: () => [launcher, "build", sixty, ...fresh()],
      goal: { ratio: 3 },
    },
    {
      name: "build from nothing (rulebook)",
      command: () => [launcher, "build", shipped, ...fresh()],
    },
    { name: "check (rulebook)", command: [launcher, "check", shipped] },
  ];
  // In turns, so that a machine that is busy for a while is so for all of them.
  const times = new Map(cases.map((item) => [item, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const item of cases) {
      const command = typeof item.command === "function" ? item.command() : item.command;
      times.get(item).push(run(command).milliseconds);
    }
  }
  const bareTime = median(times.get(bare));
  print(
    ["whole process", "median ms", "least ms", "x node", "above node", "goal", ""],
    cases.map((item) => {
      const time = median(times.get(item));
      const { ratio, above } = item.goal ?? {};
      const held =
        ratio !== undefined ? time / bareTime <= ratio : above === undefined || time - bareTime <= above;
      return [
        item.name,
        time.toFixed(1),
        Math.min(...times.get(item)).toFixed(1),
        (time / bareTime).toFixed(2),
        `${(time - bareTime).toFixed(1)} ms`,
        ratio !== undefined ? `x ${ratio}` : above !== undefined ? `${above} ms` : "",
        item.goal === undefined ? "" : held ? "held" : "MISSED",
      ];
    }),
  );
}

/** Large builds: how time and memory grow with the number of rules. */
function scale() {
  const bareTime = median(Array.from({ length: 5 }, () => run(["-e", "0"]).milliseconds));
  const books = sizes.map((count) => {
    const rules = join(scratch, `rules-${count}`);
    return { count, rules, megabytes: writeRulebook(rules, count) / 1e6 };
  });
  for (const [name, command] of [
    ["check", ({ rules }) => ["check", rules]],
    [
      "build for Intune",
      ({ rules, count }) => ["build", rules, "--target", "intune", ...outOf("intune", count)],
    ],
    ["build for all targets", ({ rules, count }) => ["build", rules, ...outOf("all", count)]],
  ]) {
    const rows = [];
    let before;
    for (const book of books) {
      const { milliseconds, peak, files } = run([launcher, ...command(book), "--json"], { peak: true });
      const perRule = (milliseconds - bareTime) / book.count;
      const straight = before === undefined || perRule <= before * 1.1;
      const large = book.count >= 10_000 && name !== "build for all targets";
      before = perRule;
      rows.push([
        String(book.count),
        book.megabytes.toFixed(2),
        String(files),
        (milliseconds / 1000).toFixed(2),
        (1000 / perRule).toFixed(0),
        perRule.toFixed(2),
        peak.toFixed(0),
        large ? "10 s, 250 MB, straight" : "",
        large ? (straight && milliseconds <= 10_000 && peak <= 250 ? "held" : "MISSED") : "",
      ]);
    }
    print([`${name}: rules`, "MB", "files", "seconds", "rules/s", "ms/rule", "peak MB", "goal", ""], rows);
  }
}

/** What consoles export of 20,000 devices and ten remediations. */
function fleet() {
  const exports = join(scratch, "exports");
  writeExports(exports, 20_000);
  const rows = ["table", "json", "csv", "html"].map((format) => {
    const command = [launcher, "report", exports, "--format", format, "--output", join(scratch, "report")];
    const { milliseconds, peak } = run(command, { peak: true });
    const held = milliseconds <= 10_000 && peak <= 400;
    return [
      format,
      (milliseconds / 1000).toFixed(2),
      peak.toFixed(0),
      "10 s, 400 MB",
      held ? "held" : "MISSED",
    ];
  });
  print(["report of 200,000 rows", "seconds", "peak MB", "goal", ""], rows);
}

function outOf(name, count) {
  return ["--out-dir", join(scratch, `${name}-${count}`)];
}

function run(command, { peak = false } = {}) {
  const peakFile = join(scratch, "peak");
  const began = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    peak ? ["--require", join(root, "bench/peak-memory.cjs"), ...command] : command,
    {
      cwd: scratch,
      env: { ...process.env, BENCH_PEAK_FILE: peakFile },
      encoding: "utf8",
      maxBuffer: 2 ** 30,
    },
  );
  const milliseconds = Number(process.hrtime.bigint() - began) / 1e6;
  if (status !== 0) throw new Error(`${command.join(" ")} ended with ${status}:\n${stderr}`);
  if (!peak) return { milliseconds };
  return {
    milliseconds,
    peak: Number(readFileSync(peakFile, "utf8")) / 1024,
    files: stdout === "" ? 0 : (JSON.parse(stdout).files ?? 0),
  };
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function print(head, rows) {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column].length)));
  const line = (row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
      .join("  ");
  console.log(
    [line(head), widths.map((width) => "-".repeat(width)).join("  "), ...rows.map(line), ""].join("\n"),
  );
}
