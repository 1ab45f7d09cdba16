import { powershellBoolean, powershellString } from "../../encode/powershell.ts";
import { windowsText } from "../../encode/windows-text.ts";
import { render } from "../templates.ts";
import type { BaselineView } from "./baseline-view.ts";
import { settingValues } from "./item-view.ts";

/** Everything that one folder of a build holds for Configuration Manager. */
export interface SiteView {
  /** The ids of the applications. */
  readonly applications: readonly string[];
  readonly baselines: readonly BaselineView[];
  readonly version: string;
}

/** The script that creates or updates everything with the ConfigurationManager module. */
export function importConfigMgr({ applications, baselines, version }: SiteView): string {
  const items = baselines.flatMap((baseline) =>
    baseline.items.map((item) => ({ ...item, baseline: baseline.name })),
  );
  return windowsText(
    render("configmgr/import-configmgr", {
      help: {
        applications: applications.length,
        items: items.length,
        baselines: baselines.flatMap(({ name, items }) =>
          items.length === 0 ? [] : [{ name, count: items.length }],
        ),
        version,
      },
      compliant: powershellString(settingValues.compliant),
      applications: applications.map(powershellString),
      items: items.map((item) => ({
        rule: powershellString(item.id),
        name: powershellString(item.name),
        description: powershellString(item.description),
        severity: powershellString(item.noncomplianceSeverity),
        baseline: powershellString(item.baseline),
        repairs: powershellBoolean(item.repairs),
        undoes: powershellBoolean(item.undoes),
        note: powershellString(
          item.longWait === undefined ? "" : `its remediation may wait ${item.longWait}`,
        ),
      })),
      // Those without items too: an item may have been in one when its rule had another severity.
      baselines: baselines.map(({ name, description }) => ({
        name: powershellString(name),
        description: powershellString(description),
      })),
    }),
  );
}
