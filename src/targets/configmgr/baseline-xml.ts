import { xmlAttribute } from "../../encode/xml.ts";
import { render } from "../templates.ts";
import type { BaselineView } from "./baseline-view.ts";
import { contentDigest, itemLogicalName } from "./item-xml.ts";
import { siteScope } from "./site-scope.ts";
import { stableId } from "./stable-id.ts";

/** The DesiredConfigurationDigest document of a baseline. */
export function baselineXml({ severity, name, description, items }: BaselineView): string {
  const references = items.map(({ id }) => itemLogicalName(id));
  return render("configmgr/baseline", {
    scope: siteScope,
    baseline: `Baseline_${stableId("baseline", severity)}`,
    name: xmlAttribute(name),
    description: xmlAttribute(description),
    resources: {
      name: `ID-${stableId("baseline-text", severity, "name")}`,
      description: `ID-${stableId("baseline-text", severity, "description")}`,
    },
    items: references,
    content: contentDigest([name, description, ...references].join("\n")),
  });
}
