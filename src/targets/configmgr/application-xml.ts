import { xmlAttribute, xmlText } from "../../encode/xml.ts";
import { render } from "../templates.ts";
import { siteScope } from "./site-scope.ts";
import { stableId, stableNumber } from "./stable-id.ts";
import type { ApplicationView } from "./view.ts";

/** What every script deployment type begins with, as the console creates it. */
const defaultReturnCodes = [
  { code: 0, class: "Success" },
  { code: 1707, class: "Success" },
  { code: 3010, class: "SoftReboot" },
  { code: 1641, class: "HardReboot" },
  { code: 1618, class: "FastRetry" },
];

/** In the order in which the XML lists them; SoftReboot is called Reboot there. */
const exitCodeArguments = [
  { class: "Success", name: "SuccessExitCodes" },
  { class: "SoftReboot", name: "RebootExitCodes" },
  { class: "HardReboot", name: "HardRebootExitCodes" },
  { class: "FastRetry", name: "FastRetryExitCodes" },
  { class: "Failure", name: "FailureExitCodes" },
];

/** The AppMgmtDigest document of an application: what the SMS Provider calls SDMPackageXML. */
export function applicationXml(view: ApplicationView): string {
  const { id, detection } = view;
  const own = new Map(view.returnCodes.map((code) => [code.code, code]));
  const returnCodes = [...defaultReturnCodes.filter(({ code }) => !own.has(code)), ...own.values()];
  const resource = (name: string) => `Res_${stableNumber(id, name)}`;
  const identity = {
    scope: siteScope,
    application: `Application_${stableId("application", id)}`,
    deploymentType: `DeploymentType_${stableId("deployment-type", id)}`,
  };
  const method = render("configmgr/detection-method", {
    ...identity,
    setting: `RegSetting_${stableId("setting", id)}`,
    // As for attributes, which leaves no line end in them: the lines of the method are moved below.
    key: xmlAttribute(detection.key),
    valueName: xmlAttribute(detection.valueName),
    dataType: detection.dataType,
    operator: detection.operator,
    value: xmlAttribute(detection.value),
  });
  return render("configmgr/application", {
    ...identity,
    title: xmlText(view.title),
    titles: view.titles.map(({ language, title }) => ({ language, title: xmlText(title) })),
    publisher: xmlText(view.publisher),
    description: xmlText(view.description),
    resources: {
      title: resource("title"),
      description: resource("description"),
      publisher: resource("publisher"),
      softwareVersion: resource("software-version"),
      customId: resource("custom-id"),
      deploymentTypeTitle: resource("deployment-type-title"),
      deploymentTypeDescription: resource("deployment-type-description"),
    },
    deploymentTypeTitle: xmlText(view.deploymentType),
    requirement: view.platforms.length === 0 ? undefined : platformRequirement(view),
    hasRequirements: view.platforms.length > 0 || view.requirements.length > 0,
    requirements: view.requirements.map(({ condition, isPresent }) => ({
      rule: `Rule_${stableId("requirement", id, condition)}`,
      name: xmlAttribute(`Existential of ${condition} ${isPresent ? "Not equal to" : "Equals"} 0`),
      operator: isPresent ? "NotEquals" : "Equals",
      condition: `GlobalSettings_${stableId("global-condition", condition)}`,
      setting: `RegSetting_${stableId("global-condition-setting", condition)}`,
    })),
    methodBody: xmlText(render("configmgr/method-body", { method: indented(method, 2) }).trimEnd()),
    method: indented(method, 10),
    actions: [
      { name: "InstallAction", command: view.installCommand },
      ...(view.uninstallCommand === "" ? [] : [{ name: "UninstallAction", command: view.uninstallCommand }]),
    ].map(({ name, command }) => ({
      name,
      commandLine: xmlText(command),
      ...behaviour(view),
      exitCodes: exitCodeArguments.flatMap((argument) => {
        const codes = returnCodes.filter((returnCode) => returnCode.class === argument.class);
        return codes.length === 0 ? [] : [{ name: argument.name, codes: codes.map(({ code }) => code) }];
      }),
    })),
    installCommandLine: xmlText(view.installCommand),
    uninstallCommandLine: xmlText(view.uninstallCommand),
    ...behaviour(view),
    returnCodes,
  });
}

function behaviour(view: ApplicationView): object {
  return {
    userInteractionMode: view.userInteractionMode,
    maximumMinutes: view.maximumMinutes,
    /** Whether a user has to be logged on: no answer means either way. */
    requiresLogOn: {
      WhetherOrNotUserLoggedOn: "",
      OnlyWhenUserLoggedOn: "true",
      OnlyWhenNoUserLoggedOn: "false",
    }[view.logonRequirement],
  };
}

function platformRequirement({ id, platforms }: ApplicationView): object {
  return {
    rule: `Rule_${stableId("requirement", id)}`,
    name: xmlAttribute(`Operating system One of {${platforms.join(", ")}}`),
    platforms: platforms.map(xmlAttribute),
  };
}

/** Every text of the method is on one line, so moving its lines changes only the white space between elements. */
function indented(text: string, spaces: number): string {
  const lines = text.trimEnd().split("\n");
  return lines.map((line) => " ".repeat(spaces) + line).join("\n");
}
