// Makes the program that is installed: dist/launcher.cjs, tiny, and dist/mderules.cjs, everything else in one file;
// and dist/prettier-plugin.cjs, which Prettier loads.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { generate } from "./generate.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "dist");

await generate();

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node20.19",
  format: "cjs",
  minify: true,
  legalComments: "none",
  logLevel: "warning",
  mainFields: ["module", "main"],
  define: { "import.meta.dirname": "__dirname", "import.meta.url": "moduleUrl" },
  supported: { "dynamic-import": false },
  write: false,
};

const {
  outputFiles: [program],
} = await build({
  ...common,
  entryPoints: ["src/cli.ts"],
  // Its module has a variable called `require`, which would hide the one that bundled modules are loaded with.
  alias: { "web-tree-sitter": join(root, "node_modules/web-tree-sitter/web-tree-sitter.cjs") },
  // Yargs asks where it is.
  banner: { js: 'const moduleUrl=require("node:url").pathToFileURL(__filename).href;' },
});
const digest = createHash("sha256").update(program.contents).digest("hex");

const {
  outputFiles: [launcher],
} = await build({
  ...common,
  entryPoints: ["src/launcher.ts"],
  define: { ...common.define, MDERULES_PROGRAM: JSON.stringify(digest) },
  banner: { js: "#!/usr/bin/env node" },
  plugins: [
    {
      name: "program",
      setup({ onResolve, onLoad }) {
        onResolve({ filter: /\/cli\.ts$/ }, () => ({ path: "program", namespace: "program" }));
        onLoad({ filter: /.*/, namespace: "program" }, () => ({
          resolveDir: join(root, "scripts"),
          contents: `
            const { loadProgram, readCache } = require("./load-program.cjs");
            module.exports = loadProgram(__dirname, readCache(__dirname, MDERULES_PROGRAM)).exports;`,
        }));
      },
    },
  ],
});

const {
  outputFiles: [prettierPlugin],
} = await build({ ...common, entryPoints: ["src/format/prettier-plugin.ts"] });

mkdirSync(dist, { recursive: true });
for (const name of readdirSync(dist)) if (name.endsWith(".cache")) rmSync(join(dist, name));
replaceFile(join(dist, "mderules.cjs"), program.contents);
replaceFile(join(dist, "launcher.cjs"), launcher.contents);
replaceFile(join(dist, "prettier-plugin.cjs"), prettierPlugin.contents);
chmodSync(join(dist, "launcher.cjs"), 0o755);
makeCache();

// The grammar of PowerShell, which is loaded where a rulebook has PowerShell of its own. Its package is no dependency of what is
// installed: it would be compiled there, for a part that nobody uses.
for (const file of [
  "web-tree-sitter/web-tree-sitter.wasm",
  "tree-sitter-powershell/tree-sitter-powershell.wasm",
])
  replaceFile(join(dist, basename(file)), readFileSync(join(root, "node_modules", file)));

// The engine's stand-ins for Windows cmdlets are read as they are.
rmSync(join(dist, "engine"), { recursive: true, force: true });
if (existsSync(join(root, "templates/engine"))) {
  cpSync(join(root, "templates/engine"), join(dist, "engine"), { recursive: true });
}

/** Lets the program build the rulebook once and keeps what V8 has made of it. Without it all works, only slower. */
function makeCache() {
  const scratch = mkdtempSync(join(tmpdir(), "mderules-build-"));
  const cache = join(scratch, "cache");
  try {
    const script = `
      const { loadProgram } = require(${JSON.stringify(join(root, "scripts/load-program.cjs"))});
      const { exports: { run }, makeCache } = loadProgram(${JSON.stringify(dist)});
      const silent = { write() {}, isTerminal: false, columns: undefined };
      const world = { cwd: ${JSON.stringify(scratch)}, environment: {}, stdout: silent, stderr: silent, elapsed: () => 0, program: "" };
      run(["build", ${JSON.stringify(join(root, "rules"))}], world)
        .then(() => require("node:fs").writeFileSync(${JSON.stringify(cache)}, makeCache()));`;
    execFileSync(process.execPath, ["-e", script], {
      env: { ...process.env, NODE_OPTIONS: "" },
      stdio: "ignore",
    });
    cpSync(cache, join(dist, `mderules-${digest.slice(0, 16)}.cache`));
  } catch {
    console.warn("V8's cache of the program could not be made: the first build will start more slowly");
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** In one step: a test or a user who runs the program at this moment gets the old one or the new one. */
function replaceFile(file, contents) {
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, contents);
  renameSync(temporary, file);
}
