import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import type { ParsePowerShell } from "../validate/powershell-tree.ts";

let loading: Promise<ParsePowerShell> | undefined;

/** Loads the grammar of PowerShell, once: a megabyte of WebAssembly, which takes as long as a small build. */
export function loadPowerShell(): Promise<ParsePowerShell> {
  return (loading ??= load());
}

async function load(): Promise<ParsePowerShell> {
  const { Language, Parser } = await import("web-tree-sitter");
  // Optimizing the grammar's tables takes seconds, which the process would wait for at its end; they are fast enough.
  setFlagsFromString("--liftoff-only");
  await Parser.init({ wasmBinary: wasm("web-tree-sitter/web-tree-sitter.wasm") });
  const grammar = await Language.load(wasm("tree-sitter-powershell/tree-sitter-powershell.wasm"));
  const parser = new Parser().setLanguage(grammar);
  return (script, look) => {
    const tree = parser.parse(script);
    if (tree === null) throw new Error("the grammar of PowerShell gave no tree");
    try {
      return look(tree.rootNode);
    } finally {
      tree.delete();
    }
  };
}

/** A file of a package: beside the program where it is installed, else where npm put it. */
function wasm(path: string): Uint8Array {
  const name = path.slice(path.indexOf("/") + 1);
  try {
    return readFileSync(join(import.meta.dirname, name));
  } catch {
    return readFileSync(createRequire(import.meta.url).resolve(path));
  }
}
