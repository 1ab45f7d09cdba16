import { powershellString } from "../../encode/powershell.ts";
import type { Assertion, Condition } from "../../model/condition.ts";

/**
 * A condition as a PowerShell expression for a command line: short, without a helper, right in a 32- and a 64-bit
 * process, in every display language and in ConstrainedLanguage. The registry is read by reg.exe, which takes the
 * 64-bit view from either and prints numbers in one way only. What cannot be read does not hold.
 *
 * It can say: registry data that `is` or `is one of` numbers or of ASCII texts, or is present; a service's state that
 * `is` or `is one of` some; these with `and` and `or`. Order it cannot: PowerShell reads 0xffffffff as -1.
 */
export function waitExpression(condition: Condition): string {
  switch (condition.kind) {
    case "all":
      return joined(condition.terms, " -and ");
    case "any":
      return joined(condition.terms, " -or ");
    case "assertion":
      return assertionExpression(condition) ?? cannotSay(condition);
    default:
      return condition satisfies never;
  }
}

function joined(terms: readonly Condition[], operator: string): string {
  return terms.map((term) => `(${waitExpression(term)})`).join(operator);
}

function cannotSay({ fact }: Assertion): never {
  throw new Error(`an application cannot wait for this of ${fact.text}`);
}

function assertionExpression(assertion: Assertion): string | undefined {
  const { kind, property, slots } = assertion.fact;
  if (kind === "service" && property === "state" && slots["name"]?.type === "text") {
    return serviceExpression(slots["name"].text, assertion);
  }
  if (
    kind === "registry" &&
    property === "data" &&
    slots["key"]?.type === "text" &&
    slots["name"]?.type === "text"
  ) {
    return registryExpression(slots["key"].text, slots["name"].text, assertion);
  }
  return undefined;
}

function serviceExpression(name: string, { operator, values, negated }: Assertion): string | undefined {
  const states = values.map((value) =>
    value.type === "word" ? powershellString(enumName(value.word)) : undefined,
  );
  if (negated || /[*?[\]`]/.test(name) || states.includes(undefined)) return undefined;
  const state = `(Get-Service -Name ${powershellString(name)} -ErrorAction SilentlyContinue).Status`;
  if (operator === "is") return `${state} -eq ${states[0]}`;
  return operator === "is-one-of" ? `${state} -in ${states.join(", ")}` : undefined;
}

/** `start-pending` is StartPending in .NET, in every language. */
function enumName(word: string): string {
  return word.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function registryExpression(
  key: string,
  name: string,
  { operator, values, negated }: Assertion,
): string | undefined {
  // Windows PowerShell hands an argument with a quote, or a backslash at its end, to a program in the wrong way.
  if (![key, name].every((text) => /^[ !#-~]*[!#-[\]-~]$/.test(text))) return undefined;
  const query = `reg.exe query ${powershellString(key)} /v ${powershellString(name)} /reg:64`;
  const [expected] = values;
  if (expected?.type === "missing") return negated && operator === "is" ? query : undefined;
  if (negated || expected === undefined) return undefined;
  if (operator !== "is" && operator !== "is-one-of") return undefined;
  const type = expected.type === "integer" ? "[DQ]WORD" : "(?:EXPAND_)?SZ";
  const wanted = values.map((value) => {
    if (value.type === "integer") return value.value < 0 ? undefined : `0x${value.value.toString(16)}`;
    // reg.exe prints text in the console's code page, so only ASCII is known to arrive.
    return value.type === "text" && /^[ -~]+$/.test(value.text) ? escapedPattern(value.text) : undefined;
  });
  if (wanted.includes(undefined) || values.some((value) => value.type !== expected.type)) return undefined;
  const pattern = wanted.length === 1 ? wanted[0]! : `(?:${wanted.join("|")})`;
  return `(${query}) -match ${powershellString(`\\sREG_${type}\\s+${pattern}$`)}`;
}

/** Text as a .NET regular expression that matches it and nothing else. */
function escapedPattern(text: string): string {
  return text.replace(/[\\*+?|{}[\]()^$.#]/g, "\\$&");
}
