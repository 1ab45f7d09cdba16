// Makes the program that is installed: dist/launcher.cjs, tiny, and dist/mderules.cjs, everything else in one file.
import { createHash } from "node:crypto";
import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
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
  // Start-up needs no names of functions, and messages none of the program's own files.
  keepNames: false,
  legalComments: "none",
  logLevel: "warning",
  mainFields: ["module", "main"],
  define: { "import.meta.dirname": "__dirname", "import.meta.url": "moduleUrl" },
  supported: { "dynamic-import": false },
  // Only the formatter needs it; it is loaded from node_modules there.
  external: ["prettier"],
  write: false,
};

const {
  outputFiles: [program],
} = await build({
  ...common,
  entryPoints: ["src/cli.ts"],
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
      setup: ({ onResolve }) =>
        onResolve({ filter: /\/cli\.ts$/ }, () => ({ path: "./mderules.cjs", external: true })),
    },
  ],
});

mkdirSync(dist, { recursive: true });
writeFileSync(join(dist, "mderules.cjs"), program.contents);
writeFileSync(join(dist, "launcher.cjs"), launcher.contents);
chmodSync(join(dist, "launcher.cjs"), 0o755);

// The engine's stand-ins for Windows cmdlets are read as they are.
rmSync(join(dist, "engine"), { recursive: true, force: true });
if (existsSync(join(root, "templates/engine"))) {
  cpSync(join(root, "templates/engine"), join(dist, "engine"), { recursive: true });
}
