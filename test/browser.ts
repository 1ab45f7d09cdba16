import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { test } from "uvu";

/** The browser that tests look at pages in: the variable MDERULES_BROWSER, or a Chromium on the PATH. */
const browserPath = findBrowser();
if (browserPath === undefined) {
  console.log("tests that look at pages in a browser are skipped: there is no Chromium on the PATH");
}

/** `test`, or where there is no browser what skips and is counted. */
export function browserTest(name: string, run: () => Promise<void>): void {
  if (browserPath !== undefined) test(name, run);
  else test.skip(name, run);
}

/** Opens a file, does something with the page, and tells of everything that the page complained of or asked for. */
export async function withPage(
  file: string,
  use: (page: Page) => Promise<void>,
  options: { readonly colorScheme?: "light" | "dark" } = {},
): Promise<string[]> {
  // Chromium has no sandbox for root, as which containers run tests.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const browser = await chromium.launch({ executablePath: browserPath!, args });
  try {
    const page = await browser.newPage(options);
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("dialog", (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => {
      if (!request.url().startsWith("file:")) complaints.push(`asks for ${request.url()}`);
    });
    await page.goto(`file://${file}`);
    await use(page);
    return complaints;
  } finally {
    await browser.close();
  }
}

function findBrowser(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const named = ["chromium", "chromium-browser", "google-chrome"].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  );
  return [process.env["MDERULES_BROWSER"], ...named].find((path) => {
    try {
      if (path === undefined || path === "") return false;
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
