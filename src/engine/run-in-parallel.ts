import { type EngineOptions, type Job, runJobs, type RunResult } from "./engine.ts";

/** How many engines run at a time, and how many jobs one takes before it ends: results of all are in its memory. */
const defaultEngines = 2;
const jobsAnEngine = 1500;

/** Runs jobs as runJobs does, on several engines at a time; the results are in the order of the jobs. */
export async function runInParallel(
  jobs: readonly Job[],
  { engines = defaultEngines, ...options }: EngineOptions & { readonly engines?: number } = {},
): Promise<RunResult[][]> {
  const results = new Array<RunResult[]>(jobs.length);
  // Dealt out in turn, so that the long jobs of one rule do not all come to the same engine.
  const count = Math.max(Math.min(engines, jobs.length), Math.ceil(jobs.length / jobsAnEngine));
  const waiting = Array.from({ length: count }, (_, first) => first);
  const work = async (): Promise<void> => {
    for (let first = waiting.shift(); first !== undefined; first = waiting.shift()) {
      const places = jobs.flatMap((_, index) => (index % count === first ? [index] : []));
      const found = await runJobs(
        places.map((index) => jobs[index]!),
        options,
      );
      for (const [place, index] of places.entries()) results[index] = found[place]!;
    }
  };
  await Promise.all(Array.from({ length: engines }, work));
  return results;
}
