import type { Application } from "../../../src/model/application.ts";
import type { Assertion } from "../../../src/model/condition.ts";
import type { OutputFile, Program } from "../../../src/targets/target.ts";
import { configmgr } from "../../../src/targets/configmgr/index.ts";

const statusKey = String.raw`HKLM\SOFTWARE\Microsoft\Windows Advanced Threat Protection\Status`;
const text = "// the sample of the design\n\napplication start-sense-on-new-devices {}\n";
const span = {
  source: { path: "rules/new-devices.mderule", text },
  start: text.indexOf("application"),
  end: text.length,
};

export const onboarded: Assertion = registryAssertion(statusKey, "OnboardingState", {
  type: "integer",
  value: 1,
});

/** An assertion as the validator makes it: registry data that is a value. */
export function registryAssertion(
  key: string,
  name: string,
  value: Assertion["values"][number],
  more: Partial<Assertion> = {},
): Assertion {
  return {
    kind: "assertion",
    fact: {
      kind: "registry",
      property: "data",
      slots: { key: { type: "text", text: key }, name: { type: "text", text: name } },
      event: undefined,
      text: `registry ${key} ${name}`,
    },
    operator: "is",
    values: [value],
    negated: false,
    span,
    ...more,
  };
}

/** The application of the design's sketch, as the document describes it. */
export const startSense: Application = {
  id: "start-sense-on-new-devices",
  title: {
    en: "Start the Microsoft Defender for Endpoint sensor",
    fr: "Démarrer le capteur Microsoft Defender pour point de terminaison",
  },
  document: "troubleshoot-onboarding",
  covers: ["new-device-start-sense"],
  notes: [
    {
      text: { en: "Not needed from Windows 10 1809 with the updates of April 2021.", fr: undefined },
      source: "https://learn.microsoft.com/defender-endpoint/troubleshoot-onboarding",
    },
  ],
  publisher: "mderules",
  install: "net start sense",
  uninstall: undefined,
  detect: onboarded,
  wait: undefined,
  returnCodes: [{ code: 2, meaning: "success" }],
  requirements: [
    registryAssertion(
      String.raw`HKLM\SOFTWARE\Policies\Microsoft\Windows Advanced Threat Protection`,
      "OnboardingInfo",
      { type: "missing" },
      { negated: true },
    ),
  ],
  platforms: ["Windows/All_x64_Windows_10_and_higher_Clients"],
  visibility: "hidden",
  logon: "whether-or-not",
  maximumMinutes: 15,
  span,
};

/** The variant that waits until the onboarding state is written. */
export const startSenseAndWait: Application = {
  ...startSense,
  wait: { kind: "wait-until", condition: onboarded, withinSeconds: 120, span },
};

export function emitted(...applications: readonly Application[]): readonly OutputFile[] {
  const program: Program = { rules: [], applications, configuration: {}, version: "0.1.0" };
  return [...configmgr.emit(program)];
}

/** The text of one of the files of an application. */
export function emittedText(application: Application, name: string): string {
  const file = emitted(application).find(({ path }) => path.endsWith(`/${application.id}/${name}`));
  if (file === undefined) throw new Error(`no ${name}`);
  return typeof file.content === "string"
    ? file.content
    : Buffer.from(file.content).toString("utf16le").slice(1);
}
