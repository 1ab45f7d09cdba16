import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Proof } from "./proof.ts";

/** Lets builds write to a disk that becomes full: a small one, mounted where only the proof sees it. */
export function fillDisk(count: number, seed: number): Proof {
  const name = "builds on a disk that becomes full";
  if (count === 0) return { name, passed: 0, failures: [], notes: [] };
  const inside = fileURLToPath(new URL("fill-disk-inside.ts", import.meta.url));
  const { status, stdout, stderr, error } = spawnSync(
    "unshare",
    ["-rm", process.execPath, "--import", "tsx", inside, String(count), String(seed)],
    { encoding: "utf8", maxBuffer: 1e8 },
  );
  if (status !== 0) {
    const reason = error?.message ?? (stderr.trim().split("\n")[0] || `unshare ends with ${status}`);
    return { name, passed: 0, failures: [], skipped: { count, reason }, notes: [] };
  }
  return { name, ...(JSON.parse(stdout) as Omit<Proof, "name">) };
}
