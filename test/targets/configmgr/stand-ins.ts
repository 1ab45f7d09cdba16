import { readFileSync } from "node:fs";
import { powershellString } from "../../../src/encode/powershell.ts";

interface Declaration {
  readonly sets: readonly string[];
  readonly supportsShouldProcess: boolean;
  readonly parameters: Readonly<Record<string, Parameter>>;
}

interface Parameter {
  readonly type: string;
  readonly aliases?: readonly string[];
  readonly values?: readonly string[];
  readonly in?: readonly string[];
  /** True, or the sets that demand it. */
  readonly mandatory?: true | readonly string[];
  readonly position?: number;
  readonly pipeline?: boolean;
}

export const declarations = JSON.parse(
  readFileSync(new URL("cmdlets.json", import.meta.url), "utf8"),
) as Readonly<Record<string, Declaration>>;

/** Functions with the names, parameter sets, types and value sets of the documented cmdlets; a site answers for them. */
export function standIns(): string {
  return Object.entries(declarations).map(standIn).join("\n");
}

function standIn([name, { sets, supportsShouldProcess, parameters }]: [string, Declaration]): string {
  const binding = [
    `DefaultParameterSetName = '${sets[0]!}'`,
    "PositionalBinding = $false",
    ...(supportsShouldProcess ? ["SupportsShouldProcess = $true"] : []),
  ].join(", ");
  const list = Object.entries(parameters).map(([parameter, facts]) => declare(parameter, facts, sets));
  return `function ${name} {
    [CmdletBinding(${binding})]
    param(
${list.join(",\n")}
    )
    process {
        Invoke-Site -Cmdlet '${name}' -Set $PSCmdlet.ParameterSetName -Bound $PSBoundParameters
    }
}
`;
}

function declare(name: string, parameter: Parameter, all: readonly string[]): string {
  const { mandatory } = parameter;
  const sets = parameter.in ?? (Array.isArray(mandatory) ? all : [undefined]);
  const attributes = sets.map((set) => {
    const demanded = mandatory === true || (set !== undefined && mandatory?.includes(set) === true);
    const parts = [
      ...(set === undefined ? [] : [`ParameterSetName = '${set}'`]),
      ...(demanded ? ["Mandatory = $true"] : []),
      ...(parameter.position === undefined ? [] : [`Position = ${parameter.position}`]),
      ...(parameter.pipeline === true ? ["ValueFromPipeline = $true"] : []),
    ];
    return `[Parameter(${parts.join(", ")})]`;
  });
  const aliases = (parameter.aliases ?? []).map(powershellString).join(", ");
  const values = (parameter.values ?? []).map(powershellString).join(", ");
  return `        ${[
    ...attributes,
    ...(aliases === "" ? [] : [`[Alias(${aliases})]`]),
    ...(values === "" ? [] : [`[ValidateSet(${values})]`]),
    // An empty uninstall command is documented as allowed; a mandatory string would refuse it in a function.
    ...typeOf(parameter),
  ].join(" ")} $${name}`;
}

/** Types of the module that are no enumeration are recognised by the name that the site gives its objects. */
function typeOf({ type, values }: Parameter): readonly string[] {
  const element = type.replace(/\[\]$/, "");
  const isList = element !== type;
  const known: Readonly<Record<string, string>> = {
    String: "string",
    Int32: "int",
    Boolean: "bool",
    SwitchParameter: "switch",
    DateTime: "datetime",
    Guid: "guid",
    Hashtable: "hashtable",
    PSObject: "psobject",
  };
  const plain = values === undefined ? known[element] : "string";
  if (plain !== undefined) return [`[${plain}${isList ? "[]" : ""}]`];
  const check = `[ValidateScript({ @($_.PSObject.TypeNames) -like '${element}*' })]`;
  return [check, isList ? "[object[]]" : "[object]"];
}
