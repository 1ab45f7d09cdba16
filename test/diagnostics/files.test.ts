import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { ruleText, runIn } from "../commands/run-in.ts";
import { matchesGolden } from "../golden.ts";
import { temporaryFolder, writeFiles } from "../temporary-folder.ts";

// What the command says of files that it cannot take as they are: the command line, what is printed and how it ends.

type Files = Readonly<Record<string, string | Uint8Array>>;

const ledger = '{ "document": "manual", "units": [{ "unit": "unit-a" }] }';
const rules = `document manual\n\n${ruleText("rule-a")}`;
const utf16 = (text: string): Buffer => Buffer.from(text, "utf16le");

async function says(
  name: string,
  files: Files,
  commandLine: readonly string[],
  exitCode: number,
): Promise<void> {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  if (name === "unreadable-file") symlinkSync("loop.mderule", join(folder, "rules/loop.mderule"));
  const ran = await runIn(folder, commandLine);
  assert.is(ran.exitCode, exitCode, ran.stderr);
  const shown = `$ mderules ${commandLine.join(" ")}\n${ran.stdout}${ran.stderr}`;
  // How long a script is, other tests say.
  matchesGolden(
    `test/diagnostics/golden/files/${name}.txt`,
    shown.replaceAll(/has \d+ bytes/g, "has N bytes"),
  );
}

/** A case in which nothing is wrong but the file `rules/a.mderule`. */
function ofFile(name: string, content: string | Uint8Array, exitCode: number): void {
  test(name, () =>
    says(
      name,
      { "rules/a.mderule": content, "rules/documents/manual.json": ledger },
      ["check", "rules"],
      exitCode,
    ),
  );
}

test("missing-file", () =>
  says("missing-file", { "rules/a.mderule": rules }, ["check", "rules/b.mderule", "other"], 2));
test("folder-without-rules", () =>
  says("folder-without-rules", { "rules/notes.txt": "" }, ["check", "rules"], 2));
test("unreadable-file", () =>
  says(
    "unreadable-file",
    { "rules/a.mderule": rules, "rules/documents/manual.json": ledger },
    ["check", "rules/a.mderule", "rules/loop.mderule"],
    2,
  ));

ofFile("utf-16-with-mark", Buffer.concat([Buffer.from([0xff, 0xfe]), utf16(rules)]), 2);
ofFile("utf-16-big-endian", Buffer.concat([Buffer.from([0xfe, 0xff]), utf16(rules).swap16()]), 2);
ofFile("utf-16-without-mark", utf16(rules), 2);
ofFile("utf-32", Buffer.from([0xff, 0xfe, 0, 0, 0x64, 0, 0, 0]), 2);
ofFile("windows-1252", Buffer.from(rules.replace("The service", "Le service d\u00e9marre"), "latin1"), 2);
ofFile("binary", Buffer.from([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0, 4]), 2);
ofFile("empty", "", 1);
ofFile(
  "utf-8-with-mark",
  `\uFEFFdocumnt manual\r\n\r\n${ruleText("rule-a", "T").replaceAll("\n", "\r\n")}`,
  1,
);

test("invalid-ledger", () =>
  says(
    "invalid-ledger",
    {
      "rules/a.mderule": rules,
      "rules/documents/manual.json":
        '{\n  "document": "manual",\n  "units": [{ "unit": "unit-a" }, { "name": "unit-b" }]\n}\n',
      "rules/documents/other.json": '{\n  "document": "other",\n  "units": [,]\n}\n',
    },
    ["check"],
    2,
  ));

test("invalid-configuration", () =>
  says(
    "invalid-configuration",
    {
      "rules/a.mderule": rules,
      "rules/documents/manual.json": ledger,
      "mderules.config.json": '{\n  "onbording": {},\n  "offboarding": { "path": "run.cmd" }\n}\n',
    },
    ["check"],
    2,
  ));

test("open-package", () =>
  says(
    "open-package",
    {
      "rules/a.mderule": rules,
      "rules/documents/manual.json": ledger,
      "mderules.config.json": `{\n  "onboarding": { "path": "C:\\\\Users\\\\Public\\\\run.cmd" },\n  "offboarding": { "path": "\\\\\\\\server\\\\share\\\\run.cmd" }\n}\n`,
    },
    ["check"],
    2,
  ));

test("script-too-long", () =>
  says(
    "script-too-long",
    {
      "rules/a.mderule": rules.replace(
        "fix set service DiagTrack start to automatic",
        `fix {\n    set service DiagTrack start to automatic\n    advise "${"Ask the one who knows. ".repeat(9000)}"\n  }`,
      ),
      "rules/documents/manual.json": ledger,
    },
    ["build"],
    1,
  ));

const manyRules = (count: number): string =>
  Array.from({ length: count }, (_, index) =>
    ruleText(`rule-${index}`, "What an administrator reads ".repeat(30)),
  ).join("\n");
const tenMegabytes = manyRules(
  Math.ceil(10_000_000 / ruleText("rule-10000", "What an administrator reads ".repeat(30)).length),
);

test("ten megabytes of rules are read in reasonable time", async () => {
  const folder = temporaryFolder();
  writeFiles(folder, {
    "rules/a.mderule": `document manual\n\n${tenMegabytes}`,
    "rules/documents/manual.json": ledger,
  });
  const began = performance.now();
  const { exitCode, stdout } = await runIn(folder, ["check"]);
  assert.is(exitCode, 0);
  assert.match(stdout, /^\d{5} rules/);
  assert.ok(performance.now() - began < 30_000);
});

ofFile(
  "mistake-at-the-end-of-ten-megabytes",
  `document manual\n\n${tenMegabytes}\nrule last {\n  title "The last one"\n  covers unit-a\n  severity waring\n  check service DiagTrack start is automatic\n}\n`,
  1,
);

ofFile(
  "text-without-end-before-ten-megabytes",
  `document manual\n\nrule first {\n  title "The first one"\n  covers unit-a\n  severity warning\n  check service DiagTrack start is automatic\n  cause """\n    It was turned off.\n}\n\n${tenMegabytes}`,
  1,
);

ofFile(
  "quote-without-end-before-ten-megabytes",
  `document manual\n\n${ruleText("first").replace('ally"', "ally")}\n${tenMegabytes}`,
  1,
);

test("more-packages-than-a-tenant-takes", () => {
  const detects = (id: string): string => ruleText(id).replace(/^ {2}fix .*\n/m, "");
  const many = Array.from({ length: 201 }, (_, index) => detects(`rule-${index}`)).join("\n");
  return says(
    "more-packages-than-a-tenant-takes",
    { "rules/a.mderule": `document manual\n\n${many}`, "rules/documents/manual.json": ledger },
    ["build", "--target", "intune", "--quiet"],
    0,
  );
});

ofFile("beyond-all-bounds", "{".repeat(16_000_001), 2);

test.run();
