import { test } from "uvu";
import * as assert from "uvu/assert";
import { compareEdition, type EditionComparison } from "../../src/coverage/compare-edition.ts";
import { findUnits, hashOf } from "../../src/coverage/find-units.ts";
import type { DocumentLedger, UnitAnchor } from "../../src/coverage/ledger.ts";
import { plainText } from "../../src/coverage/plain-text.ts";
import { readDocument } from "../../src/coverage/read-document.ts";

const english = `---
title: Repairing the mill
---
# Repairing the mill

## The wheel

If the wheel stands still, look at the **brook**.

Otherwise see [the gears](#the-gears).

## Signals

Bell | Meaning | Help
:---:|:---|:---
 \`1\` | The grain is [low](grain.md) | Add grain.<br> Check \`BIN\\FLOOR\`.
\`2\` | The stones are hot |  Stop the mill
 \`2\` | The stones are wet | Wait. Error 577.

### The gears

1. Look at the gears.

   > [!NOTE]
   > Never touch GEAR-7.

2. Oil them:

   \`\`\`text
   oil gears
   \`\`\`
`;

const french = english
  .replace("The wheel", "La roue")
  .replace("Signals", "Signaux")
  .replace("### The gears", "### Les engrenages")
  .replace(
    "If the wheel stands still, look at the **brook**.",
    "Si la roue s\u2019arr\u00eate, voyez le **ruisseau**.",
  )
  .replace("The stones are hot", "Les meules sont chaudes");

const anchors: Readonly<Record<string, UnitAnchor>> = {
  wheel: { sections: ["1"] },
  "bell-1": { table: "bells", key: "1" },
  "bell-2-hot": { table: "bells", key: "2" },
  "bell-2-wet": { table: "bells", key: "2", with: "577" },
  "gears-look": { sections: ["2.1"], item: 1, one: true },
  "gears-note": { sections: ["2.1"], from: "gear-7", one: true },
  "gears-oil": { sections: ["2.1"], from: "oil gears" },
};

const ledger = ledgerOf();

function ledgerOf(): DocumentLedger {
  const sections = {
    "1": { en: "The wheel", fr: "La roue" },
    "2": { en: "Signals", fr: "Signaux" },
    "2.1": { en: "The gears", fr: "Les engrenages" },
  };
  const tables = { bells: { section: "2", columns: 3, keys: ["1", "2"] } };
  const empty = { document: "mill", title: { en: "", fr: "" }, url: "", sections, tables, units: [] };
  const bare = Object.entries(anchors).map(([unit, anchor]) => {
    return { unit, anchor, section: "", kind: "row", summary: "", hash: { en: "", fr: "" } } as const;
  });
  const texts = [english, french].map(
    (edition) => findUnits(readDocument(edition), { ...empty, units: bare }).texts,
  );
  const units = bare.map((unit) => {
    const [en, fr] = texts.map((found) => hashOf(found.get(unit.unit)!.text));
    return { ...unit, hash: { en: en!, fr: fr! } };
  });
  return { ...empty, units };
}

function differences({ units, newRows, newSections }: EditionComparison): string[] {
  return [
    ...units.filter(({ status }) => status !== "same").map(({ status, unit }) => `${status} ${unit}`),
    ...newRows.map(({ table, key }) => `new row ${table} ${key}`),
    ...newSections.map(({ outline }) => `new section ${outline}`),
  ];
}

test("the editions that the ledger was made from do not differ from it", () => {
  assert.equal(differences(compareEdition(english, ledger)), []);
  assert.equal(differences(compareEdition(french, ledger)), []);
});

test("each anchor finds the text of its unit and nothing else", () => {
  const { texts } = findUnits(readDocument(english), ledger);
  assert.equal(Object.fromEntries([...texts].map(([unit, { text }]) => [unit, text])), {
    wheel: "If the wheel stands still, look at the brook. Otherwise see the gears.",
    "bell-1": "1 | The grain is low | Add grain. Check BIN\\FLOOR.",
    "bell-2-hot": "2 | The stones are hot | Stop the mill",
    "bell-2-wet": "2 | The stones are wet | Wait. Error 577.",
    "gears-look": "Look at the gears.",
    "gears-note": "Never touch GEAR-7.",
    "gears-oil": "Oil them: oil gears",
  });
});

test("another way to write the same text is no difference", () => {
  const published = english
    .replace(/\r?\n/g, "\r\n")
    .replace("Bell | Meaning | Help", "   |Bell|Meaning|Help|")
    .replace(":---:|:---|:---", "   |:---:|---|---|")
    .replace(
      " `1` | The grain is [low](grain.md) | Add grain.<br> Check `BIN\\FLOOR`.",
      '   |`1`|The grain is [low](/mill/grain "grain")|Add grain. <p> Check `BIN\\FLOOR`.|',
    )
    .replace("**brook**", "*brook*");
  assert.equal(differences(compareEdition(published, ledger)), []);
});

