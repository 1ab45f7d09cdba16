import { createHash } from "node:crypto";
import { functionName, scriptParts } from "./script-parts.ts";

/** The texts of the functions of library.ps1 by their names, or why it cannot be believed. */
export function libraryIn(text: string, digests: ReadonlyMap<string, string>): Map<string, string> | string {
  const parts = scriptParts(text);
  if (parts === undefined || parts.functions.length !== parts.promised) return "is no library";
  const functions = new Map(parts.functions.map((one) => [functionName(one) ?? "", one]));
  for (const [name, sha256] of digests) {
    const one = functions.get(name);
    if (one === undefined) return `lacks the function ${name}`;
    if (createHash("sha256").update(one).digest("hex") !== sha256) return `has another function ${name}`;
  }
  return functions.size === digests.size ? functions : "has functions that the manifest does not name";
}

/** Why a script is not its rule block, functions of the library byte by byte, and a call of one; nothing where it is. */
export function libraryProblem(
  text: string,
  held: readonly string[],
  library: ReadonlyMap<string, string>,
): string | undefined {
  const parts = scriptParts(text);
  if (parts === undefined) return "has no library";
  const { functions, promised, rest } = parts;
  const names = functions.map((one) => functionName(one) ?? "");
  if (promised !== names.length) return `has ${names.length} functions, and promises ${promised}`;
  const strange = functions.find((one, place) => library.get(names[place]!) !== one);
  if (strange !== undefined) return `has another function ${functionName(strange)} than library.ps1`;
  if (names.join(" ") !== held.join(" ")) return "holds other functions than the manifest says";
  const [, called] = beginning.exec(rest) ?? [];
  return called !== undefined && names.includes(called)
    ? undefined
    : "does not end with a call of the library";
}

/** The call on one line, which compliance returns, and a signature. */
const beginning =
  /^(?:return )?([A-Z][a-z]+-\w+) [^\n]*\n*(?:# SIG # Begin signature block\n(?:#.*\n)*# SIG # End signature block\n*)?$/;
