import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compareEdition } from "../../src/coverage/compare-edition.ts";
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

test("rules of another document are not held against the shipped ledger", async () => {
  const folder = millFolder();
  const contoso = {
    document: "contoso-baseline",
    url: "https://intranet.contoso.com/baseline",
    units: [{ unit: "pending-reboot" }],
  };
  const rule =
    'rule pending-reboot {\n  title "x"\n  covers pending-reboot\n  severity error\n  reported error 5\n}\n';
  writeFiles(folder, {
    "own/documents/contoso-baseline.json": JSON.stringify(contoso),
    "own/x.mderule": `document contoso-baseline\n\n${rule}`,
    "bare/x.mderule": rule.replace("  covers pending-reboot\n", ""),
    "page.md": "# Contoso\n\n## Pending reboot\n\nReboot weekly.\n",
  });
  const own = await runIn(folder, ["coverage", "page.md", "--rules", "own"]);
  assert.is(own.exitCode, 2);
  assert.match(own.stderr, "the ledger of `contoso-baseline` does not say where its units stand");
  const bare = await runIn(folder, ["coverage", "page.md", "--rules", "bare"]);
  assert.is(bare.exitCode, 2);
  assert.match(bare.stderr, "the rules are about no document");
});

async function compared(text: string, ...options: string[]): Promise<Ran> {
  const folder = millFolder(hashes);
  writeFiles(folder, { "new/mill.md": text });
  return runIn(folder, ["coverage", "new/mill.md", ...options]);
}

