import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { readFiles, writeFiles } from "../temporary-folder.ts";
import { project, runIn } from "./run-in.ts";

/** As Set-AuthenticodeSignature and jsign leave it. */
const block =
  "\r\n# SIG # Begin signature block\r\n# MIIENQYJKoZIhvcNAQcCoIIEJjCCBCICAQExCzAJBgUrDgMCGgUAMGkGCisGAQQB\r\n# SIG # End signature block\r\n";

/** A signer that is there on every machine that runs the tests. */
const signer = `
const { appendFileSync } = require("node:fs");
appendFileSync(process.argv[2], ${JSON.stringify(block)});
`;
const sign = `"${process.execPath}" signer.cjs`;

function signing(): string {
  return project({ "signer.cjs": signer });
}

function commandIn(folder: string, command = sign): string {
  return command.replace("signer.cjs", `"${join(folder, "signer.cjs")}"`);
}

test("every script is signed before its digest and its Base64 are taken", async () => {
  const folder = signing();
  const { exitCode, stderr } = await runIn(folder, ["build", "--sign-command", commandIn(folder)]);
  assert.is(stderr, "");
  assert.is(exitCode, 0);
  const files = readFiles(join(folder, "out"));
  const scripts = Object.keys(files).filter((path) => path.endsWith(".ps1"));
  assert.ok(scripts.length > 8);
  for (const path of scripts) assert.is(String(files[path]).split("# SIG # Begin").length, 2, path);
  const definition = JSON.parse(String(files["intune/rule-a/deviceHealthScript.json"])) as Record<
    string,
    string
  >;
  assert.equal(
    Buffer.from(definition["detectionScriptContent"]!, "base64"),
    readFileSync(join(folder, "out/intune/rule-a/Detect.ps1")),
  );
  assert.is((await runIn(folder, ["verify-output", "out"])).exitCode, 0);
  const again = await runIn(folder, ["build", "--sign-command", commandIn(folder)]);
  assert.match(again.stdout, /nothing has changed/);
  assert.match((await runIn(folder, ["build"])).stdout, /written/);
});

test("{file} stands for the path", async () => {
  const folder = signing();
  const command = `${commandIn(folder)} {file} ignored`;
  assert.is((await runIn(folder, ["build", "--sign-command", command])).exitCode, 0);
});

test("a signer that fails, or signs nothing, or changes the encoding, leaves the folder as it was", async () => {
  const folder = signing();
  for (const [code, message] of [
    [
      "console.error('no certificate'); process.exit(3)",
      /was not signed: the command ended with 3, no certificate; out is as it was/,
    ],
    ["", /was not signed: the command left no signature in the file/],
    [
      "require('node:fs').writeFileSync(process.argv[2], '\\ufeff# SIG # Begin signature block')",
      /was not signed: the command changed the encoding of the file/,
    ],
    [
      `require('node:fs').writeFileSync(process.argv[2], ${JSON.stringify(block)})`,
      /was not signed: the command changed the script before its signature/,
    ],
    [
      `require('node:fs').writeFileSync(process.argv[2], "exit 0\\r\\n" + require('node:fs').readFileSync(process.argv[2]) + ${JSON.stringify(block)})`,
      /was not signed: the command changed the script before its signature/,
    ],
    [
      `require('node:fs').appendFileSync(process.argv[2], ${JSON.stringify(`exit 0\r\n${block}`)})`,
      /was not signed: the command left something else than one signature behind the script/,
    ],
    [
      `require('node:fs').appendFileSync(process.argv[2], ${JSON.stringify(`${block}exit 0\r\n`)})`,
      /was not signed: the command left something else than one signature behind the script/,
    ],
    [
      "require('node:fs').rmSync(process.argv[2])",
      /was not signed: what the command left cannot be read: it does not exist/,
    ],
  ] as const) {
    writeFiles(folder, { "signer.cjs": code });
    const { exitCode, stderr } = await runIn(folder, ["build", "--sign-command", commandIn(folder)]);
    assert.is(exitCode, 2);
    assert.match(stderr, message);
    assert.not(existsSync(join(folder, "out")));
  }
});

