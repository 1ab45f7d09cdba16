import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { browserTest, withPage } from "../browser.ts";
import { runIn } from "../commands/run-in.ts";
import { exportProject, intuneCsv, type IntuneRow, line } from "./export-texts.ts";

const hostile = "<img src=x onerror=alert(1)>";
const rows: IntuneRow[] = [
  { device: hostile, before: line("rule-a", "UNHEALTHY", "</script><script>alert(1)</script> \u2028") },
  { device: "PC-fixed", before: line("rule-a", "UNHEALTHY"), after: line("rule-a", "HEALTHY") },
  { device: "PC-\u00e9", before: line("rule-b", "UNKNOWN", "log X cannot be read (PermissionDenied)") },
  { device: "PC-silent" },
  ...Array.from({ length: 150 }, (_, index) => ({ device: `PC${index}`, before: line("rule-b", "HEALTHY") })),
];

/** The page of a report on these rows. */
async function page(...more: string[]): Promise<string> {
  const folder = exportProject({ "x.csv": intuneCsv(...rows) });
  const { exitCode, stderr } = await runIn(folder, [
    "report",
    "exports",
    "--format",
    "html",
    "-o",
    "page.html",
    ...more,
  ]);
  assert.equal([exitCode, stderr], [0, ""]);
  return join(folder, "page.html");
}

test("the page is ASCII, loads nothing and has no markup that comes from a device", async () => {
  const text = readFileSync(await page(), "latin1");
  assert.match(text, /^[\t\n\r -~]*$/);
  assert.not.match(text, /<img|<script>alert|<\/script>[^<]*alert/);
  assert.not.match(text, /\b(?:src|href)="(?!#)/);
});

browserTest("the page shows what the report says, and nothing on it runs that a device said", async () => {
  const complaints = await withPage(await page(), async (shown) => {
    assert.is(await shown.title(), "Onboarding of the fleet");
    assert.match(
      await shown.locator("#totals").innerText(),
      /154\s+devices\s+2\s+had a problem\s+1\s+repaired/,
    );
    assert.is(await shown.locator("#rules tbody tr").count(), 2);
    assert.match(
      String(await shown.locator("#rules svg.bar").first().getAttribute("aria-label")),
      /unhealthy: 1/,
    );
    assert.match(await shown.locator("#list caption").innerText(), /^100 of 154 devices/);
    // The worst first.
    const first = shown.locator("#list tbody tr").first();
    assert.match(await first.innerText(), /<img src=x onerror=alert\(1\)>/);
    await first.locator("summary").click();
    assert.match(await first.locator("pre").innerText(), /<\/script><script>alert\(1\)<\/script>/);
    await shown.getByRole("button", { name: /^Show 100/ }).click();
    assert.is(await shown.locator("#list tbody tr").count(), 154);
  });
  assert.equal(complaints, []);
});

browserTest("search, filters, sorting and the other language", async () => {
  const complaints = await withPage(
    await page(),
    async (shown) => {
      const devices = (): Promise<string[]> => shown.locator("#list summary").allInnerTexts();
      await shown.locator("#search").fill("permissiondenied");
      assert.equal(await devices(), ["PC-\u00e9"]);
      await shown.locator("#search").fill("");
      await shown.locator("#state").selectOption("no-answer");
      assert.equal(await devices(), ["PC-silent"]);
      await shown.locator("#state").selectOption("");
      await shown.locator("#rules").getByRole("button", { name: "rule-a" }).click();
      assert.equal((await devices()).length, 2);
      await shown.locator("#list").getByRole("button", { name: "Device" }).click();
      assert.equal(await devices(), [hostile, "PC-fixed"]);
      await shown.locator("#list").getByRole("button", { name: "Device" }).click();
      assert.equal(await devices(), ["PC-fixed", hostile]);
      assert.is(await shown.locator("#list th").first().getAttribute("aria-sort"), "descending");
      await shown.locator("#language").click();
      assert.is(await shown.evaluate("document.documentElement.lang"), "fr");
      assert.match(await shown.locator("#rules h2").innerText(), /Ce qui a \u00e9t\u00e9 trouv\u00e9/);
      assert.equal(await devices(), ["PC-fixed", hostile]);
    },
    { colorScheme: "dark" },
  );
  assert.equal(complaints, []);
});

browserTest(
  "every control has a name, what is dark is dark, and what is printed has no controls",
  async () => {
    await withPage(
      await page("--lang", "fr"),
      async (shown) => {
        const nameless = await shown.evaluate(
          `[...document.querySelectorAll("button, input, select")].filter(
          (control) => control.textContent === "" && control.labels?.length !== 1).length`,
        );
        assert.is(nameless, 0);
        const background = (): Promise<unknown> =>
          shown.evaluate("getComputedStyle(document.body).backgroundColor");
        assert.is(await background(), "rgb(28, 28, 28)");
        await shown.emulateMedia({ media: "print", colorScheme: "light" });
        assert.is(await background(), "rgb(255, 255, 255)");
        assert.is(await shown.locator("#search").isVisible(), false);
        assert.is(await shown.locator("h1").isVisible(), true);
      },
      { colorScheme: "dark" },
    );
  },
);

test.run();
