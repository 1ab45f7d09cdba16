import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { findUnits, hashOf } from "../../src/coverage/find-units.ts";
import type { DocumentLedger } from "../../src/coverage/ledger.ts";
import { readDocument } from "../../src/coverage/read-document.ts";
import { edition, millFolder, millLedger } from "../explain/mill.ts";
import { matchesGolden } from "../golden.ts";
import { writeFiles } from "../temporary-folder.ts";
import { type Ran, runIn } from "./run-in.ts";

const { texts } = findUnits(readDocument(edition), millLedger({}) as DocumentLedger);
const hashes = Object.fromEntries([...texts].map(([unit, { text }]) => [unit, hashOf(text)]));

test("the table of what covers each unit", async () => {
  const { exitCode, stdout } = await runIn(millFolder(), ["coverage"]);
  assert.is(exitCode, 0);
  matchesGolden("test/commands/golden/coverage.txt", stdout);
});

test("a unit without a rule fails, unless the ledger says why it needs none", async () => {
  const folder = millFolder();
  const path = join(folder, "rules/documents/mill.json");
  const add = (unit: object): void => {
    const ledger = JSON.parse(readFileSync(path, "utf8")) as { units: object[] };
    writeFileSync(path, JSON.stringify({ ...ledger, units: [...ledger.units, unit] }));
  };
  add({ unit: "decided", decision: "it is a picture" });
  assert.is((await runIn(folder, ["coverage"])).exitCode, 0);
  add({ unit: "open" });
  const { exitCode, stdout } = await runIn(folder, ["coverage"]);
  assert.is(exitCode, 1);
  assert.match(stdout, /\ndecided +it is a picture\nopen +nothing\n/);
  assert.match(stdout, /\nmill: 7 units, 1 not covered; /);
  const json = JSON.parse((await runIn(folder, ["coverage", "--format", "json"])).stdout) as Record<
    string,
    unknown
  >;
  assert.equal([json["exitCode"], json["uncovered"]], [1, ["open"]]);
});

test("a rule that names an unknown unit fails", async () => {
  const folder = millFolder();
  writeFileSync(
    join(folder, "rules/x.mderule"),
    'document mill\n\nrule x {\n  title "x"\n  covers bell-9\n  severity error\n  reported error 5\n}\n',
  );
  const { exitCode, stderr } = await runIn(folder, ["coverage"]);
  assert.is(exitCode, 1);
  assert.match(stderr, /^rules\/x\.mderule:5:10: error MDR\d+: .*bell-9/);
});

async function compared(text: string, ...options: string[]): Promise<Ran> {
  const folder = millFolder(hashes);
  writeFiles(folder, { "new/mill.md": text });
  return runIn(folder, ["coverage", "new/mill.md", ...options]);
}

test("the edition that the ledger was made from does not differ from it", async () => {
  assert.equal(await compared(edition), {
    exitCode: 0,
    stdout: "new/mill.md and the ledger of mill: 5 same\n",
    stderr: "",
  });
});

test("changed, vanished and new", async () => {
  const edited = edition
    .replace("The stones are hot", "The stones are warm")
    .replace(/^`3`.*$/m, "`7` | The cat is hungry")
    .replace("## The brook & the dam", "## The cat\n\nFeed it.\n\n## The brook & the dam");
  const { exitCode, stdout } = await compared(edited);
  assert.is(exitCode, 1);
  matchesGolden("test/commands/golden/coverage-of-edition.txt", stdout);
  const json = JSON.parse((await compared(edited, "--json")).stdout) as {
    exitCode: number;
    document: string;
    units: { unit: string; status: string; covering: string[] }[];
    newRows: { key: string }[];
    newSections: { heading: string }[];
  };
  assert.equal([json.exitCode, json.document], [1, "mill"]);
  assert.equal(
    json.units
      .filter(({ status }) => status !== "same")
      .map(({ unit, status, covering }) => [unit, status, covering]),
    [
      ["bell-2", "changed", ["brook", "stones"]],
      ["grain-refused", "vanished", ["wrong-grain", "any-grain"]],
    ],
  );
  assert.equal(
    [json.newRows.map(({ key }) => key), json.newSections.map(({ heading }) => heading)],
    [["7"], ["The cat"]],
  );
});

test("what cannot be had is said", async () => {
  const folder = millFolder();
  assert.is((await runIn(folder, ["coverage", "missing.md"])).exitCode, 2);
  const { exitCode, stderr } = await runIn(folder, ["coverage", "--document", "mil"]);
  assert.equal([exitCode, stderr.split("\n")[0]], [2, "error: there is no ledger of a document `mil`"]);
  writeFileSync(join(folder, "x.md"), edition);
  const bare = JSON.stringify({ document: "mill", units: [...texts.keys()].map((unit) => ({ unit })) });
  writeFileSync(join(folder, "rules/documents/mill.json"), bare);
  const refused = await runIn(folder, ["coverage", "x.md", "--document", "mill"]);
  assert.equal(
    [refused.exitCode, refused.stderr],
    [2, "error: no ledger says where the units of its document stand\n"],
  );
});

test("the rulebook covers its document", async () => {
  const { exitCode, stdout } = await runIn(resolve("."), ["coverage", "--rules", "rules"]);
  assert.is(exitCode, 0);
  assert.match(stdout, /\ntroubleshoot-onboarding: 53 units, all covered; /);
});

// Editions of the document that are not in the repository: MDERULES_DOCUMENTS=path,path.
const editions = process.env["MDERULES_DOCUMENTS"]?.split(",") ?? [];
for (const path of editions) {
  test(`an edition that the rulebook's ledger was made from does not differ from it: ${path}`, async () => {
    const { exitCode, stdout } = await runIn(resolve("."), ["coverage", path]);
    assert.match(stdout, /: 53 same\n$/);
    assert.is(exitCode, 0);
  });
}

test.run();
