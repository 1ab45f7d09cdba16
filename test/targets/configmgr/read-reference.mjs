// Writes cmdlets.json: how the cmdlets that import scripts call are declared, as Microsoft's public reference of the
// ConfigurationManager module documents it. Only facts: names, types, parameter sets, positions and accepted values.
//
//   node test/targets/configmgr/read-reference.mjs <clone of MicrosoftDocs/sccm-docs-powershell-ref>
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const cmdlets = [
  "Add-CMComplianceSettingScript",
  "Add-CMDeploymentTypeReturnCode",
  "Add-CMScriptDeploymentType",
  "Get-CMApplication",
  "Get-CMApplicationDeployment",
  "Get-CMBaseline",
  "Get-CMBaselineDeployment",
  "Get-CMBaselineXMLDefinition",
  "Get-CMCollection",
  "Get-CMConfigurationItem",
  "Get-CMConfigurationItemXMLDefinition",
  "Get-CMDeploymentType",
  "Get-CMDeploymentTypeRequirement",
  "Get-CMDeploymentTypeReturnCode",
  "Get-CMFolder",
  "Get-CMGlobalCondition",
  "Get-CMScript",
  "Move-CMObject",
  "New-CMApplication",
  "New-CMApplicationDeployment",
  "New-CMApplicationDisplayInfo",
  "New-CMBaseline",
  "New-CMBaselineDeployment",
  "New-CMConfigurationItem",
  "New-CMDetectionClauseRegistryKeyValue",
  "New-CMGlobalConditionRegistryValue",
  "New-CMRequirementRuleExistential",
  "New-CMRequirementRuleOperatingSystemValue",
  "New-CMSchedule",
  "New-CMScript",
  "Remove-CMApplication",
  "Remove-CMApplicationDeployment",
  "Remove-CMBaseline",
  "Remove-CMBaselineDeployment",
  "Remove-CMConfigurationItem",
  "Set-CMApplication",
  "Set-CMBaseline",
  "Set-CMBaselineDeployment",
  "Set-CMComplianceRuleValue",
  "Set-CMComplianceSettingScript",
  "Set-CMConfigurationItem",
  "Set-CMDeploymentTypeReturnCode",
  "Set-CMScript",
  "Set-CMScriptDeploymentType",
];

const folder = join(process.argv[2], "sccm-ps/ConfigurationManager");
const declarations = Object.fromEntries(cmdlets.map((name) => [name, declaration(name)]));
const lines = Object.entries(declarations).map(([name, { parameters, ...rest }]) => {
  const rows = Object.entries(parameters).map(
    ([parameter, facts]) => `   ${JSON.stringify(parameter)}: ${JSON.stringify(facts)}`,
  );
  const head = JSON.stringify(rest).slice(1, -1);
  return ` ${JSON.stringify(name)}: {\n  ${head},\n  "parameters": {\n${rows.join(",\n")}\n  }\n }`;
});
writeFileSync(new URL("cmdlets.json", import.meta.url), `{\n${lines.join(",\n")}\n}\n`);

/**
 * `sets` names the parameter sets, the default one first. Of a parameter: `in` the sets it is in, where it is not in
 * all of them; `mandatory` where each of them demands it, or the names of those that do; `position` where it has one.
 */
function declaration(name) {
  const page = readFileSync(join(folder, `${name}.md`), "utf8")
    .replace(/^\uFEFF/, "")
    .replaceAll("\r\n", "\n");
  const syntax = /^## SYNTAX\n([^]*?)^## /m.exec(page)[1];
  const sets = [...syntax.matchAll(/(?:^### (\S+)( \(Default\))?\n)?```\n([^]*?)```/gm)]
    .map(([, set, isDefault, text]) => ({
      name: set ?? "All",
      isDefault: isDefault !== undefined,
      parameters: parametersOf(text.replaceAll("\n", " ")),
    }))
    .sort((one, other) => Number(other.isDefault) - Number(one.isDefault));
  const parameters = {};
  for (const [, parameter, yaml] of page.matchAll(/^### -(\w+)\n[^]*?```yaml\n([^]*?)```/gm)) {
    const field = (key) => new RegExp(`^${key}: *(.*)$`, "m").exec(yaml)?.[1].trim() ?? "";
    const list = (key) =>
      field(key)
        .split(",")
        .map((item) => item.trim())
        .filter((item) => item !== "");
    const having = sets.filter((set) => parameter in set.parameters);
    if (having.length === 0) continue; // WhatIf and Confirm
    const written = having.map((set) => set.parameters[parameter]);
    const demanding = having.filter((set) => set.parameters[parameter].mandatory).map((set) => set.name);
    const everySetDemands = demanding.length === having.length;
    const optional = (key, value) =>
      value === undefined || value.length === 0 || value === false ? {} : { [key]: value };
    parameters[parameter] = {
      type: field("Type"),
      ...optional("aliases", list("Aliases")),
      ...optional("values", list("Accepted values")),
      ...optional("in", having.length === sets.length ? [] : having.map((set) => set.name)),
      ...optional("mandatory", everySetDemands || field("Required") === "True" ? true : demanding),
      ...optional("position", written.find(({ position }) => position !== undefined)?.position),
      ...optional("pipeline", field("Accept pipeline input").includes("ByValue")),
    };
  }
  return {
    sets: sets.map((set) => set.name),
    supportsShouldProcess: syntax.includes("[-WhatIf]"),
    parameters,
  };
}

/** The parameters of one line of syntax: `[[-A] <T>] [-B] <T> [-C <T>] [-D] -E <T>`. */
function parametersOf(line) {
  const found = {};
  let position = 0;
  const forms = /\[\[-(\w+)\] <[^>]+>\]|\[-(\w+)\] <[^>]+>|\[-(\w+)(?: <[^>]+>)?\]| -(\w+)(?: <[^>]+>)?/g;
  for (const [, optionalAt, mandatoryAt, optional, mandatory] of line.matchAll(forms)) {
    const name = optionalAt ?? mandatoryAt ?? optional ?? mandatory;
    if (name === "WhatIf" || name === "Confirm") continue;
    const isPositional = optionalAt !== undefined || mandatoryAt !== undefined;
    found[name] = {
      mandatory: mandatoryAt !== undefined || mandatory !== undefined,
      position: isPositional ? position++ : undefined,
    };
  }
  return found;
}
