import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn, setTimeout as wait } from "node:timers/promises";
import type { Random } from "../../fuzz/random.ts";
import { disk } from "../../../src/output/disk.ts";
import { recover } from "../../../src/output/recover.ts";
import { stageName } from "../../../src/output/stage-name.ts";
import type { Proof } from "./proof.ts";
import { difference, isSame, provingSite, type Site, snapshot, start, type State } from "./site.ts";

type Moment = "before it wrote" | "while files waited" | "while files were replaced" | "after it had ended";

/** Kills builds at random moments. */
export async function killBuilds(count: number, random: Random): Promise<Proof> {
  const name = "builds that are killed";
  if (count === 0) return { name, passed: 0, failures: [], notes: [] };
  const site = provingSite();
  const timing = await timeBuild(site);
  const failures: string[] = [];
  const moments = new Map<Moment, number>();
  const came = { old: 0, new: 0 };
  for (let trial = 1; trial <= count; trial += 1) {
    const before = site.outside();
    site.reset();
    const moment = await killBuild(site, "new", timing, random);
    moments.set(moment, (moments.get(moment) ?? 0) + 1);
    const problem =
      random.below(2) === 0 ? stateAfterRecovery(site, came) : await nextBuildProblem(site, timing, random);
    const touched = difference(before, site.outside());
    if (problem !== undefined) failures.push(`kill ${trial}, ${moment}: ${problem}`);
    else if (touched !== "") failures.push(`kill ${trial}, ${moment}: touched ${touched}`);
    if (trial % 50 === 0) console.log(`  ${trial} of ${count} killed`);
  }
  return {
    name,
    passed: count - failures.length,
    failures,
    notes: [
      `killed ${[...moments].map(([moment, times]) => `${moment} ${times}`).join(", ")}`,
      `what was there afterwards: the old output ${came.old}, the new one ${came.new}; else the next build was looked at`,
    ],
  };
}

interface Timing {
  /** Milliseconds of a whole build, and of what it does from the moment on from which there is a stage. */
  whole: number;
  writing: number;
}

async function timeBuild(site: Site): Promise<Timing> {
  site.reset();
  const began = performance.now();
  const { ended } = start(process.execPath, site.commandLine("new"));
  const staged = await appears(hasStage, site, ended);
  const writingBegan = performance.now();
  await ended;
  const end = performance.now();
  return { whole: end - began, writing: staged ? end - writingBegan : 50 };
}

/** Starts a build and kills it: at any moment, or where little time decides much, once it writes or replaces files. */
async function killBuild(site: Site, state: State, timing: Timing, random: Random): Promise<Moment> {
  const chance = random.below(1000) / 1000;
  const { child, ended } = start(process.execPath, site.commandLine(state));
  const aim = random.below(3);
  if (aim === 0) await Promise.race([ended, wait(chance * timing.whole)]);
  else await appears(aim === 1 ? hasStage : hasPlan, site, ended);
  if (aim === 1) await Promise.race([ended, wait(chance * timing.writing)]);
  child.kill("SIGKILL");
  const { signal } = await ended;
  if (signal === null) return "after it had ended";
  if (!hasStage(site)) return "before it wrote";
  return hasPlan(site) ? "while files were replaced" : "while files waited";
}

function hasStage({ outDir }: Site): boolean {
  return existsSync(join(outDir, stageName));
}

function hasPlan(site: Site): boolean {
  if (!hasStage(site)) return false;
  const stage = join(site.outDir, stageName);
  try {
    return readdirSync(stage).some((token) => existsSync(join(stage, token, "plan.json")));
  } catch {
    return false;
  }
}

/** Waits until it is so, or until a build has ended; false then. */
async function appears(isSo: (site: Site) => boolean, site: Site, ended: Promise<unknown>): Promise<boolean> {
  const build = { over: false };
  void ended.then(() => (build.over = true));
  while (!isSo(site)) {
    if (build.over) return false;
    // Milliseconds are long where files are replaced: once there is a stage nothing is waited for.
    await (hasStage(site) ? nextTurn() : wait(1));
  }
  return true;
}

/** Recovers in this process and looks at what is there: the old or the new output, whole. */
function stateAfterRecovery(site: Site, came: Record<State, number>): string | undefined {
  const outcome = recover(site.outDir, { disk, patience: 0, pulse: () => () => undefined });
  if (outcome.kind === "busy") return "its dead build counts as running";
  if ((outcome.recovered?.kept.length ?? 0) > 0) return `keeps ${outcome.recovered!.kept.join(", ")}`;
  const found = snapshot(site.outDir);
  for (const state of ["old", "new"] as const) {
    if (!isSame(found, site.outputs[state])) continue;
    came[state] += 1;
    return undefined;
  }
  return `neither old nor new: ${difference(found, site.outputs.old)}; ${difference(found, site.outputs.new)}`;
}

/** What is wrong with the next build, which may be killed as well. */
async function nextBuildProblem(site: Site, timing: Timing, random: Random): Promise<string | undefined> {
  for (let more = random.below(3); more > 0; more -= 1)
    await killBuild(site, random.pick(["old", "new"]), timing, random);
  const state = random.pick(["old", "new"] as const);
  const { status, stderr } = await start(process.execPath, site.commandLine(state)).ended;
  if (status !== 0) return `the next build ends with ${status}: ${stderr}`;
  const found = snapshot(site.outDir);
  return isSame(found, site.outputs[state])
    ? undefined
    : `the next build leaves ${difference(found, site.outputs[state])}`;
}