test("a changed sentence is a changed unit", () => {
  const edited = english.replace("Add grain.", "Add oats.");
  const comparison = compareEdition(edited, ledger);
  assert.equal(differences(comparison), ["changed bell-1"]);
  assert.equal(
    comparison.units.find(({ unit }) => unit === "bell-1")!.line,
    1 + edited.split("\n").findIndex((line) => line.includes("oats")),
  );
});

test("a row that has lost its mark is a changed unit, where another row of its key is not its own", () => {
  const edited = english.replace("Wait. Error 577.", "Wait longer.");
  assert.equal(differences(compareEdition(edited, ledger)), ["changed bell-2-wet"]);
});

test("a row that is gone has vanished, and one that no unit accounts for is new", () => {
  const edited = english.replace(
    " `1` | The grain is [low](grain.md) | Add grain.<br> Check `BIN\\FLOOR`.",
    "`3` | New | Newer",
  );
  assert.equal(differences(compareEdition(edited, ledger)), ["vanished bell-1", "new row bells 3"]);
});

test("sections are found by their headings when one is put before them", () => {
  const edited = english.replace("## Signals", "## The miller\n\nAsk him.\n\n## Signals");
  assert.equal(differences(compareEdition(edited, ledger)), ["new section 2"]);
});

// ---- several editions ----

/** A later edition: a signal more, another wording, a note less, and a section that has another name. */
const later = english
  .replace(
    /(`2` \| The stones are wet.*\n)/,
    "$1`2` | The stones are gone | Look for MILLSTONE~~~~ in the shed.\n",
  )
  .replace("Add grain.", "Add oats.")
  .replace("   > [!NOTE]\n   > Never touch GEAR-7.\n\n", "")
  .replace("## The wheel", "## The wheel of the mill.");

const twoEditions = ((): DocumentLedger => {
  const stones: UnitAnchor = { table: "bells", key: "2", with: "MILLSTONE~~~~" };
  const units = [
    ...ledger.units,
    { unit: "bell-2-gone", section: "", kind: "row", summary: "", anchor: stones } as const,
  ];
  const sections = {
    ...ledger.sections,
    "1": { en: "The wheel of the mill", fr: "La roue", former: ["The wheel"] },
  };
  const bare = { ...ledger, sections, units };
  const found = Object.entries({ old: english, new: later }).map(
    ([edition, page]) => [edition, findUnits(readDocument(page), bare).texts] as const,
  );
  return {
    ...bare,
    editions: [
      { edition: "old", date: "1809-04-01" },
      { edition: "new", date: "1824-04-01" },
    ],
    units: units.map((unit) => ({
      ...unit,
      hash: Object.fromEntries(
        found.flatMap(([edition, texts]) => {
          const text = texts.get(unit.unit)?.text;
          return text === undefined ? [] : [[edition, hashOf(text)]];
        }),
      ),
    })),
  };
})();

function nearest(page: string): readonly [string | undefined, string[]] {
  const comparison = compareEdition(page, twoEditions);
  return [comparison.edition?.edition, differences(comparison)];
}

test("each edition is recognised, with the units that it alone has or has not", () => {
  assert.equal(nearest(english), ["old", ["absent bell-2-gone"]]);
  assert.equal(nearest(later), ["new", ["absent gears-note"]]);
});

test("a page between two editions is held against the nearer one, and says what the other has", () => {
  assert.equal(nearest(later.replace("Add oats.", "Add grain.")), [
    "new",
    ["changed bell-1", "absent gears-note"],
  ]);
  const mixed = compareEdition(later.replace("Add oats.", "Add grain."), twoEditions);
  assert.equal(mixed.units.find(({ unit }) => unit === "bell-1")!.editions, ["old"]);
  assert.equal(
    nearest(english.replace(/(`2` \| The stones are wet.*\n)/, "$1`2` | MILLSTONE~~~~ | Buy one.\n")),
    ["old", ["added bell-2-gone"]],
  );
});

test("of two editions that are as near the newer one is taken", () => {
  assert.is(nearest("")[0], "new");
  const twins = { ...twoEditions, units: twoEditions.units.filter(({ unit }) => unit === "wheel") };
  assert.is(compareEdition(english, twins).edition?.edition, "new");
});

test("a ledger without hashes or anchors compares with nothing", () => {
  const bare = { ...ledger, units: [{ unit: "wheel", section: "", kind: "row", summary: "" } as const] };
  const { edition, units } = compareEdition(english, bare);
  assert.equal([edition, units[0]!.status], [undefined, "absent"]);
});

test("a page that is no edition of the document has none of its units", () => {
  const comparison = compareEdition("", ledger);
  assert.ok(comparison.units.every(({ status }) => status === "vanished"));
});

test("plain text keeps what a reader reads", () => {
  assert.is(
    plainText("_variable_ and HKLM\\SOFTWARE, `a_b*c`, don\u2019t \\> [x](y.md)"),
    "variable and HKLM\\SOFTWARE, a_b*c, don't > x",
  );
  assert.is(plainText('![A picture](a.png) after :::image type="content" source="b.png"::: it'), "after it");
});

test.run();
