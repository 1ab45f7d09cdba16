import type { RuleSeverity } from "../model/rule.ts";
import type { RuleEnd } from "../targets/end-of.ts";
import type { Language } from "./language.ts";
import type { LineStatus } from "../model/line.ts";

/** What answers say besides what the rules say, in one language. */
export interface Words {
  readonly labels: Readonly<Record<Label, string>>;
  readonly severities: Readonly<Record<RuleSeverity, string>>;
  readonly ends: Readonly<Record<RuleEnd, string>>;
  readonly statuses: Readonly<Record<LineStatus, string>>;
  readonly application: string;
  /** The headings of the list of rules. */
  readonly columns: readonly [string, string, string, string];
  readonly branches: Readonly<Record<"if" | "elseIf" | "else", string>>;
  /** With the space that the language puts before it. */
  readonly colon: string;
  readonly advise: string;
  readonly support: string;
  readonly nothing: string;
  readonly undo: string;
  /** An error code as consoles show it, and where: nodes by name, or none for any. */
  readonly error: (code: string, places: readonly string[]) => string;
  readonly anywhere: string;
  readonly event: (id: number, provider: string) => string;
  readonly data: (value: string, id: number, provider: string) => string;
  readonly node: (name: string) => string;
  readonly unit: (name: string) => string;
  readonly quote: (text: string) => string;
  /** Above rules that touch on what was asked, besides those that are about it; and where none is. */
  readonly related: string;
  readonly mentioned: string;
  readonly none: (asked: string) => string;
  /** What a pasted output says; and what of it no rule is about. */
  readonly read: (things: readonly string[]) => string;
  readonly noRule: (things: readonly string[]) => string;
  readonly near: (names: readonly string[]) => string;
}

export type Label =
  | "line"
  | "matches"
  | "reported"
  | "symptom"
  | "each"
  | "cause"
  | "applies"
  | "healthy"
  | "fix"
  | "install"
  | "repairs"
  | "changes"
  | "note"
  | "see"
  | "document"
  | "source";

const nbsp = "\u00a0";
const narrow = "\u202f";

const english: Words = {
  labels: {
    line: "Says",
    matches: "Matches",
    reported: "Reported",
    symptom: "Symptom",
    each: "For",
    cause: "Cause",
    applies: "Applies if",
    healthy: "Healthy if",
    fix: "Fix",
    install: "Installs",
    repairs: "Repairs if",
    changes: "Changes",
    note: "Note",
    see: "See also",
    document: "Document",
    source: "Written in",
  },
  severities: { error: "error", warning: "warning", information: "information" },
  ends: {
    fix: "a script repairs it",
    detect: "a script finds it, a person acts",
    lookup: "nothing on a device shows it",
    flow: "leads to other rules",
  },
  statuses: {
    HEALTHY: "the device does not have the problem.",
    UNHEALTHY: "the device has the problem.",
    "NOT-APPLICABLE": "the rule does not concern the device.",
    UNKNOWN: "something could not be read, so nobody can tell; nothing is repaired on such a device.",
    FIXED: "the device had the problem, and the remediation has repaired it.",
    "RESTART-NEEDED": "the remediation has done its part; the device has to restart.",
    MANUAL: "what is left to do is up to a person.",
    FAILED: "a step failed, or the problem is still there.",
    "WHAT-IF": "with -WhatIf: what the remediation would change.",
    UNDONE: "what the remediation had changed was put back.",
    CHANGED: "something is no longer as the remediation left it, so it was left alone; -Force puts it back.",
    "NOTHING-TO-UNDO": "the remediation had changed nothing here.",
  },
  application: "application for Configuration Manager",
  columns: ["RULE", "SEVERITY", "ENDS", "TITLE"],
  branches: { if: "if", elseIf: "otherwise, if", else: "otherwise" },
  colon: ":",
  advise: "advice",
  support: "support",
  nothing: "nothing",
  undo: "Undo.ps1 puts back what was set.",
  error: (code, places) => `error ${code}${places.length === 0 ? "" : ` at ${places.join(", ")}`}`,
  anywhere: "any OMA-URI",
  event: (id, provider) => `event ${id} from ${provider}`,
  data: (value, id, provider) => `${value} in the data of event ${id} from ${provider}`,
  node: (name) => `OMA-URI node ${name}`,
  unit: (name) => `unit ${name} of the document`,
  quote: (text) => `"${text}"`,
  related: "Also about it:",
  mentioned: "Rules that mention it:",
  none: (asked) => `nothing in the rulebook is about \`${asked}\``,
  read: (things) => `Read: ${things.join("; ")}.`,
  noRule: (things) => `No rule says that anything is wrong with: ${things.join("; ")}.`,
  near: (names) => `is it one of these? ${names.join("; ")}`,
};

