import { describeCondition, describeSeconds, describeStep } from "../model/describe.ts";
import type { AdviseStep, SiteAction, Step } from "../model/step.ts";
import { describeLiteral } from "../model/value.ts";
import type { Language } from "./language.ts";
import { tableOf } from "../text/table.ts";

/** A step that a script does, for people who read the language; conditions stay in the words of the rules. */
export function describeStepIn(step: Exclude<Step, AdviseStep>, language: Language): string {
  return language === "fr" ? inFrench(step) : describeStep(step)!;
}

const packages: Readonly<Record<SiteAction, string>> = {
  onboarding: "le package d\u2019int\u00e9gration du site",
  offboarding: "le package de d\u00e9sint\u00e9gration du site",
};

function inFrench(step: Exclude<Step, AdviseStep>): string {
  switch (step.kind) {
    case "set":
      return `r\u00e9gler ${step.fact.text} sur ${describeLiteral(step.value)}`;
    case "run":
      return `ex\u00e9cuter ${packages[step.action]}`;
    case "wait":
      return `attendre ${secondsInFrench(step.seconds)}`;
    case "wait-until":
      return `attendre, ${secondsInFrench(step.withinSeconds)} au plus\u00a0: ${describeCondition(step.condition)}`;
    case "restart":
      return "signaler qu\u2019un red\u00e9marrage est n\u00e9cessaire";
    case "powershell":
      return "ex\u00e9cuter le PowerShell de l\u2019auteur de la r\u00e8gle, que rien n\u2019annule";
    default:
      return step satisfies never;
  }
}

const units = tableOf({
  day: "jour",
  hour: "heure",
  minute: "minute",
  second: "seconde",
});

function secondsInFrench(seconds: number): string {
  return describeSeconds(seconds).replace(
    /^(\d+) ([a-z]+?)(s?)$/,
    (_, count: string, unit: string, plural: string) => {
      return `${count}\u00a0${units.get(unit)!}${plural}`;
    },
  );
}
