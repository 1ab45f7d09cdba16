import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of the rulebook that comes with mderules. */
export function shippedRules(): string {
  return join(packageFolder(), "rules");
}

/** The nearest folder above the running file that is a package: the same for the bundle in dist/ and for src/. */
function packageFolder(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
    if (folder === dirname(folder)) throw new Error("mderules is not installed as a package");
  }
}
