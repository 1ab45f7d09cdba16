import { markdownCode, markdownText } from "../../encode/markdown.ts";
import { render } from "../templates.ts";
import type { SiteView } from "./import-configmgr.ts";

/** The README of everything for Configuration Manager. */
export function folderReadme({ applications, baselines, version }: SiteView): string {
  const items = baselines.flatMap((baseline) => baseline.items);
  return render("configmgr/folder-readme", {
    applications: counted(applications.length, "application"),
    items: counted(items.length, "configuration item"),
    long: items.flatMap(({ id, longWait }) =>
      longWait === undefined ? [] : [{ name: markdownCode(id), wait: longWait }],
    ),
    version: markdownText(version),
  });
}

/** The README of the baselines' folder. */
export function baselinesReadme({ baselines, version }: SiteView): string {
  return render("configmgr/baselines-readme", {
    baselines: baselines
      .filter(({ items }) => items.length > 0)
      .map(({ name, items }) => ({
        name: markdownCode(name),
        plainName: name,
        noncompliance: items[0]!.noncomplianceSeverity,
        count: items.length,
        items: items.map((item) => ({ name: markdownCode(item.id), title: markdownText(item.title) })),
      })),
    version: markdownText(version),
  });
}

/** Empty for none, so that a template can leave the line out. */
function counted(count: number, noun: string): string {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}
