import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { readFiles, writeFiles } from "../temporary-folder.ts";
import { project, runIn } from "./run-in.ts";

/** A signer that is there on every machine that runs the tests. */
const signer = `
const { appendFileSync } = require("node:fs");
appendFileSync(process.argv[2], "# SIG # Begin signature block\\r\\n# SIG # End signature block\\r\\n");
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

test.run();