const french: Words = {
  labels: {
    line: "Signifie",
    matches: "Trouv\u00e9 par",
    reported: "Signal\u00e9",
    symptom: "Sympt\u00f4me",
    each: "Pour",
    cause: "Cause",
    applies: "S\u2019applique si",
    healthy: "Sain si",
    fix: "Correction",
    install: "Installe",
    repairs: "R\u00e9pare si",
    changes: "Modifie",
    note: "Remarque",
    see: "Voir aussi",
    document: "Document",
    source: "\u00c9crit dans",
  },
  severities: { error: "erreur", warning: "avertissement", information: "information" },
  ends: {
    fix: "un script le r\u00e9pare",
    detect: "un script le d\u00e9tecte, une personne agit",
    lookup: "rien ne le montre sur un appareil",
    flow: "renvoie \u00e0 d\u2019autres r\u00e8gles",
  },
  statuses: {
    HEALTHY: "l\u2019appareil n\u2019a pas le probl\u00e8me.",
    UNHEALTHY: "l\u2019appareil a le probl\u00e8me.",
    "NOT-APPLICABLE": "la r\u00e8gle ne concerne pas l\u2019appareil.",
    UNKNOWN: `quelque chose n\u2019a pas pu \u00eatre lu, on ne peut donc rien affirmer${narrow}; sur un tel appareil, rien n\u2019est corrig\u00e9.`,
    FIXED: "l\u2019appareil avait le probl\u00e8me, et la correction l\u2019a r\u00e9solu.",
    "RESTART-NEEDED": `la correction a fait sa part${narrow}; l\u2019appareil doit red\u00e9marrer.`,
    MANUAL: "ce qui reste \u00e0 faire revient \u00e0 une personne.",
    FAILED: "une \u00e9tape a \u00e9chou\u00e9, ou le probl\u00e8me est toujours l\u00e0.",
    "WHAT-IF": `avec -WhatIf${nbsp}: ce que la correction modifierait.`,
    UNDONE: "ce que la correction avait modifi\u00e9 a \u00e9t\u00e9 remis en \u00e9tat.",
    CHANGED: `un r\u00e9glage n\u2019est plus tel que la correction l\u2019a laiss\u00e9, il reste donc ainsi${narrow}; -Force le r\u00e9tablit.`,
    "NOTHING-TO-UNDO": "la correction n\u2019avait rien modifi\u00e9 ici.",
  },
  application: "application pour Configuration Manager",
  columns: ["R\u00c8GLE", "GRAVIT\u00c9", "FIN", "TITRE"],
  branches: { if: "si", elseIf: "sinon, si", else: "sinon" },
  colon: `${nbsp}:`,
  advise: "conseil",
  support: "support",
  nothing: "rien",
  undo: "Undo.ps1 r\u00e9tablit ce qui a \u00e9t\u00e9 r\u00e9gl\u00e9.",
  error: (code, places) => `erreur ${code}${places.length === 0 ? "" : ` pour ${places.join(", ")}`}`,
  anywhere: "tout OMA-URI",
  event: (id, provider) => `\u00e9v\u00e9nement ${id} de ${provider}`,
  data: (value, id, provider) =>
    `${value} dans les donn\u00e9es de l\u2019\u00e9v\u00e9nement ${id} de ${provider}`,
  node: (name) => `n\u0153ud OMA-URI ${name}`,
  unit: (name) => `unit\u00e9 ${name} du document`,
  quote: (text) => `\u00ab${nbsp}${text}${nbsp}\u00bb`,
  related: `\u00c0 ce sujet aussi${nbsp}:`,
  mentioned: `R\u00e8gles qui en parlent${nbsp}:`,
  none: (asked) => `rien dans le recueil ne porte sur \u00ab${nbsp}${asked}${nbsp}\u00bb`,
  read: (things) => `Lu${nbsp}: ${things.join(`${narrow}; `)}.`,
  noRule: (things) =>
    `Aucune r\u00e8gle ne voit de probl\u00e8me avec${nbsp}: ${things.join(`${narrow}; `)}.`,
  near: (names) => `s\u2019agit-il de l\u2019un de ceux-ci${narrow}? ${names.join(`${narrow}; `)}`,
};

/** The words of a language. */
export const words: Readonly<Record<Language, Words>> = { en: english, fr: french };
