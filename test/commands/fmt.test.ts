import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { readFiles, temporaryFolder, writeFiles } from "../temporary-folder.ts";
import { runIn } from "./run-in.ts";

const ugly = "document   d\n";
const pretty = "document d\n";
const broken = "rule x { chek a }\n";

function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  return folder;
}

test("formats every rule file below the working folder, and nothing else", async () => {
  const files = {
    "a.mderule": ugly,
    "deep/b.mderule": pretty,
    "deep/c.txt": ugly,
    "node_modules/d.mderule": ugly,
  };
  const folder = folderWith(files);
  assert.equal(await runIn(folder, ["fmt"]), {
    exitCode: 0,
    stdout: "a.mderule\n2 files: 1 formatted, 1 unchanged\n",
    stderr: "",
  });
  assert.equal(readFiles(folder), { ...files, "a.mderule": pretty });
  assert.equal((await runIn(folder, ["fmt"])).stdout, "2 files: 2 unchanged\n");
});

test("formats the paths that are named", async () => {
  const folder = folderWith({ "a.mderule": ugly, "b.mderule": ugly, "deep/c.mderule": ugly });
  const { stdout } = await runIn(folder, ["fmt", "deep", "b.mderule", "--quiet"]);
  assert.is(stdout, "");
  assert.equal(readFiles(folder), { "a.mderule": ugly, "b.mderule": pretty, "deep/c.mderule": pretty });
});

test("--check lists what is not formatted, writes nothing and ends with 1", async () => {
  const files = { "a.mderule": ugly, "b.mderule": pretty };
  const folder = folderWith(files);
  const checked = await runIn(folder, ["fmt", "--check"]);
  assert.equal(checked, {
    exitCode: 1,
    stdout: "a.mderule\n2 files: 1 not formatted, 1 formatted\n",
    stderr: "",
  });
  assert.equal((await runIn(folder, ["fmt", "--check", "--quiet"])).stdout, "a.mderule\n");
  assert.equal(readFiles(folder), files);
  assert.is((await runIn(folder, ["fmt", "--check", "b.mderule"])).exitCode, 0);
});

test("formats what can be read, and says what cannot", async () => {
  const folder = folderWith({ "a.mderule": ugly + broken, "b.mderule": broken });
  const { exitCode, stdout, stderr } = await runIn(folder, ["fmt"]);
  assert.is(exitCode, 1);
  assert.is(stdout, "a.mderule\n2 files: 1 formatted, 1 unchanged\n");
  assert.match(stderr, /^a\.mderule:2:10: error MDR1011: `chek` is not a statement of a rule\n/);
  assert.match(stderr, /\n2 errors\n$/);
  assert.equal(readFiles(folder), { "a.mderule": pretty + broken, "b.mderule": broken });
});

test("for machines", async () => {
  const folder = folderWith({ "a.mderule": ugly + broken, "b.mderule": pretty });
  const read = async (...options: string[]): Promise<Record<string, unknown>> => {
    return JSON.parse((await runIn(folder, ["fmt", "--json", ...options])).stdout) as Record<string, unknown>;
  };
  const checked = await read("--check");
  assert.equal(checked["unformatted"], ["a.mderule"]);
  assert.equal(checked["files"], 2);
  const { exitCode, formatted, diagnostics } = await read();
  assert.equal([exitCode, formatted], [1, ["a.mderule"]]);
  assert.is((diagnostics as { code: string }[])[0]?.code, "MDR1011");
});

test("standard input comes back formatted, even where a block of it cannot be read", async () => {
  const format = (text: string | Buffer, ...options: string[]) =>
    runIn(temporaryFolder(), ["fmt", "--stdin-filepath", "rules/x.mderule", ...options], {
      stdin: () => Promise.resolve(Buffer.from(text)),
    });
  assert.equal(await format(`\uFEFF${ugly}`), { exitCode: 0, stdout: `\uFEFF${pretty}`, stderr: "" });
  const half = await format(ugly + broken);
  assert.equal([half.exitCode, half.stdout], [1, pretty + broken]);
  assert.match(half.stderr, /^rules\/x\.mderule:2:10: error/);
  assert.equal(await format(ugly, "--check"), { exitCode: 1, stdout: "", stderr: "" });
  assert.equal(await format(pretty, "--check"), { exitCode: 0, stdout: "", stderr: "" });
  assert.is((await format(Buffer.from([0xff, 0xfe, 0x61, 0x00]))).exitCode, 2);
});

test("keeps the byte order mark, CRLF and the mode of a file", async () => {
  const folder = folderWith({ "a.mderule": "\uFEFFdocument   d\r\n// c\r\n" });
  const path = join(folder, "a.mderule");
  chmodSync(path, 0o640);
  assert.is((await runIn(folder, ["fmt"])).exitCode, 0);
  assert.is(readFileSync(path, "utf8"), "\uFEFFdocument d\r\n// c\r\n");
  if (process.platform !== "win32") assert.is(statSync(path).mode & 0o777, 0o640);
  writeFileSync(path, "");
  assert.equal(await runIn(folder, ["fmt"]), { exitCode: 0, stdout: "1 file: 1 unchanged\n", stderr: "" });
});

test("what cannot be had is said, and ends with 2", async () => {
  const folder = folderWith({ "a.mderule": ugly, "b.mderule": new Uint8Array([0x2f, 0x2f, 0xe9, 0x0a]) });
  const { exitCode, stdout, stderr } = await runIn(folder, ["fmt", "a.mderule", "b.mderule", "missing"]);
  assert.is(exitCode, 2);
  assert.is(stdout, "a.mderule\n2 files: 1 formatted, 1 unchanged\n");
  assert.match(stderr, /MDR1001/);
  assert.match(stderr, /MDR1004/);
  assert.is(
    (await runIn(folder, ["fmt", "--chek"])).stderr.split("\n")[0],
    "error: `fmt` has no option `--chek`; did you mean `--check`?",
  );
});

test.run();
