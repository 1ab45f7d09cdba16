// Breaks real builds, processes of their own, in ways that no test in one process can: kills them at any moment, lets their disk
// become full at any write, and lets two of them that cannot see each other write to one folder. Afterwards the output has to be
// the old or the new one, the next build has to work, and nothing outside the output folder may have been touched.
//
//   npm run prove-output -- [--kills N] [--disks N] [--pairs N] [--seed S | --seed fresh]
//
// What the machine does not allow is skipped and counted. The last line is `N passed, N failed, N skipped`.
import { parseArgs } from "node:util";
import { randomFrom } from "../../fuzz/random.ts";
import { buildInTwoContainers } from "./build-in-two-containers.ts";
import { fillDisk } from "./fill-disk.ts";
import { killBuilds } from "./kill-builds.ts";
import type { Proof } from "./proof.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "500" },
    disks: { type: "string", default: "100" },
    pairs: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
  },
});
const seed = values.seed === "fresh" ? Date.now() % 2 ** 32 : Number(values.seed);
const counts = [values.kills, values.disks, values.pairs].map(Number);
if (![seed, ...counts].every((number) => Number.isSafeInteger(number) && number >= 0)) {
  console.error("usage: npm run prove-output -- --kills N --disks N --pairs N --seed S");
  process.exit(2);
}
const [kills, disks, pairs] = counts as [number, number, number];

const proofs: Proof[] = [
  await killBuilds(kills, randomFrom(seed)),
  fillDisk(disks, seed),
  await buildInTwoContainers(pairs, randomFrom(seed + 1)),
];
const total = { passed: 0, failed: 0, skipped: 0 };
for (const { name, passed, failures, skipped, notes } of proofs) {
  const reason = skipped === undefined ? "" : `; ${skipped.count} skipped: ${skipped.reason}`;
  console.log(`${name}, seed ${seed}: ${passed} held, ${failures.length} failed${reason}`);
  for (const note of notes) console.log(`  ${note}`);
  for (const failure of failures) console.log(`FAIL ${name}: ${failure}`);
  total.passed += passed;
  total.failed += failures.length;
  total.skipped += skipped?.count ?? 0;
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;
