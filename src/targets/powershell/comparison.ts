import { powershellNumber, powershellNumberPattern, powershellString } from "../../encode/powershell.ts";
import type { ComparisonOperator } from "../../model/condition.ts";
import type { Literal, ValueType } from "../../model/value.ts";

interface Comparison {
  readonly operator: ComparisonOperator;
  readonly values: readonly Literal[];
  readonly negated: boolean;
}

/**
 * The PowerShell expression that says whether the value in `variable` stands in a relation: the same meaning as
 * src/simulate/compare.ts. PowerShell would take a missing value for 0 and convert text to numbers and back; the
 * expression asks for the type first wherever the property does not fix it.
 */
export function comparisonExpression(comparison: Comparison, type: ValueType, variable: string): string {
  const expression = positive(comparison, type, variable);
  if (!comparison.negated) return expression;
  if (expression === `$null -eq ${variable}`) return `$null -ne ${variable}`;
  // An expression that asks for a type first has its own parentheses.
  return expression.startsWith("(") && !expression.includes(" -or (")
    ? `-not ${expression}`
    : `-not (${expression})`;
}

function positive({ operator, values }: Comparison, type: ValueType, variable: string): string {
  switch (operator) {
    case "is":
      return equality(values[0]!, type, variable);
    case "is-one-of":
      return values.map((value) => equality(value, type, variable)).join(" -or ");
    case "less":
      return order("-lt", values[0]!, type, variable);
    case "less-or-equal":
      return order("-le", values[0]!, type, variable);
    case "greater":
      return order("-gt", values[0]!, type, variable);
    case "greater-or-equal":
      return order("-ge", values[0]!, type, variable);
    case "contains":
      return containment(values[0]!, variable);
    default:
      return operator satisfies never;
  }
}

function equality(value: Literal, type: ValueType, variable: string): string {
  switch (value.type) {
    case "missing":
      return `$null -eq ${variable}`;
    case "word":
      return `${variable} -eq ${powershellString(value.word)}`;
    case "integer":
      if (type.type === "integer") return `${variable} -eq ${powershellNumber(value.value)}`;
      return `(${isNumber(variable)} -and ${variable} -eq ${powershellNumber(value.value)})`;
    case "version":
      return order("-eq", value, type, variable);
    case "text":
      return sameText(powershellString(value.text), variable);
    case "variable":
      return sameText("$Each", variable);
    default:
      return value satisfies never;
  }
}

function order(operator: string, value: Literal, type: ValueType, variable: string): string {
  if (value.type === "version") {
    const version = `[version]${powershellString(fourPart(value.text))}`;
    return `(${variable} -as [version] -and [version]${variable} ${operator} ${version})`;
  }
  if (value.type !== "integer") throw new Error(`no order on ${value.type}`);
  const known = type.type === "integer" ? `$null -ne ${variable}` : isNumber(variable);
  return `(${known} -and ${variable} ${operator} ${powershellNumber(value.value)})`;
}

function containment(value: Literal, variable: string): string {
  if (value.type === "integer")
    return `(${variable} -is [string] -and ${variable} -match ${powershellNumberPattern(value.value)})`;
  const text = value.type === "text" ? powershellString(value.text) : "$Each";
  return `(${variable} -is [string] -and ${upperCase(variable)}.Contains(${upperCase(text)}))`;
}

function sameText(text: string, variable: string): string {
  return `(${variable} -is [string] -and ${upperCase(variable)}.Equals(${upperCase(text)}))`;
}

/** -eq compares text by the rules of a language; methods of upper-case text compare it character by character. */
function upperCase(expression: string): string {
  return `${expression}.ToUpperInvariant()`;
}

function isNumber(variable: string): string {
  return `(${variable} -is [int] -or ${variable} -is [long])`;
}

/** .NET takes 4.18 for older than 4.18.0.0; a rule means the same by both. */
function fourPart(version: string): string {
  return [...version.split("."), "0", "0"].slice(0, 4).join(".");
}
