import { type RuleSeverity, severities } from "../../model/rule.ts";
import type { ItemView } from "./item-view.ts";

/** The configuration items of one severity. */
export interface BaselineView {
  readonly severity: RuleSeverity;
  readonly name: string;
  readonly description: string;
  /** In the order of the document. */
  readonly items: readonly ItemView[];
}

/** A baseline for every severity, the gravest first; one that no item has is empty. */
export function baselineViews(items: readonly ItemView[]): BaselineView[] {
  return severities.map((severity) => ({
    severity,
    name: `mderules (${severity})`,
    description: `Onboarding to Microsoft Defender for Endpoint: rules of the severity ${severity}.`,
    items: items.filter((item) => item.severity === severity),
  }));
}
