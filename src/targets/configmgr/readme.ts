import { markdownCode, markdownText } from "../../encode/markdown.ts";
import { powershellString } from "../../encode/powershell.ts";
import { render } from "../templates.ts";
import type { ApplicationView } from "./view.ts";

/** The README of an application's folder. */
export function readme(view: ApplicationView): string {
  return render("configmgr/readme", {
    title: markdownText(view.title),
    name: markdownCode(view.title),
    // Inside a fenced block, which only a line of backticks could end.
    quotedName: powershellString(view.title),
    titles: view.titles.map(({ language, title }) => ({ language, title: markdownText(title) })),
    publisher: markdownText(view.publisher),
    source: markdownCode(view.source),
    covers: view.covers && markdownCode(view.covers),
    notes: view.notes.map(({ text, source }) => ({
      text: markdownText(text),
      source: source === undefined ? undefined : markdownCode(source),
    })),
    deploymentType: markdownCode(view.deploymentType),
    installCommand: markdownCode(view.installCommand),
    uninstallCommand: view.uninstallCommand === "" ? undefined : markdownCode(view.uninstallCommand),
    detection: markdownCode(view.detection.text),
    requirements: view.requirements.map(({ text, condition }) => ({
      text: markdownCode(text),
      condition: markdownCode(condition),
    })),
    platforms: view.platforms.map(markdownCode),
    returnCodes: view.returnCodes,
    userInteractionMode: view.userInteractionMode,
    logonRequirement: logonText[view.logonRequirement],
    maximumMinutes: view.maximumMinutes,
    wait: view.wait,
    version: markdownText(view.version),
  });
}

const logonText: Readonly<Record<ApplicationView["logonRequirement"], string>> = {
  WhetherOrNotUserLoggedOn: "whether or not a user is logged on",
  OnlyWhenUserLoggedOn: "only when a user is logged on",
  OnlyWhenNoUserLoggedOn: "only when no user is logged on",
};
