import type { Rule } from "../model/rule.ts";
import { effectsOf } from "../targets/effects.ts";
import type { Language } from "./language.ts";
import { tableOf } from "../text/table.ts";

/** What the scripts of a rule may change on a device, each once. */
export function changesOf(rule: Rule, language: Language): string[] {
  const { writes } = effectsOf(rule);
  return language === "fr" ? writes.map((text) => french.get(text) ?? text) : writes;
}

const french = tableOf({
  "what the onboarding package of the site changes":
    "ce que change le package d\u2019int\u00e9gration du site",
  "what the offboarding package of the site changes":
    "ce que change le package de d\u00e9sint\u00e9gration du site",
  "what the rule's own PowerShell changes": "ce que change le PowerShell de l\u2019auteur de la r\u00e8gle",
});
