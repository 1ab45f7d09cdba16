// Run by fill-disk.ts where mounting changes nothing for anybody else. Prints what came of it as JSON.
import { spawnSync } from "node:child_process";
import { rmSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { randomFrom } from "../../fuzz/random.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { difference, isSame, provingSite, snapshot } from "./site.ts";

const count = Number(process.argv[2]);
const random = randomFrom(Number(process.argv[3]));
const site = provingSite();
const place = temporaryFolder();
const outDir = join(place, "out");
const roomy = { size: 64_000_000, nr_inodes: 100_000 };

mount(roomy, false);
site.reset(outDir);
const used = spent();
// The old output is kept until the new one is whole: about twice as much as one is what a build needs.
site.reset(join(place, "as-much-again"));
const twice = spent();
rmSync(join(place, "as-much-again"), { recursive: true });

const failures: string[] = [];
let full = 0;
let fitted = 0;
for (let trial = 1; trial <= count; trial += 1) {
  mount(roomy);
  site.reset(outDir);
  const limited = random.below(3) === 0 ? "nr_inodes" : "size";
  const limit = used[limited] + random.below(Math.ceil((twice[limited] - used[limited]) * 1.2));
  mount({ ...roomy, [limited]: limit });
  const { status, stderr } = build();
  const found = snapshot(outDir);
  const expected = status === 0 ? "new" : "old";
  const at = `disk ${trial}, ${limited} ${limit}`;
  if (status === 0) fitted += 1;
  else full += 1;
  if (status !== 0 && !/^error: .* cannot be written: the disk is full; .* is as it was\n$/.test(stderr))
    failures.push(`${at}: ends with ${status}: ${stderr}`);
  else if (!isSame(found, site.outputs[expected]))
    failures.push(`${at}: not the ${expected} output: ${difference(found, site.outputs[expected])}`);
  mount(roomy);
  const next = build();
  const then = difference(snapshot(outDir), site.outputs.new);
  if (next.status !== 0 || then !== "")
    failures.push(`${at}: the next build ends with ${next.status}, ${next.stderr}${then}`);
}
spawnSync("umount", [place]);
process.stdout.write(
  JSON.stringify({
    passed: count - new Set(failures.map((failure) => failure.split(":")[0])).size,
    failures,
    notes: [`the disk was full ${full} times; ${fitted} times the build had just room enough`],
  }),
);

function mount(limits: Readonly<Record<"size" | "nr_inodes", number>>, again = true): void {
  const options = `${again ? "remount," : ""}size=${limits.size},nr_inodes=${limits.nr_inodes}`;
  const { status, stderr } = spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", place], {
    encoding: "utf8",
  });
  if (status === 0) return;
  rmSync(place, { recursive: true, force: true });
  process.stderr.write(stderr);
  process.exit(1);
}

function spent(): Record<"size" | "nr_inodes", number> {
  const { blocks, bfree, bsize, files, ffree } = statfsSync(place);
  return { size: (blocks - bfree) * bsize, nr_inodes: files - ffree };
}

function build(): { status: number | null; stderr: string } {
  return spawnSync(process.execPath, site.commandLine("new", outDir), { encoding: "utf8" });
}
