import { describeOrigin } from "../../model/rule.ts";
import type { Application, ReturnCodeMeaning } from "../../model/application.ts";
import { lineReference } from "../../text/source.ts";
import type { Program } from "../target.ts";
import { type DetectionClause, detectionClause } from "./detection-clause.ts";
import { type Requirement, requirement } from "./requirement.ts";
import { installCommand, timedOutExitCode } from "./install-command.ts";

/**
 * What an application becomes in Configuration Manager: every decision, and nothing encoded yet. The import script,
 * the XML and the README are three ways of writing it down, so that they agree.
 */
export interface ApplicationView {
  readonly id: string;
  readonly title: string;
  /** Titles in Software Center; the first is that of the default language. */
  readonly titles: readonly {
    readonly languageId: number;
    readonly language: string;
    readonly title: string;
  }[];
  readonly publisher: string;
  /** The administrator's comment: where the application comes from. It holds no line number, which would change daily. */
  readonly description: string;
  /** The rule's file and line. */
  readonly source: string;
  /** `document: unit, unit`. */
  readonly covers: string | undefined;
  readonly notes: readonly { readonly text: string; readonly source: string | undefined }[];
  /** The name of the only deployment type. */
  readonly deploymentType: string;
  /** The installation program as the rule writes it. */
  readonly install: string;
  /** What Configuration Manager runs: the installation program, perhaps with a wait around it. */
  readonly installCommand: string;
  /** Empty where there is none. */
  readonly uninstallCommand: string;
  readonly detection: DetectionClause;
  /** What the device has to show besides, each a global condition of the site. */
  readonly requirements: readonly Requirement[];
  readonly platforms: readonly string[];
  readonly returnCodes: readonly { readonly code: number; readonly class: string }[];
  readonly userInteractionMode: "Hidden" | "Normal";
  readonly logonRequirement: "WhetherOrNotUserLoggedOn" | "OnlyWhenUserLoggedOn" | "OnlyWhenNoUserLoggedOn";
  readonly maximumMinutes: number;
  /** How long the installation program waits, and with what it ends when the time is up. */
  readonly wait: { readonly seconds: number; readonly exitCode: number } | undefined;
  readonly version: string;
}

export function applicationView(
  application: Application,
  { version }: Pick<Program, "version">,
): ApplicationView {
  const { id, title, wait } = application;
  const covers = describeOrigin(application);
  return {
    id,
    title: title.en,
    titles: [
      { languageId: 1033, language: "en-US", title: title.en },
      ...(title.fr === undefined ? [] : [{ languageId: 1036, language: "fr-FR", title: title.fr }]),
    ],
    publisher: application.publisher,
    description: [`mderules application ${id}`, ...(covers === undefined ? [] : [`(${covers})`])].join(" "),
    source: lineReference(application.span),
    covers,
    notes: application.notes.map(({ text, source }) => ({ text: text.en, source })),
    deploymentType: id,
    install: application.install,
    installCommand: installCommand(application),
    uninstallCommand: application.uninstall ?? "",
    detection: detectionClause(application.detect),
    requirements: application.requirements.map(requirement),
    platforms: application.platforms,
    returnCodes: application.returnCodes.map(({ code, meaning }) => ({ code, class: classes[meaning] })),
    userInteractionMode: application.visibility === "hidden" ? "Hidden" : "Normal",
    logonRequirement: logonRequirements[application.logon],
    maximumMinutes: application.maximumMinutes,
    wait: wait && { seconds: wait.withinSeconds, exitCode: timedOutExitCode },
    version,
  };
}

const classes: Readonly<Record<ReturnCodeMeaning, string>> = {
  success: "Success",
  failure: "Failure",
  "hard-reboot": "HardReboot",
  "soft-reboot": "SoftReboot",
  "fast-retry": "FastRetry",
};

const logonRequirements = {
  "whether-or-not": "WhetherOrNotUserLoggedOn",
  required: "OnlyWhenUserLoggedOn",
  absent: "OnlyWhenNoUserLoggedOn",
} as const;
