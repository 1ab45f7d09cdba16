import type { Language } from "../explain/language.ts";
import type { RuleSeverity } from "../model/rule.ts";
import type { State } from "./tally.ts";

/** What a report says besides names, numbers and what devices said. */
export interface ReportWords {
  readonly title: string;
  readonly states: Readonly<Record<State | "no-answer", string>>;
  readonly severities: Readonly<Record<RuleSeverity, string>>;
  readonly labels: Readonly<Record<ReportLabel, string>>;
}

export type ReportLabel =
  | "devices"
  | "device"
  | "rules"
  | "rule"
  | "severity"
  | "wrong"
  | "repaired"
  | "waiting"
  | "cannotTell"
  | "silent"
  | "until"
  | "noTime"
  | "lines"
  | "others"
  | "unreadable"
  | "otherRules"
  | "outcomes"
  | "causes"
  | "causesHelp"
  | "neverFix"
  | "neverFixHelp"
  | "cameBack"
  | "cameBackHelp"
  | "unknowns"
  | "reason"
  | "silentDevices"
  | "changes"
  | "since"
  | "appeared"
  | "gone"
  | "stayed"
  | "newDevices"
  | "goneDevices"
  | "silentNow"
  | "state"
  | "time"
  | "said"
  | "found"
  | "search"
  | "all"
  | "show"
  | "more"
  | "none"
  | "language"
  | "noScript"
  | "of"
  | "worst";

const english: ReportWords = {
  title: "Onboarding of the fleet",
  states: {
    unhealthy: "unhealthy",
    failed: "repair failed",
    manual: "waits for a person",
    "restart-needed": "waits for a restart",
    unknown: "unknown",
    fixed: "repaired",
    healthy: "healthy",
    "in-order": "in order",
    "not-applicable": "not applicable",
    "what-if": "what if",
    undone: "undone",
    changed: "changed since",
    "nothing-to-undo": "nothing to undo",
    "no-answer": "no answer",
  },
  severities: { error: "error", warning: "warning", information: "information" },
  labels: {
    devices: "devices",
    device: "Device",
    rules: "Rules",
    rule: "Rule",
    severity: "Severity",
    wrong: "had a problem",
    repaired: "repaired",
    waiting: "wait for somebody",
    cannotTell: "cannot tell all",
    silent: "never answered",
    until: "As of",
    noTime: "The exports have no times",
    lines: "lines read",
    others: "outputs of other scripts",
    unreadable: "outputs that this version of mderules does not print",
    otherRules: "Lines about rules that the rulebook does not have",
    outcomes: "What was found, by rule",
    causes: "What to look at first",
    causesHelp: "On so many devices this rule comes before the others that are open.",
    neverFix: "Repairs that never help",
    neverFixHelp: "Scripts tried to repair these rules, and no export shows a device on which it helped.",
    cameBack: "Repairs that do not last",
    cameBackHelp: "The problem was found again after it had been repaired.",
    unknowns: "What could not be told, and why",
    reason: "Reason",
    silentDevices: "Devices that never answered",
    changes: "What has changed",
    since: "since",
    appeared: "new",
    gone: "gone",
    stayed: "still there",
    newDevices: "new devices",
    goneDevices: "devices that are not in the exports any more",
    silentNow: "devices that do not answer any more",
    state: "State",
    time: "Time",
    said: "Everything it said",
    found: "Found",
    search: "Search device, rule or text",
    all: "all",
    show: "Show",
    more: "more",
    none: "none",
    language: "Fran\u00e7ais",
    noScript: "This page builds its tables with a script of its own; allow it to run, or use the CSV format.",
    of: "of",
    worst: "Worst state",
  },
};

const french: ReportWords = {
  title: "Int\u00e9gration du parc",
  states: {
    unhealthy: "en d\u00e9faut",
    failed: "r\u00e9paration \u00e9chou\u00e9e",
    manual: "attend quelqu\u2019un",
    "restart-needed": "attend un red\u00e9marrage",
    unknown: "inconnu",
    fixed: "r\u00e9par\u00e9",
    healthy: "sain",
    "in-order": "en ordre",
    "not-applicable": "sans objet",
    "what-if": "simulation",
    undone: "annul\u00e9",
    changed: "modifi\u00e9 depuis",
    "nothing-to-undo": "rien \u00e0 annuler",
    "no-answer": "sans r\u00e9ponse",
  },
  severities: { error: "erreur", warning: "avertissement", information: "information" },
  labels: {
    devices: "appareils",
    device: "Appareil",
    rules: "R\u00e8gles",
    rule: "R\u00e8gle",
    severity: "Gravit\u00e9",
    wrong: "avaient un probl\u00e8me",
    repaired: "r\u00e9par\u00e9s",
    waiting: "attendent quelqu\u2019un",
    cannotTell: "ne peuvent pas tout dire",
    silent: "n\u2019ont jamais r\u00e9pondu",
    until: "\u00c9tat au",
    noTime: "Les exports n\u2019ont pas de dates",
    lines: "lignes lues",
    others: "sorties d\u2019autres scripts",
    unreadable: "sorties que cette version de mderules n\u2019\u00e9crit pas",
    otherRules: "Lignes sur des r\u00e8gles absentes du recueil",
    outcomes: "Ce qui a \u00e9t\u00e9 trouv\u00e9, par r\u00e8gle",
    causes: "Par o\u00f9 commencer",
    causesHelp:
      "Sur ce nombre d\u2019appareils, cette r\u00e8gle passe avant les autres qui restent ouvertes.",
    neverFix: "R\u00e9parations qui n\u2019aident jamais",
    neverFixHelp:
      "Des scripts ont essay\u00e9 de r\u00e9parer ces r\u00e8gles, et aucun export ne montre un appareil o\u00f9 cela a aid\u00e9.",
    cameBack: "R\u00e9parations qui ne durent pas",
    cameBackHelp: "Le probl\u00e8me a \u00e9t\u00e9 retrouv\u00e9 apr\u00e8s sa r\u00e9paration.",
    unknowns: "Ce qui n\u2019a pas pu \u00eatre \u00e9tabli, et pourquoi",
    reason: "Raison",
    silentDevices: "Appareils qui n\u2019ont jamais r\u00e9pondu",
    changes: "Ce qui a chang\u00e9",
    since: "depuis le",
    appeared: "nouveaux",
    gone: "disparus",
    stayed: "toujours l\u00e0",
    newDevices: "nouveaux appareils",
    goneDevices: "appareils absents de ces exports",
    silentNow: "appareils qui ne r\u00e9pondent plus",
    state: "\u00c9tat",
    time: "Date",
    said: "Tout ce qu\u2019il a dit",
    found: "Trouv\u00e9",
    search: "Chercher un appareil, une r\u00e8gle ou un texte",
    all: "tous",
    show: "Afficher",
    more: "de plus",
    none: "aucun",
    language: "English",
    noScript:
      "Cette page construit ses tableaux avec son propre script\u202f; autorisez-le, ou utilisez le format CSV.",
    of: "sur",
    worst: "Pire \u00e9tat",
  },
};

export const reportWords: Readonly<Record<Language, ReportWords>> = { en: english, fr: french };
