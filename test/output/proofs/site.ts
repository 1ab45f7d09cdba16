import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { ledger, ruleText } from "../../commands/run-in.ts";
import { temporaryFolder, writeFiles } from "../../temporary-folder.ts";

/** Digests of all files below a folder, by path; what a stage holds too. */
export type Snapshot = Readonly<Record<string, string>>;

export type State = "old" | "new";

/** A folder with an output folder in it, two versions of its rules, and files of others that no build may touch. */
export interface Site {
  readonly folder: string;
  readonly outDir: string;
  /** What an output folder has to hold after a whole build of either version. */
  readonly outputs: Readonly<Record<State, Snapshot>>;
  /** The command line that builds a version into a folder. */
  readonly commandLine: (state: State, outDir?: string) => string[];
  /** Makes the output folder what a build of the old rules left. */
  readonly reset: (outDir?: string) => void;
  readonly outside: () => Snapshot;
}

/** What somebody keeps in the output folder; no build wrote it. */
const notes = "notes.txt";

export function provingSite(): Site {
  const folder = temporaryFolder();
  // A copy: what is built in the meantime is another program, of which a manifest says so.
  const program = temporaryFolder();
  for (const part of ["dist", "rules", "package.json"])
    cpSync(part, join(program, part), { recursive: true });
  const launcher = join(program, "dist/launcher.cjs");
  const rule = (id: string, title: string): string => `document handbook\n\n${ruleText(id, title)}`;
  const guard = '\nguard none "Made up for a proof."\n';
  writeFiles(folder, {
    "old/documents/handbook.json": ledger,
    "old/a.mderule": rule("rule-a", "The service starts automatically") + guard,
    "old/b.mderule": rule("rule-b", "Of the old rules alone"),
    "old/c.mderule": rule("rule-c", "The same in both"),
    "new/documents/handbook.json": ledger,
    "new/a.mderule": rule("rule-a", "The service starts by itself") + guard,
    "new/c.mderule": rule("rule-c", "The same in both"),
    "new/d.mderule": rule("rule-d", "Of the new rules alone"),
    "site/theirs.txt": "theirs",
    "site/.mderules-staging.kept-0123456789abcdef/theirs.txt": "theirs",
    "site/out-of-theirs/deep/theirs.txt": "theirs",
    "cache/theirs.txt": "theirs",
  });
  const outDir = join(folder, "site/out");
  const commandLine: Site["commandLine"] = (state, to = outDir) => [
    launcher,
    "build",
    join(folder, state),
    "--out-dir",
    to,
  ];
  const clean = (state: State): string => {
    const to = join(folder, "clean", state);
    const { status, stderr } = spawnSync(process.execPath, commandLine(state, to), { encoding: "utf8" });
    if (status !== 0) throw new Error(`the proof's own rules do not build: ${stderr}`);
    writeFiles(to, { [notes]: "theirs" });
    return to;
  };
  const outputs = { old: snapshot(clean("old")), new: snapshot(clean("new")) };
  const reset: Site["reset"] = (to = outDir) => {
    rmSync(to, { recursive: true, force: true });
    cpSync(join(folder, "clean/old"), to, { recursive: true });
  };
  const outside = (): Snapshot =>
    Object.fromEntries(Object.entries(snapshot(folder)).filter(([path]) => !path.startsWith("site/out/")));
  return { folder, outDir, outputs, commandLine, reset, outside };
}

export function snapshot(folder: string): Snapshot {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Object.fromEntries(
    files.map((file) => [
      relative(folder, file),
      createHash("sha256").update(readFileSync(file)).digest("hex"),
    ]),
  );
}

export function isSame(one: Snapshot, other: Snapshot): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The paths in which two snapshots differ, for people. */
export function difference(one: Snapshot, other: Snapshot): string {
  const paths = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  const differing = paths.filter((path) => one[path] !== other[path]);
  return differing.slice(0, 5).join(", ") + (differing.length > 5 ? ` and ${differing.length - 5} more` : "");
}

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** Starts a process and tells when it has ended. */
export function start(
  command: string,
  commandLine: readonly string[],
): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const child = spawn(command, commandLine, { stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.on("data", (chunk) => (stderr += String(chunk)));
  const ended = new Promise<Ended>((done, broken) => {
    child.on("error", broken);
    child.on("close", (status, signal) => done({ status, signal, stderr }));
  });
  return { child, ended };
}
