import { watch as watchFolders } from "chokidar";
import { findRules } from "./find-rules.ts";
import { reportProblem } from "./report.ts";
import type { ExitCode, World } from "./world.ts";

/** How long after a change another one may follow that belongs to it: editors write in several steps. */
const settleMilliseconds = 150;

/** Runs a command now and after every change below the folders of the rules, until the process is ended. */
export async function watch(
  paths: readonly string[],
  world: World,
  run: () => Promise<ExitCode>,
): Promise<ExitCode> {
  const { folders } = findRules(paths, world.cwd);
  if (folders.length === 0) return run();
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    let running = run();
    const again = (): void => {
      running = running.then(() => {
        world.stdout.write("\n");
        return run();
      });
    };
    watchFolders([...folders], { ignoreInitial: true })
      .on("all", () => {
        clearTimeout(timer);
        timer = setTimeout(again, settleMilliseconds);
      })
      .on("error", (error) => {
        const message = `the rules can no longer be watched: ${(error as Error).message}`;
        resolve(reportProblem({ message }, false, world));
      })
      .on("ready", () => void running.then(() => world.stderr.write("waiting for changes; Ctrl+C ends\n")));
  });
}
