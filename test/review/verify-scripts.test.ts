import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { digest } from "../../src/output/digest.ts";
import { runIn } from "../commands/run-in.ts";
import { temporaryFolder, writeFiles } from "../temporary-folder.ts";

// Whoever can change a script can change its digest in the manifest too. What nobody signs off twice is compared with the
// library: verify-output says where a script holds more or other things.

interface ManifestText {
  files: { path: string; sha256: string; functions?: number }[];
  library: { functions: { name: string; sha256: string }[]; sets: string[][] };
}

async function builtFolder(): Promise<string> {
  const folder = temporaryFolder();
  writeFiles(folder, {
    "rules/sample.mderule": readFileSync("test/stages/sample.mderule", "utf8"),
    "rules/documents/handbook.json": JSON.stringify({
      document: "handbook",
      units: [{ unit: "sensor-runs" }, { unit: "sensor-start" }],
    }),
  });
  const { exitCode } = await runIn(folder, ["build"]);
  assert.is(exitCode, 0);
  return folder;
}

/** Changes a file and what the manifest says of its bytes, as somebody would who wants to go unnoticed. */
function forge(folder: string, path: string, change: (text: string) => string): void {
  const file = join(folder, "out", path);
  const text = readFileSync(file, "utf8");
  const changed = change(text);
  assert.is.not(changed, text);
  writeFileSync(file, changed);
  forgeManifest(folder, (manifest) => {
    manifest.files.find((one) => one.path === path)!.sha256 = digest(changed);
  });
}

function forgeManifest(folder: string, change: (manifest: ManifestText) => void): void {
  const file = join(folder, "out", "manifest.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as ManifestText;
  change(manifest);
  writeFileSync(file, JSON.stringify(manifest));
}

async function problemsOf(folder: string): Promise<string[]> {
  const { stdout } = await runIn(folder, ["verify-output", "out", "--json"]);
  const { problems } = JSON.parse(stdout) as { problems: { path: string; problem: string }[] };
  return problems.map(({ path, problem }) => `${path} ${problem}`);
}

const script = "intune/sensor-runs/Detect.ps1";

test("the manifest names every function once, and which script holds which", async () => {
  const folder = await builtFolder();
  assert.equal(await problemsOf(folder), []);
  const manifest = JSON.parse(readFileSync(join(folder, "out", "manifest.json"), "utf8")) as ManifestText;
  const { functions, sets } = manifest.library;
  const library = readFileSync(join(folder, "out", "library.ps1"), "utf8").replaceAll("\r\n", "\n");
  for (const { name, sha256 } of functions) {
    const text = library.split("\n\n").find((one) => one.includes(`\nfunction ${name} {\n`));
    assert.is(digest(text ?? ""), sha256, name);
  }
  const held = sets[manifest.files.find(({ path }) => path === script)!.functions!]!;
  const text = readFileSync(join(folder, "out", script), "utf8");
  const [, behind] = text.split("# ---- mderules library");
  assert.equal(
    [...behind!.matchAll(/^function ([\w-]+) \{/gm)].map(([, name]) => name),
    held,
  );
});

const forgeries: Readonly<
  Record<string, readonly [path: string, change: (text: string) => string, says: string]>
> = {
  "another function": [
    script,
    (text) =>
      text
        .replace("if ($result.Status -eq", "if ($true -or $result.Status -eq")
        .replace("exit [int]", "exit 0 + [int]"),
    `${script} has another function Invoke-Detection than library.ps1`,
  ],
  "one more function": [
    script,
    (text) =>
      text.replace(
        /\r\n\r\n# Says what/,
        "\r\n\r\n# More.\r\nfunction Get-More {\r\n    'more'\r\n}\r\n\r\n# Says what",
      ),
    `${script} has 29 functions, and promises 28`,
  ],
  "more than a call at the end": [
    script,
    (text) => `${text}Remove-Item 'C:\\x'\r\n`,
    `${script} does not end with a call of the library`,
  ],
  "a statement between functions": [
    script,
    (text) => text.replace(/\r\n\r\n# Says what/, "\r\n\r\nRemove-Item 'C:\\x'\r\n\r\n# Says what"),
    `${script} has`,
  ],
  "no library": [script, () => "'HEALTHY'\r\n", `${script} has no library`],
  "another function in the library": [
    "library.ps1",
    (text) => text.replace("Write-Output $line", "Write-Output 'all is well'"),
    "library.ps1 has another function Write-Report",
  ],
  "no function in the library": [
    "library.ps1",
    (text) => text.replace(/# The last line of output[^]*?\r\n\r\n/, ""),
    "library.ps1 is no library",
  ],
};

for (const [name, [path, change, says]] of Object.entries(forgeries)) {
  test(`a forgery is found: ${name}`, async () => {
    const folder = await builtFolder();
    forge(folder, path, change);
    const problems = await problemsOf(folder);
    assert.is(problems.length, 1, problems.join("\n"));
    assert.ok(problems[0]!.startsWith(says), problems[0]);
  });
}

test("a manifest that says other functions is found", async () => {
  const folder = await builtFolder();
  forgeManifest(folder, ({ library }) => {
    library.sets = library.sets.map((set) => set.slice(1));
  });
  const problems = await problemsOf(folder);
  assert.ok(problems.includes(`${script} holds other functions than the manifest says`), problems.join("\n"));
});

test("a script in the place of a deleted library is found", async () => {
  const folder = await builtFolder();
  forgeManifest(folder, (manifest) => {
    manifest.files = manifest.files.filter(({ path }) => path !== "library.ps1");
  });
  assert.ok((await problemsOf(folder)).includes("manifest.json has scripts, and no library.ps1"));
});

test.run();
