import { relative, resolve, sep } from "node:path";
import { version } from "../../generated/version.js";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { type ManifestRule, skippedIn } from "../output/manifest.ts";
import type { Conflict } from "../output/conflict.ts";
import type { Recovered } from "../output/recover.ts";
import { type WriteOutcome, writeOutput } from "../output/write-output.ts";
import { targets as allTargets } from "../targets/index.ts";
import { libraryFile } from "../targets/powershell/library-file.ts";
import type { OutputFile, Program } from "../targets/target.ts";
import { printable } from "../diagnostics/printable.ts";
import type { BuildOptions } from "./build-options.ts";
import { inputDigest } from "./input-digest.ts";
import { manifestHead } from "./manifest-head.ts";
import { type ReadProgram, readProgram } from "./read-program.ts";
import { reportDiagnostics, reportProblem } from "./report.ts";
import { scriptSigner, SigningFailure } from "./sign-script.ts";
import { type Summary, summaryJson, summaryText } from "./summary.ts";
import { unchangedBuild } from "./unchanged-build.ts";
import type { ExitCode, World } from "./world.ts";

/**
 * `mderules build`: compiles rules and brings the output folder up to date, as a whole or not at all. `certificates`
 * lie beside what the rules become, until a build in which something changed removes them.
 */
export async function build(
  options: BuildOptions,
  world: World,
  certificates: readonly OutputFile[] = [],
): Promise<ExitCode> {
  const { outDir, force, json } = options;
  const unchanged = certificates.length > 0 ? undefined : unchangedBuild(options, world.cwd, world.program);
  if (unchanged !== undefined) return succeed({ ...unchanged, ...options }, world);

  const read = await readProgram(options.paths, options.config, world.cwd, { isBuild: true });
  const { diagnostics, exitCode, showPath } = read;
  if (exitCode !== 0) {
    reportDiagnostics(diagnostics, { showPath, json, exitCode }, world);
    return exitCode;
  }
  const { signCommand } = options;
  const program: Program = {
    ...read,
    version,
    ...(signCommand === undefined ? {} : { sign: scriptSigner(signCommand) }),
  };
  const head = manifestHead(program, options);
  const { rules } = head;
  const warnings = [...diagnostics, ...crowdedTenant(program, rules, options)];
  const excesses: Diagnostic[] = [];
  const outcome = whileSigning(() =>
    writeOutput(withinLimits(emit(program, options, certificates), excesses), {
      outDir: resolve(world.cwd, outDir),
      force,
      accept: () => excesses.length === 0,
      head: {
        mderules: version,
        input: warnings.length > 0 ? undefined : digestOf(read, options, world),
        ...head,
      },
    }),
  );
  if (outcome instanceof SigningFailure) {
    return reportProblem({ message: `${outcome.message}; ${outDir} is as it was` }, json, world);
  }
  if (outcome.recovered !== undefined && !json) noteRecovered(outcome.recovered, options, world);
  if (outcome.kind === "refused") {
    reportDiagnostics([...warnings, ...excesses], { showPath, json, exitCode: 1 }, world);
    return 1;
  }
  if (outcome.kind !== "done") return explain(outcome, options, world);
  if (warnings.length > 0 && !json) reportDiagnostics(warnings, { showPath, json, exitCode }, world);
  return succeed({ ...outcome, ...options, rules: rules.length, skipped: skippedIn(rules) }, world);
}

/** The documented number of script packages in a tenant of Intune. */
const mostPackages = 200;

/** A warning at the first rule whose package no tenant would take. */
function crowdedTenant(
  { rules }: Program,
  written: readonly ManifestRule[],
  { targets }: BuildOptions,
): Diagnostic[] {
  if (!targets.includes("intune")) return [];
  const leftOut = new Set(
    written.filter(({ skipped }) => skipped.some(({ target }) => target === "intune")).map(({ id }) => id),
  );
  const packages = rules.filter(({ id }) => !leftOut.has(id));
  const first = packages[mostPackages];
  if (first === undefined) return [];
  return [diagnostic("tooManyPackages", first.span, { count: packages.length, limit: mostPackages })];
}

/** What the work gives, or why the site's command signed nothing: nothing is written then. */
function whileSigning<Result>(work: () => Result): Result | SigningFailure {
  try {
    return work();
  } catch (failure) {
    if (failure instanceof SigningFailure) return failure;
    throw failure;
  }
}

