import type { Assertion } from "../../model/condition.ts";
import { describeLiteral, type Literal } from "../../model/value.ts";

/** A detection clause over one registry value below HKLM, 64-bit view, in the words of its two readers. */
export interface DetectionClause {
  /** Without the hive. */
  readonly key: string;
  readonly valueName: string;
  /** As the ConfigurationManager module calls the type, and as the XML does. */
  readonly propertyType: "Integer" | "Version" | "String";
  readonly dataType: "Int64" | "Version" | "String";
  /** As the module calls the operator, and as the XML does. */
  readonly expressionOperator: string;
  readonly operator: string;
  readonly value: string;
  /** For people: `registry HKLM\... OnboardingState is 1`. */
  readonly text: string;
}

/** The clause of an application's `detect`. The validator lets nothing else through than what it can say. */
export function detectionClause({ fact, operator, values, negated }: Assertion): DetectionClause {
  const { key, name } = fact.slots;
  const [expected] = values;
  const written = operators[operator];
  if (fact.kind !== "registry" || fact.property !== "data" || key?.type !== "text" || name?.type !== "text") {
    throw new Error(`a detection clause cannot look at ${fact.text}`);
  }
  if (negated || written === undefined || values.length !== 1 || expected === undefined) {
    throw new Error(`a detection clause cannot compare ${fact.text} in this way`);
  }
  return {
    key: key.text.replace(/^HKLM\\/, ""),
    valueName: name.text,
    ...typeOf(expected),
    ...written,
    value: describeLiteral(expected),
    text: `${fact.text} ${written.words} ${describeLiteral(expected)}`,
  };
}

const operators: Partial<
  Record<Assertion["operator"], { expressionOperator: string; operator: string; words: string }>
> = {
  is: { expressionOperator: "IsEquals", operator: "Equals", words: "is" },
  less: { expressionOperator: "LessThan", operator: "LessThan", words: "<" },
  "less-or-equal": { expressionOperator: "LessEquals", operator: "LessEquals", words: "<=" },
  greater: { expressionOperator: "GreaterThan", operator: "GreaterThan", words: ">" },
  "greater-or-equal": { expressionOperator: "GreaterEquals", operator: "GreaterEquals", words: ">=" },
};

function typeOf(expected: Literal): Pick<DetectionClause, "propertyType" | "dataType"> {
  switch (expected.type) {
    case "integer":
      return { propertyType: "Integer", dataType: "Int64" };
    case "version":
      return { propertyType: "Version", dataType: "Version" };
    case "text":
    case "word":
      return { propertyType: "String", dataType: "String" };
    case "missing":
    case "variable":
      throw new Error(`a detection clause cannot expect ${describeLiteral(expected)}`);
    default:
      return expected satisfies never;
  }
}
