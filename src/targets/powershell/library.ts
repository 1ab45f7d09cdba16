import { library, type LibraryFunction } from "../../../generated/library.js";

const byName = new Map(library.map((one) => [one.name, one]));

/** The functions that these names lead to, with all that they call, in the order in which scripts hold them. */
export function functionsNeeded(names: Iterable<string>): readonly LibraryFunction[] {
  const needed = new Set<LibraryFunction>();
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const one = byName.get(name);
    if (one === undefined) throw new Error(`the library has no function ${name}`);
    if (needed.has(one)) continue;
    needed.add(one);
    open.push(...one.calls);
  }
  return library.filter((one) => needed.has(one));
}

/** The first line of a script's library, by which everybody finds it. */
export function libraryHeading(version: string, count: number): string {
  return `# ---- mderules library ${version}: ${count} functions, the same bytes in every script, see library.ps1 ----`;
}
