import { createHash } from "node:crypto";
import { asciiMarkup, inlineJson } from "../encode/inline.ts";
import type { Language } from "../explain/language.ts";
import { render } from "../targets/templates.ts";
import { type FleetReport, isWaiting, states } from "./fleet-report.ts";
import { reportWords } from "./words.ts";

interface PageOptions {
  readonly language: Language;
  readonly version: string;
}

/**
 * The report as one page that loads nothing: its policy lets only its own script and style run, and the script makes text
 * of the data, never markup.
 */
export function* reportHtml(report: FleetReport, { language, version }: PageOptions): Iterable<string> {
  const style = render("report/style", {});
  const script = render("report/script", {});
  const words = reportWords[language];
  yield render("report/page", {
    language,
    version: asciiMarkup(version),
    title: asciiMarkup(words.title),
    noScript: asciiMarkup(words.labels.noScript),
    style,
    styleDigest: digestOf(style),
    script,
    scriptDigest: digestOf(script),
    data: inlineJson(pageData(report, language)),
  });
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

/** The report as the page's script reads it: rules, states and texts by number, each text once. */
function pageData(report: FleetReport, language: Language): object {
  const { until, totals, rules, unknowns, otherRules, changes, devices } = report;
  const texts: string[] = [];
  const places = new Map<string, number>();
  const textPlace = (text: string): number => {
    const before = places.get(text);
    if (before !== undefined) return before;
    places.set(text, texts.length);
    return texts.push(text) - 1;
  };
  const rulePlace = new Map(rules.map(({ rule }, index) => [rule, index]));
  const statePlace = new Map(states.map((state, index) => [state, index]));
  return {
    language,
    words: reportWords,
    until,
    totals,
    states,
    waiting: states.filter(isWaiting),
    rules: rules.map((rule) => ({
      id: rule.rule,
      en: rule.title.en,
      fr: rule.title.fr,
      severity: rule.severity,
      devices: states.map((state) => rule.devices[state]),
      first: rule.first,
      tried: rule.tried,
      neverFixed: rule.neverFixed,
      cameBack: rule.cameBack,
    })),
    unknowns,
    otherRules,
    changes,
    devices: devices.map(({ name, time, answered, entries, said }) => ({
      name,
      time,
      answered,
      entries: [...entries].map(([rule, entry]) => [
        rulePlace.get(rule),
        statePlace.get(entry.state),
        textPlace(entry.text),
        ...(entry.time === undefined && !entry.cameBack ? [] : [entry.time ?? ""]),
        ...(entry.cameBack ? [1] : []),
      ]),
      said: [...said.values()].map(({ text }) => textPlace(text)),
    })),
    texts,
  };
}
