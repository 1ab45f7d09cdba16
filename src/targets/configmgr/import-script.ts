import { powershellComment, powershellNumber, powershellString } from "../../encode/powershell.ts";
import { windowsText } from "../../encode/windows-text.ts";
import { render } from "../templates.ts";
import type { ApplicationView } from "./view.ts";

/** The script that creates or updates the application with the ConfigurationManager module. */
export function importScript(view: ApplicationView): string {
  const { detection } = view;
  const key = `HKEY_LOCAL_MACHINE\\${detection.key}`;
  return windowsText(
    render("configmgr/import-application", {
      help: {
        title: powershellComment(view.title),
        deploymentType: powershellComment(view.deploymentType),
        install: powershellComment(view.install),
        detection: powershellComment(detection.text),
        requirements: view.requirements.map(({ text }) => powershellComment(text)),
        platforms: view.platforms.map(powershellComment),
        wait: view.wait,
        version: powershellComment(view.version),
        source: powershellComment(view.source),
        covers: view.covers && powershellComment(view.covers),
        notes: view.notes.map(({ text, source }) => ({
          text: powershellComment(text),
          source: source === undefined ? undefined : powershellComment(source),
        })),
      },
      name: powershellString(view.title),
      titles: view.titles.map(({ languageId, language, title }) => ({
        languageId: powershellNumber(languageId),
        language: powershellString(language),
        title: powershellString(title),
      })),
      publisher: powershellString(view.publisher),
      description: powershellString(view.description),
      deploymentType: powershellString(view.deploymentType),
      installCommand: powershellString(view.installCommand),
      uninstallCommand: powershellString(view.uninstallCommand),
      userInteractionMode: powershellString(view.userInteractionMode),
      logonRequirement: powershellString(view.logonRequirement),
      maximumMinutes: powershellNumber(view.maximumMinutes),
      requirements: view.requirements.map(({ condition, key: below, valueName, isPresent, text }) => ({
        condition: powershellString(condition),
        description: powershellString(text),
        key: powershellString(below),
        valueName: powershellString(valueName),
        isPresent: isPresent ? "$true" : "$false",
      })),
      platforms: view.platforms.map(powershellString),
      returnCodes: view.returnCodes.map((returnCode) => ({
        code: powershellNumber(returnCode.code),
        class: powershellString(returnCode.class),
      })),
      clause: {
        key: powershellString(detection.key),
        valueName: powershellString(detection.valueName),
        propertyType: detection.propertyType,
        operator: detection.expressionOperator,
        value: powershellString(detection.value),
      },
      // As Get-DetectionText in the script puts it together from the site's description of the deployment type.
      detection: powershellString(
        `${key} ${detection.valueName} 64-bit ${detection.dataType} ${detection.operator} ${detection.value}`,
      ),
      requiredNotification: powershellString(
        view.userInteractionMode === "Hidden" ? "HideAll" : "DisplaySoftwareCenterOnly",
      ),
    }),
  );
}
