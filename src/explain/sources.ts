import type { Subject } from "./subject.ts";
import { tableOf } from "../text/table.ts";

/** What people call the sources of events. */
const nicknames = tableOf({
  script: "WDATPOnboarding",
  onboarding: "WDATPOnboarding",
  offboarding: "WDATPOffboarding",
  mdm: "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider",
  intune: "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider",
});

/** The sources of events that a word stands for: by the whole name of a provider or a log, a part of it, or a nickname. */
export function sourcesNamed(word: string, subjects: readonly Subject[]): ReadonlySet<string> {
  const events = subjects.flatMap(({ events }) => events);
  const nickname = nicknames.get(word.toLowerCase());
  const byProvider = events.filter(({ provider }) => provider === nickname || isNamed(provider, word));
  const named = byProvider.length > 0 ? byProvider : events.filter(({ log }) => isNamed(log, word));
  return new Set(named.map(sourceOf));
}

/** A provider in a log, as one name. */
export function sourceOf({ provider, log }: { readonly provider: string; readonly log: string }): string {
  return `${provider} in ${log}`;
}

/** What to call a source shortly. */
export function shortSource(provider: string): string {
  if (provider === nicknames.get("mdm")) return "mdm";
  return provider.split("-").at(-1)!.toLowerCase() === "sense" ? "sense" : provider;
}

function isNamed(source: string, word: string): boolean {
  const letters = lettersOf(word);
  if (letters.length < 4) return false;
  // The document spells the provider of MDM events with its hyphens elsewhere.
  if (/[-/ ]/.test(word)) return lettersOf(source).includes(letters);
  return source.split(/[-/ ]/).some((part) => lettersOf(part).startsWith(letters));
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}