test("verify-output names what was changed, is missing, or was added", async () => {
  const folder = project();
  await runIn(folder, ["build"]);
  const fine = await runIn(folder, ["verify-output", "out"]);
  assert.is(fine.exitCode, 0);
  assert.match(fine.stdout, /^\d+ files in out are as mderules \S+ wrote them\n$/);
  writeFiles(folder, { "out/intune/rule-a/Detect.ps1": "exit 0", "out/intune/extra.ps1": "exit 0" });
  rmSync(join(folder, "out/intune/rule-b/Undo.ps1"));
  const { exitCode, stderr } = await runIn(folder, ["verify-output", "out"]);
  assert.is(exitCode, 1);
  assert.match(stderr, /intune\/rule-a\/Detect\.ps1 +has changed\n/);
  assert.match(stderr, /intune\/rule-b\/Undo\.ps1 +is missing\n/);
  assert.match(stderr, /intune\/extra\.ps1 +is not in the manifest\n/);
  const json = await runIn(folder, ["verify-output", "out", "--json"]);
  assert.is(json.exitCode, 1);
  const { exitCode: told, problems } = JSON.parse(json.stdout) as { exitCode: number; problems: unknown[] };
  assert.equal([told, problems.length], [1, 3]);
  const none = await runIn(folder, ["verify-output", "rules"]);
  assert.is(none.exitCode, 2);
  assert.match(none.stderr, /^error: rules has no manifest\.json\n/);
});

test("verify-output: a link is a difference, whatever it leads to, and no pipe is waited for", async () => {
  const folder = project();
  await runIn(folder, ["build"]);
  const out = join(folder, "out");
  const script = join(out, "intune/rule-a/Detect.ps1");
  renameSync(script, join(folder, "Detect.ps1"));
  symlinkSync(join(folder, "Detect.ps1"), script);
  renameSync(join(out, "fleet"), join(folder, "fleet"));
  symlinkSync(join(folder, "fleet"), join(out, "fleet"));
  const undo = join(out, "intune/rule-a/Undo.ps1");
  rmSync(undo);
  mkdirSync(undo);
  const pipes = spawnSync("mkfifo", [join(out, "pipe")]).status === 0;
  const { exitCode, stderr } = await runIn(folder, ["verify-output", "out"]);
  assert.is(exitCode, 1);
  assert.match(stderr, / intune\/rule-a\/Detect\.ps1 +is a link\n/);
  assert.match(stderr, / intune\/rule-a\/Undo\.ps1 +is a folder\n/);
  assert.match(stderr, / fleet +is not in the manifest\n/);
  assert.match(stderr, / fleet\/\S+ +lies behind a link\n/);
  if (pipes) assert.match(stderr, / pipe +is not in the manifest\n/);
});

test("verify-output: what is called manifest.json has to be one", async () => {
  const folder = project();
  await runIn(folder, ["build"]);
  const manifest = join(folder, "out/manifest.json");
  renameSync(manifest, join(folder, "manifest.json"));
  symlinkSync(join(folder, "manifest.json"), manifest);
  const linked = await runIn(folder, ["verify-output", "out"]);
  assert.is(linked.exitCode, 1);
  assert.match(linked.stderr, / manifest\.json +is a link\n/);
  const verify = async (): Promise<string> => {
    const { exitCode, stderr } = await runIn(folder, ["verify-output", "out"]);
    assert.is(exitCode, 2);
    rmSync(manifest, { recursive: true });
    return stderr.split("\n")[0]!;
  };
  const whole = readFileSync(manifest, "utf8");
  rmSync(manifest);
  mkdirSync(manifest);
  assert.is(await verify(), "error: manifest.json in out cannot be read: it is a folder");
  writeFileSync(manifest, "");
  assert.is(
    await verify(),
    "error: manifest.json in out is no manifest: 1:1: the file is not JSON: value expected",
  );
  writeFileSync(manifest, whole.replace('"role": "detect"', '"role": "detective"'));
  assert.match(
    await verify(),
    /^error: manifest\.json in out is no manifest: \d+:\d+: `files\.\d+\.role` must be one of detect, /,
  );
  writeFileSync(manifest, Buffer.from(whole, "utf16le"));
  assert.match(await verify(), /^error: manifest\.json in out is not UTF-8 but UTF-16 \(little-endian/);
  if (spawnSync("mkfifo", [manifest]).status === 0)
    assert.is(await verify(), "error: manifest.json in out cannot be read: it is a pipe, not a file");
  symlinkSync("manifest.json", manifest);
  assert.is(await verify(), "error: manifest.json in out cannot be read: its links lead in a circle");
  const file = await runIn(folder, ["verify-output", "rules/a.mderule"]);
  assert.match(file.stderr, /^error: rules\/a\.mderule is no folder\n/);
});

test.run();