function* emit(
  program: Program,
  { targets }: BuildOptions,
  certificates: readonly OutputFile[],
): Iterable<OutputFile> {
  let hasScripts = false;
  for (const target of allTargets) {
    if (!targets.includes(target.name)) continue;
    for (const file of target.emit(program)) {
      hasScripts ||= file.functions !== undefined;
      yield file;
    }
  }
  if (hasScripts) yield libraryFile(program);
  yield* certificates;
}

/** The same files; what the product that imports one does not take becomes a diagnostic, one for each rule and script. */
function* withinLimits(files: Iterable<OutputFile>, excesses: Diagnostic[]): Iterable<OutputFile> {
  for (const file of files) {
    const { path, content, limit } = file;
    const bytes = Buffer.byteLength(content);
    if (limit !== undefined && bytes > limit.bytes) {
      const { product, span } = limit;
      excesses.push(diagnostic("scriptTooLong", span, { path, bytes, product, limit: limit.bytes }));
    }
    yield file;
  }
}

function digestOf(read: ReadProgram, { targets, signCommand }: BuildOptions, { program }: World): string {
  return inputDigest({
    version,
    program,
    targets,
    rules: [...read.found.files, ...read.found.others],
    configuration: read.configurationPath,
    ledgers: read.ledgerPaths,
    signCommand,
  });
}

type Success = BuildOptions & Omit<Summary, "milliseconds">;

function succeed(success: Success, { stdout, elapsed }: World): ExitCode {
  const summary = { ...success, milliseconds: elapsed() };
  if (success.json) stdout.write(summaryJson(version, summary));
  else if (!success.quiet) stdout.write(summaryText(summary));
  return 0;
}

const conflictReasons: Readonly<Record<Conflict["reason"], string>> = {
  edited: "was edited since mderules wrote it",
  foreign: "was not written by mderules",
  blocked: "is a folder, or lies behind a link",
};

/** Says what had become of a build before, where it was broken off. */
function noteRecovered(
  { restored, kept }: Recovered,
  { outDir, quiet }: BuildOptions,
  { stderr }: World,
): void {
  if (quiet && kept.length === 0) return;
  const what = restored ? "what it had replaced was put back first" : "it had replaced nothing";
  stderr.write(
    `note: an earlier build of ${outDir} was broken off; ${kept.length === 0 ? what : keptText(kept)}\n`,
  );
}

function keptText(kept: readonly string[]): string {
  const [it, them] = kept.length === 1 ? ["it", "that"] : ["they", "those"];
  return `what could not be put back is kept in ${kept.join(", ")}: delete ${them} once you know that ${it} can go`;
}

function explain(
  outcome: Exclude<WriteOutcome, { kind: "done" | "refused" }>,
  { outDir, json }: BuildOptions,
  world: World,
): ExitCode {
  const display = (path: string): string => {
    const below = relative(world.cwd, path).split(sep).join("/");
    return below === "" ? "." : below.startsWith("../") ? path : below;
  };
  switch (outcome.kind) {
    case "conflicts": {
      const { conflicts } = outcome;
      const movable = conflicts.some(({ reason }) => reason !== "blocked");
      const what = conflicts.length === 1 ? "a file" : `${conflicts.length} files`;
      return reportProblem(
        {
          message: `nothing was written, because ${what} in ${outDir} would be lost`,
          files: conflicts.map(({ path, reason }) => [path, conflictReasons[reason]] as const),
          help: `keep it elsewhere${movable ? ", or let --force overwrite it" : ""}`,
        },
        json,
        world,
      );
    }
    case "busy": {
      const { owner } = outcome;
      const who =
        owner && `: process ${owner.pid} on ${printable(owner.host)}, since ${printable(owner.since)}`;
      return reportProblem(
        {
          message: `another build is writing to ${outDir}${who ?? ""}`,
          help:
            owner === undefined
              ? `if there is none, delete ${display(outcome.stage)}`
              : "build again when it has ended",
        },
        json,
        world,
      );
    }
    case "lost":
      return reportProblem(
        {
          message: `another build has taken over ${outDir}: this one stood still, or somebody deleted what it had prepared`,
          help: "nothing of this build is there; build again",
        },
        json,
        world,
      );
    case "failed": {
      const after = outcome.restored
        ? `${outDir} is as it was`
        : `what was replaced could not be put back yet, the next build into ${outDir} does it`;
      const message = `${display(outcome.path)} cannot be written: ${outcome.reason}; ${after}`;
      return reportProblem({ message }, json, world);
    }
    default:
      return outcome satisfies never;
  }
}
