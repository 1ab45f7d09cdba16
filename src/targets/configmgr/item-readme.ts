import { markdownCode, markdownText } from "../../encode/markdown.ts";
import { render } from "../templates.ts";
import type { ItemView } from "./item-view.ts";

/** The README of a configuration item's folder. Ids of rules are letters, digits and hyphens: safe in every place. */
export function itemReadme(view: ItemView, baseline: string): string {
  return render("configmgr/item-readme", {
    id: view.id,
    title: markdownText(view.title),
    name: markdownCode(view.name),
    plainName: view.name,
    baseline: markdownCode(baseline),
    severity: view.noncomplianceSeverity,
    source: markdownCode(view.source),
    covers: view.covers && markdownCode(view.covers),
    notes: view.notes.map(({ text, source }) => ({
      text: markdownText(text),
      source: source === undefined ? undefined : markdownCode(source),
    })),
    repairs: view.repairs,
    undoes: view.undoes,
    writes: view.writes.map(markdownCode),
    longWait: view.longWait,
    version: markdownText(view.version),
  });
}
