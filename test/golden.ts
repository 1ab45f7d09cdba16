import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const updating = process.env["UPDATE_GOLDEN"] === "1";
const used = new Set<string>();

/**
 * Compares a text with a golden file, named from the root of the repository: `test/output/golden/manifest.json`.
 * `UPDATE_GOLDEN=1` rewrites the file. Golden files live in folders named `golden`, where the test runner finds
 * those that nothing is compared with any more.
 */
export function matchesGolden(file: string, actual: string): void {
  const path = resolve(root, file);
  remember(path);
  if (updating) {
    if (existsSync(path) && readFileSync(path, "utf8") === actual) return;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, actual);
    return;
  }
  if (!existsSync(path)) assert.unreachable(`${file} does not exist; UPDATE_GOLDEN=1 writes it`);
  assert.fixture(actual, readFileSync(path, "utf8"), `${file} differs; UPDATE_GOLDEN=1 rewrites it`);
}

/**
 * Fails where a folder holds golden files that this process compared with nothing, nor names in `names` (relative
 * to the folder). The runner does the same for all folders named `golden`; this is for folders of another name.
 */
export function noOrphans(folder: string, names: Iterable<string> = []): void {
  const path = resolve(root, folder);
  for (const name of names) remember(join(path, name));
  const orphans = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !used.has(file));
  if (updating) for (const file of orphans) rmSync(file);
  else assert.equal(orphans.map(nameOf), [], `golden files in ${folder} that nothing is compared with`);
}

function remember(path: string): void {
  if (used.has(path)) return;
  used.add(path);
  const log = process.env["MDERULES_GOLDEN_LOG"];
  if (log !== undefined) appendFileSync(log, `${nameOf(path)}\n`);
}

function nameOf(path: string): string {
  return relative(root, path).split(sep).join("/");
}
