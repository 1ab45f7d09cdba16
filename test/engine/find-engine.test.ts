import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { suite, test } from "uvu";
import * as assert from "uvu/assert";
import { type Engine, engineVariable, findEngine, type NoEngine } from "../../src/engine/find-engine.ts";
import { temporaryFolder, writeFiles } from "../temporary-folder.ts";

// The programs below are shell scripts that stand for pwsh and dotnet.
const unix = suite("find an engine on a PATH");
const it = (name: string, run: () => void | Promise<void>): void =>
  process.platform === "win32" ? unix.skip(name, run) : unix(name, run);
const tool = JSON.stringify({ tools: { powershell: { version: "7.6.9", commands: ["pwsh"] } } });

/** A folder of programs; each is a shell script. It is the whole PATH. */
function pathOf(programs: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

/** A clone that declares the tool. */
function cloneOf(): string {
  const folder = temporaryFolder();
  writeFiles(folder, { ".config/dotnet-tools.json": tool });
  return folder;
}

function find(path: string, root: string, more: NodeJS.ProcessEnv = {}): Engine | NoEngine {
  return findEngine({ environment: { PATH: path, ...more }, root, platform: "linux" });
}

const working = 'echo "PowerShell 7.4.1"';

/** A dotnet that restores a tool into `home`, and writes down what it was asked. */
function dotnet(home: string): string {
  return `
echo "$1 $2" >> ${home}/asked
case "$2" in
  restore) echo "Tool 'powershell' was restored." ;;
  run) : > ${home}/dotnet; : > ${home}/pwsh.dll; echo ${home}/dotnet; echo ${home} ;;
esac`;
}

it("the pwsh on the PATH, the first one that works", () => {
  const folders = [
    temporaryFolder(),
    pathOf({ pwsh: "exit 131" }),
    pathOf({ pwsh: working }),
    pathOf({ pwsh: working, dotnet: "exit 1" }),
  ];
  mkdirSync(join(folders[0]!, "pwsh"));
  assert.equal(find(folders.join(":"), cloneOf()), { command: join(folders[2]!, "pwsh"), parameters: [] });
  writeFileSync(join(folders[1]!, "pwsh"), "not a program");
  chmodSync(join(folders[1]!, "pwsh"), 0o644);
  assert.equal(find(folders.join(":"), cloneOf()), { command: join(folders[2]!, "pwsh"), parameters: [] });
});

it("none: the reason in one line", () => {
  const nothing = temporaryFolder();
  assert.equal(find(nothing, temporaryFolder()), { reason: "there is no pwsh on the PATH" });
  assert.equal(find("", temporaryFolder()), { reason: "there is no pwsh on the PATH" });
  assert.equal(find(nothing, cloneOf()), {
    reason: "there is no pwsh on the PATH, and no .NET SDK (dotnet) to get one",
  });
  const old = pathOf({ pwsh: 'echo "PowerShell 6.2.7"' });
  assert.equal(find(old, temporaryFolder()), {
    reason: `${old}/pwsh is PowerShell 6.2.7, and 7 is needed`,
  });
  const broken = pathOf({ pwsh: "exit 131", dotnet: "exit 1" });
  assert.equal(find(broken, temporaryFolder()), { reason: `${broken}/pwsh does not work (exit code 131)` });
});

it("the tool, restored once", () => {
  const home = temporaryFolder();
  const path = pathOf({ dotnet: dotnet(home) });
  const root = cloneOf();
  const engine = { command: `${home}/dotnet`, parameters: [`${home}/pwsh.dll`] };
  assert.equal(find(path, root), engine);
  assert.equal(find(path, root), engine);
  const asked = (): string => readFileSync(join(home, "asked"), "utf8");
  assert.is(asked(), "tool restore\ntool run\n");
  // Another version, or packages that were cleared away: once more.
  rmSync(join(home, "pwsh.dll"));
  assert.equal(find(path, root), engine);
  writeFiles(root, { ".config/dotnet-tools.json": tool.replace("7.6.9", "7.6.10") });
  assert.equal(find(path, root), engine);
  assert.is(asked(), "tool restore\ntool run\n".repeat(3));
  // A memory that was cut short is none.
  writeFileSync(join(root, "node_modules/.cache/mderules/engine.json"), "{");
  assert.equal(find(path, root), engine);
});

it("a tool that cannot be restored, or does not run: what dotnet says", () => {
  const says = (script: string): string => {
    const found = find(pathOf({ dotnet: script }), cloneOf());
    assert.ok("reason" in found);
    return found.reason.replace("there is no pwsh on the PATH; ", "");
  };
  assert.is(
    says("echo; echo 'Unhandled exception: no such host' >&2; exit 1"),
    "dotnet cannot restore PowerShell 7.6.9 (Unhandled exception: no such host)",
  );
  assert.is(
    says("echo 'Trying.'; echo 'error NU1202: not compatible with net8.0'; exit 1"),
    "dotnet cannot restore PowerShell 7.6.9 (error NU1202: not compatible with net8.0)",
  );
  assert.is(says("exit 7"), "dotnet cannot restore PowerShell 7.6.9 (exit code 7)");
  assert.is(
    says('[ "$2" = restore ] || { echo "a runtime is missing"; exit 150; }'),
    "dotnet has restored PowerShell 7.6.9, which does not run (a runtime is missing)",
  );
});

it("another restore that is under way is waited for", () => {
  const home = temporaryFolder();
  const busy = `if [ ! -e ${home}/busy ]; then : > ${home}/busy; echo "being used by another process." >&2; exit 1; fi`;
  const path = pathOf({ dotnet: `${busy}\n${dotnet(home)}` });
  assert.equal(find(path, cloneOf()), {
    command: `${home}/dotnet`,
    parameters: [`${home}/pwsh.dll`],
  });
  assert.ok(existsSync(join(home, "busy")));
});

it("processes that look at once all find it", async () => {
  const home = temporaryFolder();
  const root = cloneOf();
  const environment = { PATH: pathOf({ dotnet: dotnet(home) }) };
  const source = pathToFileURL("src/engine/find-engine.ts").href;
  const script = `import { findEngine } from ${JSON.stringify(source)};
    console.log(JSON.stringify(findEngine(${JSON.stringify({ environment, root, platform: "linux" })})));`;
  const found = await Promise.all(
    Array.from({ length: 3 }, async () => {
      const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script]);
      let text = "";
      child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
      await new Promise((resolve) => child.on("close", resolve));
      return text.trim();
    }),
  );
  const engine = JSON.stringify({ command: `${home}/dotnet`, parameters: [`${home}/pwsh.dll`] });
  assert.equal(found, [engine, engine, engine]);
});

unix.run();

test("what a test run has found is taken over", () => {
  const engine = { command: "/x/pwsh", parameters: [] };
  assert.equal(find("", cloneOf(), { [engineVariable]: JSON.stringify(engine) }), engine);
  assert.equal(find("", cloneOf(), { [engineVariable]: '{"reason":"none"}' }), { reason: "none" });
});

test("on Windows its own PowerShell where there is no pwsh", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "powershell.exe"), "");
  chmodSync(join(folder, "powershell.exe"), 0o755);
  const found = findEngine({ environment: { Path: folder }, root: cloneOf(), platform: "win32" });
  assert.equal(found, { command: join(folder, "powershell.exe"), parameters: [] });
});

test.run();
