// Part of dist/launcher.cjs: loads dist/mderules.cjs beside it, with what V8 made of it when it was built, where that
// fits the running Node. Compiling the program anew would take a fifth of the time of a small build.
const { readFileSync } = require("node:fs");
const { createRequire, wrap } = require("node:module");
const { join } = require("node:path");
const { Script } = require("node:vm");

/** Runs the program; its exports, and a function that gives what V8 has made of it by now. */
function loadProgram(folder, cachedData) {
  const file = join(folder, "mderules.cjs");
  const script = new Script(wrap(readFileSync(file, "utf8")), { filename: file, cachedData });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, folder);
  return { exports: module.exports, makeCache: () => script.createCachedData() };
}

/** What V8 made of the program, under a name that another program does not have; it checks the version itself. */
function readCache(folder, program) {
  try {
    return readFileSync(join(folder, `mderules-${program.slice(0, 16)}.cache`));
  } catch {
    return undefined;
  }
}

module.exports = { loadProgram, readCache };
