// Damages rules, ledgers, configurations, devices, manifests, plans and whole projects, and reports where mderules breaks,
// hangs, says something without a place, or changes a meaning while formatting.
//
//   npm run fuzz -- [--seconds N] [--runs N] [--seed S | --seed fresh] [--what rules,devices]
//
// The same seed gives the same texts. What fails is made as small as it gets and printed; the exit code is 1 then.
import { parseArgs } from "node:util";
import { minimize } from "./minimize.ts";
import { randomFrom } from "./random.ts";
import { type Subject, subjects } from "./subjects.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    runs: { type: "string" },
    seed: { type: "string", default: "1" },
    what: { type: "string", default: Object.keys(subjects).join(",") },
  },
});
const seed = values.seed === "fresh" ? Date.now() % 2 ** 32 : Number(values.seed);
const names = values.what.split(",") as (keyof typeof subjects)[];
const unknown = names.filter((name) => !Object.hasOwn(subjects, name));
if (unknown.length > 0 || !Number.isFinite(seed) || !(Number(values.seconds) > 0)) {
  console.error(
    `usage: npm run fuzz -- --seconds N --runs N --seed S --what ${Object.keys(subjects).join(",")}`,
  );
  process.exit(2);
}
const longestMilliseconds = 2000;

let failures = 0;
for (const name of names) {
  const subject: Subject = subjects[name];
  const random = randomFrom(seed ^ name.charCodeAt(0) ^ (name.length << 8));
  const end = performance.now() + (1000 * Number(values.seconds)) / names.length;
  const limit = values.runs === undefined ? Infinity : Number(values.runs);
  const seen = new Set<string>();
  let count = 0;
  let right = 0;
  for (; count < limit && performance.now() < end; count += 1) {
    const text = subject.mutate(random.pick(subject.inputs), random);
    const turn = count;
    const { problem, taken } = failureOf(subject, text, turn);
    if (taken) right += 1;
    if (problem === undefined || seen.has(kindOf(problem))) continue;
    seen.add(kindOf(problem));
    failures += 1;
    const same = (shorter: string): boolean => {
      const found = failureOf(subject, shorter, turn).problem;
      return found !== undefined && kindOf(found) === kindOf(problem);
    };
    console.log(
      `FAIL ${name}, seed ${seed}, text ${count}: ${problem}\n${JSON.stringify(minimize(text, same))}`,
    );
  }
  console.log(
    `${name}: ${count} texts, ${right} taken (${((100 * right) / Math.max(1, count)).toFixed(1)} %), ${seen.size} kinds of failure, seed ${seed}`,
  );
}
process.exitCode = failures === 0 ? 0 : 1;

function failureOf(
  { look }: Subject,
  text: string,
  turn: number,
): { readonly problem: string | undefined; readonly taken: boolean } {
  // Of this process: on a busy machine the clock goes on while others run.
  const began = process.cpuUsage();
  try {
    const { problem, right } = look(text, turn);
    const { user, system } = process.cpuUsage(began);
    const milliseconds = (user + system) / 1000;
    const hang = milliseconds > longestMilliseconds ? `took ${Math.round(milliseconds)} ms` : undefined;
    return { problem: problem ?? hang, taken: right };
  } catch (error) {
    const { message, stack = "" } = error as Error;
    return {
      problem: `broke: ${message} ${
        stack
          .split("\n")
          .find((line) => line.includes("/src/"))
          ?.trim() ?? ""
      }`,
      taken: false,
    };
  }
}

/** What failures have in common that differ in their texts alone. */
function kindOf(problem: string): string {
  return problem.replaceAll(/"[^"]*"|`[^`]*`|\d+/g, "_").slice(0, 160);
}
