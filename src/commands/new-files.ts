import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { diskErrorReason, isDiskError } from "../output/disk-error.ts";
import { makeFolder } from "../output/make-folder.ts";
import { reportProblem } from "./report.ts";
import type { ExitCode, World } from "./world.ts";

/** Texts by their path below a folder, with forward slashes. */
export type NewFiles = Readonly<Record<string, string>>;

/** Writes files that are not there yet, all or none, and names them; nothing that is there is ever overwritten. */
export function writeNewFiles(folder: string, files: NewFiles, world: World): ExitCode {
  const there = Object.keys(files).filter((path) => existsSync(join(folder, path)));
  if (there.length > 0) {
    return reportProblem(
      {
        message: "these files are there already, and nothing was written",
        help: "move them away, or choose another folder or name",
        files: there.map((path) => [path, "is there"]),
      },
      false,
      world,
    );
  }
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    try {
      makeFolder(dirname(file));
      writeFileSync(file, text, { flag: "wx" });
    } catch (error) {
      if (!isDiskError(error)) throw error;
      return reportProblem(
        { message: "a file cannot be written", files: [[path, diskErrorReason(error)]] },
        false,
        world,
      );
    }
    world.stdout.write(`${path}\n`);
  }
  return 0;
}
