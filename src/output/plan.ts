import { join } from "node:path";
import validate from "../../generated/validate-plan.js";
import { digest } from "./digest.ts";
import { type Disk, entryAt, readUpTo } from "./disk.ts";
import { writeDurably } from "./durable-file.ts";
import { outputPathProblem } from "./output-path.ts";
import { mostBytes } from "./read-regular-file.ts";

/** One change to the output folder (schemas/plan.schema.json). What it replaces is kept in the stage under its `id` until all is done. */
export type Operation = { readonly id: number; /** Below the output folder. */ readonly path: string } & (
  | {
      readonly action: "place";
      /** Of the new file. */
      readonly sha256: string;
      /** Of what it replaces; absent where nothing, or a link, was there. */
      readonly old?: string | undefined;
    }
  | { readonly action: "remove" }
);

const format = "mderules plan 2";
/** It stands there twice: a file that somebody damaged is no reason to lose what it says. */
const names = ["plan.json", "plan.copy.json"] as const;

/** Writes down what is about to be done, so that it outlasts a power cut. */
export function writePlan(folder: string, operations: readonly Operation[], disk: Disk): void {
  const text = JSON.stringify({ format, sha256: digest(JSON.stringify(operations)), operations });
  const [plan, copy] = names;
  disk.writeFileSync(join(folder, copy), text);
  writeDurably(join(folder, plan), text, { disk });
}

/** Removes the plan: whatever it says holds from here on, or has been undone. */
export function removePlan(folder: string, disk: Disk): void {
  for (const name of names.toReversed()) disk.rmSync(join(folder, name), { force: true, recursive: true });
}

/** What a folder says was about to be done; nothing where it says nothing, or nothing that can be believed. */
export function readPlan(folder: string, disk: Disk): readonly Operation[] | "none" | "unusable" {
  const files = names.map((name) => join(folder, name)).filter((file) => entryAt(file, disk) !== "nothing");
  for (const file of files) {
    const bytes = entryAt(file, disk) === "file" ? readUpTo(file, mostBytes, disk) : undefined;
    const operations = bytes && operationsIn(bytes.toString("utf8"));
    if (operations !== undefined) return operations;
  }
  return files.length === 0 ? "none" : "unusable";
}

function operationsIn(text: string): readonly Operation[] | undefined {
  try {
    const plan: unknown = JSON.parse(text);
    if (!validate(plan)) return undefined;
    const { sha256, operations } = plan as { sha256: string; operations: readonly Operation[] };
    if (digest(JSON.stringify(operations)) !== sha256) return undefined;
    return operations.every(({ path }) => outputPathProblem(path) === undefined) ? operations : undefined;
  } catch {
    return undefined;
  }
}
