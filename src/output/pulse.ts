import { Worker } from "node:worker_threads";
import { type Disk, disk as realDisk, entryAt } from "./disk.ts";

const beatMilliseconds = 1000;
const lookMilliseconds = 200;

/** Runs beside the build, which may wait for minutes for a signer or for a slow disk. */
const beat = `
const { workerData } = require("node:worker_threads");
const { writeFileSync } = require("node:fs");
let count = 0;
setInterval(() => {
  count += 1;
  // Never makes the file: where it is gone the build has ended, or somebody has taken its place.
  try { writeFileSync(workerData, String(count), { flag: "r+" }); } catch {}
}, ${beatMilliseconds});
`;

/** Changes a file every second, as long as this process runs or until what is returned is called. */
export function startPulse(file: string): () => void {
  try {
    // Options and preloaded modules of this process are none of the thread's business.
    const worker = new Worker(beat, { eval: true, workerData: file, execArgv: [], env: {} });
    worker.on("error", () => undefined);
    worker.unref();
    return () => void worker.terminate();
  } catch {
    // A machine without another thread to spare: others may take this build for one that ended.
    return () => undefined;
  }
}

/**
 * Watches a file that a living process changes every second: whether it changes, goes away or stays as it is within
 * so many milliseconds. No clocks are compared, those of two machines differ.
 */
export function watchPulse(file: string, milliseconds: number, disk: Disk = realDisk): "moves" | "stands" {
  const look = (): string => {
    try {
      return entryAt(file, disk) === "file" ? disk.readFileSync(file, "latin1") : "no file";
    } catch (error) {
      return String((error as NodeJS.ErrnoException).code);
    }
  };
  const first = look();
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  for (let waited = 0; waited < milliseconds; waited += lookMilliseconds) {
    Atomics.wait(nobody, 0, 0, lookMilliseconds);
    if (look() !== first) return "moves";
  }
  return "stands";
}
