import { spawnSync } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import type { Random } from "../../fuzz/random.ts";
import type { Proof } from "./proof.ts";
import { difference, type Ended, isSame, provingSite, type Site, snapshot, start } from "./site.ts";

/** Each with its own processes, as two containers have them that share a folder. */
const container = ["-rpf", "--mount-proc", process.execPath];

/** Lets two builds that cannot see each other's process write to one folder at about the same time. */
export async function buildInTwoContainers(count: number, random: Random): Promise<Proof> {
  const name = "builds in two containers";
  if (count === 0) return { name, passed: 0, failures: [], notes: [] };
  const { status, stderr, error } = spawnSync("unshare", [...container, "--version"], { encoding: "utf8" });
  if (status !== 0) {
    const reason = error?.message ?? (stderr.trim().split("\n")[0] || `unshare ends with ${status}`);
    return { name, passed: 0, failures: [], skipped: { count, reason }, notes: [] };
  }
  const site = provingSite();
  const failures: string[] = [];
  const ends = { both: 0, one: 0, none: 0 };
  for (let trial = 1; trial <= count; trial += 1) {
    const before = site.outside();
    const problem = await pairProblem(site, random, ends);
    const touched = difference(before, site.outside());
    if (problem !== undefined) failures.push(`pair ${trial}: ${problem}`);
    else if (touched !== "") failures.push(`pair ${trial}: touched ${touched}`);
  }
  return {
    name,
    passed: count - failures.length,
    failures,
    notes: [
      `both wrote, one after the other, ${ends.both} times, one of them ${ends.one}, none ${ends.none}`,
    ],
  };
}

async function pairProblem(
  site: Site,
  random: Random,
  ends: { both: number; one: number; none: number },
): Promise<string | undefined> {
  site.reset();
  const first = start("unshare", [...container, ...site.commandLine("new")]).ended;
  await wait(random.below(400));
  const second = start("unshare", [...container, ...site.commandLine("old")]).ended;
  const ended = await Promise.all([first, second]);
  const odd = ended.find((each) => !isOrderly(each));
  if (odd !== undefined) return `a build ends with ${odd.status}: ${odd.stderr}`;
  const done = ended.filter(({ status }) => status === 0).length;
  ends[done === 2 ? "both" : done === 1 ? "one" : "none"] += 1;
  const found = snapshot(site.outDir);
  if (!isSame(found, site.outputs.old) && !isSame(found, site.outputs.new))
    return `neither old nor new: ${difference(found, site.outputs.old)}; ${difference(found, site.outputs.new)}`;
  const next = await start(process.execPath, site.commandLine("new")).ended;
  const rest = difference(snapshot(site.outDir), site.outputs.new);
  return next.status === 0 && rest === ""
    ? undefined
    : `the next build ends with ${next.status}, ${next.stderr}${rest}`;
}

/** It wrote, or said that the other one does. */
function isOrderly({ status, stderr }: Ended): boolean {
  return (
    status === 0 || (status === 2 && /^error: another build (?:is writing to|has taken over) /.test(stderr))
  );
}
