import { createHash } from "node:crypto";
import { xmlAttribute, xmlText } from "../../encode/xml.ts";
import { render } from "../templates.ts";
import { type ItemView, settingValues } from "./item-view.ts";
import { siteScope } from "./site-scope.ts";
import { stableId } from "./stable-id.ts";

/**
 * The systems that the document speaks of, as the items name them. Whether a rule applies to one is the discovery's
 * to say; an item that a cmdlet makes is for every Windows.
 */
const platforms = [
  "Windows/All_ARM64_Windows_10_and_higher_Clients",
  "Windows/All_x64_Windows_10_and_higher_Clients",
  "Windows/All_x86_Windows_10_and_higher_Clients",
  "Windows/All_x64_Windows_Server_2012_R2",
  "Windows/All_x64_Windows_Server_2016",
  "Windows/All_x64_Windows_Server_2019_and_higher",
];

/** The scripts of an item as they are written, perhaps signed. */
export interface ItemContent {
  readonly discover: string;
  readonly remediate: string | undefined;
}

/** The DesiredConfigurationDigest document of a configuration item. */
export function itemXml(view: ItemView, { discover, remediate }: ItemContent): string {
  const resource = (name: string) => `ID-${stableId("text", view.id, name)}`;
  const item = render("configmgr/operating-system-item", {
    scope: siteScope,
    item: itemLogicalName(view.id),
    setting: `ScriptSetting_${stableId("script-setting", view.id)}`,
    rule: `Rule_${stableId("compliance-rule", view.id)}`,
    name: xmlAttribute(view.name),
    description: xmlAttribute(view.description),
    resources: {
      name: resource("name"),
      description: resource("description"),
      setting: resource("setting"),
      rule: resource("rule"),
    },
    discover: xmlText(discover),
    remediate: remediate === undefined ? false : xmlText(remediate),
    severity: view.noncomplianceSeverity,
    changeable: String(view.repairs),
    expected: settingValues.compliant,
    platforms,
  });
  return render("configmgr/configuration-item", { item: item.trimEnd(), content: contentDigest(item) });
}

/** What a baseline calls the item of a rule. */
export function itemLogicalName(rule: string): string {
  return `OperatingSystem_${stableId("configuration-item", rule)}`;
}

/** Tells two contents apart where the version of a file, which no build can raise, does not. */
export function contentDigest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