test("the edition that the ledger was made from does not differ from it", async () => {
  assert.equal(await compared(edition), {
    exitCode: 0,
    stdout: "new/mill.md and edition en of mill: 5 same\n",
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
  assert.is(refused.exitCode, 2);
  assert.match(refused.stderr, "error: the ledger of `mill` does not say where its units stand");
});

test("a unit of a page that no rule covers is reported", async () => {
  const folder = millFolder(hashes);
  const path = join(folder, "rules/documents/mill.json");
  const ledger = JSON.parse(readFileSync(path, "utf8")) as { units: { unit: string; hash: object }[] };
  const anchor = { table: "bells", key: "9" };
  const hash = { newer: hashOf("9 | The moon is full") };
  const units = ledger.units.map((unit) => ({ ...unit, hash: { ...unit.hash, newer: hashes[unit.unit] } }));
  const editions = [{ edition: "en" }, { edition: "newer", date: "1824-04-01", source: "the mill's wall" }];
  writeFiles(folder, {
    "rules/documents/mill.json": JSON.stringify({
      ...ledger,
      editions,
      units: [...units, { unit: "moon", anchor, hash }],
    }),
    "old.md": edition,
    "new.md": edition.replace("`4` | No flour", "`4` | No flour\n`9` | The moon is full"),
  });
  assert.equal(await runIn(folder, ["coverage", "old.md"]), {
    exitCode: 0,
    stdout: "units of other editions alone: moon\nold.md and edition en of mill: 5 same\n",
    stderr: "",
  });
  assert.equal(await runIn(folder, ["coverage", "new.md"]), {
    exitCode: 1,
    stdout: `not covered  moon  line 11  9 | The moon is full

new.md and edition newer of mill (1824-04-01, the mill's wall): 6 same, 1 not covered
`,
    stderr: "",
  });
  const { uncovered } = JSON.parse((await runIn(folder, ["coverage", "new.md", "--json"])).stdout) as {
    uncovered: string[];
  };
  assert.equal(uncovered, ["moon"]);
  // And the table says which editions have it.
  assert.match((await runIn(folder, ["coverage"])).stdout, /\nmoon +only newer +nothing\n/);
});

const shipped = JSON.parse(
  readFileSync("rules/documents/troubleshoot-onboarding.json", "utf8"),
) as DocumentLedger;

test("the rulebook's ledger says which edition has which unit", () => {
  const editions = shipped.editions!.map(({ edition }) => edition);
  assert.equal(editions, [...editions].sort());
  const lacking = shipped.units.flatMap(({ unit, hash }) => {
    const without = editions.filter((edition) => hash?.[edition] === undefined);
    return without.length === 0 ? [] : [[unit, without]];
  });
  const of2021 = ["2021-06-en", "2021-06-fr"];
  assert.equal(lacking, [
    ["script-event-15-feature", of2021],
    ["script-event-70", of2021],
    ["diagtrack-independent", of2021],
    ["server-2016-and-earlier", [...of2021, "2025-01-en"]],
    ["new-device-logon-not-needed", of2021],
  ]);
  const unknown = shipped.units.flatMap(({ hash }) =>
    Object.keys(hash!).filter((each) => !editions.includes(each)),
  );
  assert.equal(unknown, []);
});

/** The page of today in shape, its headings, keys and marks, and in our own words for the rest. */
function pageInOwnWords(leaveOut: readonly string[] = []): string {
  const units = shipped.units.filter(({ unit }) => !leaveOut.includes(unit));
  const rows = (name: string): string[] => {
    const { columns } = shipped.tables[name]!;
    const own = units.flatMap(({ summary, anchor }) =>
      anchor !== undefined && "table" in anchor && anchor.table === name
        ? [
            `|${[anchor.key, `${anchor.with ?? ""} ${summary}`, ...Array<string>(columns - 2).fill("x")].join("|")}|`,
          ]
        : [],
    );
    const line = (cell: string): string => `|${Array<string>(columns).fill(cell).join("|")}|`;
    return [line("x"), line("---"), ...own, ""];
  };
  const outlines = Object.keys(shipped.sections).sort();
  return [
    "# A page\n",
    ...outlines.flatMap((outline) => {
      const blocks = units.flatMap(({ unit, summary, anchor }) => {
        if (anchor === undefined || "table" in anchor || anchor.sections.at(-1) !== outline) return [];
        const start = anchor.item === undefined ? "" : "- ";
        return [`${start}${anchor.from ?? ""} ${unit}: ${summary.replace(/ script\b|mdm/gi, "")}.\n`];
      });
      const tables = Object.entries(shipped.tables).filter(([, { section }]) => section === outline);
      return [
        `${"#".repeat(outline.split(".").length + 1)} ${shipped.sections[outline]!.en}\n`,
        ...blocks,
        ...tables.flatMap(([name]) => rows(name)),
      ];
    }),
  ].join("\n");
}

test("a page in other words has every unit, and nothing that no unit accounts for", () => {
  const whole = compareEdition(pageInOwnWords(), shipped);
  assert.equal([whole.newRows, whole.newSections], [[], []]);
  assert.equal(
    whole.units.filter(({ text }) => text === undefined).map(({ unit }) => unit),
    [],
  );
});

test("a row of today's page that is left out has vanished, and no other takes its place", () => {
  for (const unit of ["script-event-15-feature", "script-event-70", "diagtrack-independent"]) {
    const { units } = compareEdition(pageInOwnWords([unit]), shipped);
    assert.equal(
      units.filter(({ text }) => text === undefined).map((each) => each.unit),
      [unit],
    );
  }
});

test("every rule covers a unit that some edition has, and every edition's units have rules", async () => {
  const { stdout } = await runIn(resolve("."), ["coverage", "--rules", "rules", "--json"]);
  const { documents } = JSON.parse(stdout) as {
    documents: { units: { unit: string; editions: string[]; covering: { id: string }[] }[] }[];
  };
  const units = documents[0]!.units;
  assert.equal(
    units.filter(({ editions, covering }) => editions.length === 0 || covering.length === 0),
    [],
  );
  const ofToday = new Set(
    units
      .filter(({ editions }) => editions.includes("2025-01-en"))
      .flatMap(({ covering }) => covering.map(({ id }) => id)),
  );
  const left = units.flatMap(({ covering }) => covering.map(({ id }) => id)).filter((id) => !ofToday.has(id));
  assert.equal(left, []);
});

test("the rulebook covers its document", async () => {
  const { exitCode, stdout } = await runIn(resolve("."), ["coverage", "--rules", "rules"]);
  assert.is(exitCode, 0);
  assert.match(stdout, /\ntroubleshoot-onboarding: 58 units, all covered; /);
});

// Editions of the document that are not in the repository: MDERULES_DOCUMENTS=path,path.
const editions = process.env["MDERULES_DOCUMENTS"]?.split(",") ?? [];
for (const path of editions) {
  test(`an edition that the rulebook's ledger was made from does not differ from it: ${path}`, async () => {
    const { exitCode, stdout } = await runIn(resolve("."), ["coverage", path]);
    assert.match(stdout, /: 5[378] same\n$/);
    assert.is(exitCode, 0);
  });
}

test.run();
