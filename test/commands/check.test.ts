import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { writeFiles } from "../temporary-folder.ts";
import { project, runIn } from "./run-in.ts";

/** Two rules without scenarios, and a unit that nothing covers. */
const warnings = (stdout: string): readonly string[] =>
  [...stdout.matchAll(/warning (MDR\d{4})/g)].map(([, code]) => code!);

test("says what is allowed and yet likely not meant; a build does not", async () => {
  const folder = project();
  const checked = await runIn(folder, ["check"]);
  assert.equal([checked.exitCode, warnings(checked.stderr)], [0, ["MDR6008", "MDR6001", "MDR6001"]]);
  const built = await runIn(folder, ["build"]);
  assert.equal([built.exitCode, built.stderr], [0, ""]);
});

test("more warnings than are wanted end with 1", async () => {
  const folder = project();
  assert.is((await runIn(folder, ["check", "--max-warnings", "3"])).exitCode, 0);
  const { exitCode, stderr } = await runIn(folder, ["check", "--max-warnings", "2"]);
  assert.is(exitCode, 1);
  assert.match(stderr, "3 warnings, more than the 2 of --max-warnings");
  const wrong = await runIn(folder, ["check", "--max-warnings", "few"]);
  assert.is(wrong.exitCode, 2);
  assert.match(wrong.stderr, "--max-warnings takes a whole number, not `few`");
});

test("a project says how grave its warnings are", async () => {
  const folder = project({
    "mderules.config.json": JSON.stringify({ diagnostics: { MDR6001: "off", MDR6008: "error" } }),
  });
  const { exitCode, stderr } = await runIn(folder, ["check"]);
  assert.is(exitCode, 1);
  assert.match(stderr, "error MDR6008");
  assert.equal(warnings(stderr), []);
});

test("an error stays one, and a code has to be there", async () => {
  for (const [code, problem] of [
    ["MDR2009", "is the code of an error, which stays one"],
    ["MDR9999", "is no code of a diagnostic"],
  ] as const) {
    const folder = project({ "mderules.config.json": JSON.stringify({ diagnostics: { [code]: "off" } }) });
    const { exitCode, stderr } = await runIn(folder, ["check"]);
    assert.is(exitCode, 2);
    assert.match(stderr, problem);
  }
});

test("annotations of GitHub, one line each, whatever the names hold", async () => {
  const folder = project({ "rules/c,%: d.mderule": "rule x {\n  title\n}\n" });
  const { exitCode, stdout } = await runIn(folder, ["check", "--format", "github"]);
  assert.is(exitCode, 1);
  for (const line of stdout.trimEnd().split("\n"))
    assert.match(
      line,
      /^::(?:error|warning) file=[^:,]+,line=\d+,endLine=\d+,col=\d+,endColumn=\d+,title=MDR\d{4}::./,
    );
  assert.match(stdout, "file=rules/c%2C%25%3A d.mderule,");
});

test("formats exclude each other", async () => {
  for (const more of [
    ["--sarif", "--json"],
    ["--format", "github", "--json"],
  ]) {
    const { exitCode, stderr } = await runIn(project(), ["check", ...more]);
    assert.is(exitCode, 2);
    assert.match(stderr, "exclude each other");
  }
  const sarif = await runIn(project(), ["check", "--format", "sarif"]);
  assert.equal(sarif.stdout, (await runIn(project(), ["check", "--sarif"])).stdout);
});

test("what a diagnostic means", async () => {
  const { exitCode, stdout } = await runIn(project(), ["check", "--explain", "mdr6004"]);
  assert.is(exitCode, 0);
  assert.match(stdout, /^warning MDR6004\n\nEvents stay in the log/);
  const unknown = await runIn(project(), ["check", "--explain", "MDR604"]);
  assert.is(unknown.exitCode, 2);
  assert.match(unknown.stderr, "there is no diagnostic `MDR604`");
});

test("deletes what is left over, and what only that used, and nothing else", async () => {
  const folder = project();
  const kept = "// Kept.\ndefine used: service Spooler state is running\n";
  const rule = `rule own {
  title "x"
  covers unit-b
  severity warning
  check used
  // mderules-disable-next-line MDR6004: there is nothing
  fix advise "Look."
}
`;
  writeFiles(folder, {
    "rules/own.mderule": `document handbook\n\n${kept}\ndefine first: service Spooler start is automatic\n\ndefine second: first\n\n${rule}`,
  });
  const { exitCode, stderr } = await runIn(folder, ["check", "--fix"]);
  assert.is(exitCode, 0);
  assert.not.match(stderr, /MDR6003|MDR6011/);
  assert.is(
    readFileSync(join(folder, "rules/own.mderule"), "utf8"),
    `document handbook\n\n${kept}\n${rule.replace(/.*disable.*\n/, "")}`,
  );
});

test.run();
