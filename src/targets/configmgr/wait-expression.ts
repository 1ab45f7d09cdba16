import { powershellString } from "../../encode/powershell.ts";
import type { Assertion, Condition } from "../../model/condition.ts";
import { type WaitTest, waitTest } from "../../model/wait-test.ts";

/**
 * A condition as a PowerShell expression for a command line: short, without a helper, right in a 32- and a 64-bit
 * process, in every display language and in ConstrainedLanguage. The registry is read by reg.exe, which takes the
 * 64-bit view from either and prints numbers in one way only. What cannot be read does not hold. The validator lets
 * nothing else through than what it can say (src/model/wait-test.ts).
 */
export function waitExpression(condition: Condition): string {
  switch (condition.kind) {
    case "all":
      return joined(condition.terms, " -and ");
    case "any":
      return joined(condition.terms, " -or ");
    case "assertion":
      return testExpression(waitTest(condition) ?? cannotSay(condition));
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

function testExpression(test: WaitTest): string {
  switch (test.kind) {
    case "service": {
      const states = test.states.map((state) => powershellString(enumName(state)));
      const state = `(Get-Service -Name ${powershellString(test.name)} -ErrorAction SilentlyContinue).Status`;
      return states.length === 1 ? `${state} -eq ${states[0]!}` : `${state} -in ${states.join(", ")}`;
    }
    case "present":
      return registryQuery(test);
    case "data":
      return `(${registryQuery(test)}) -match ${powershellString(dataPattern(test.values))}`;
    default:
      return test satisfies never;
  }
}

/** `start-pending` is StartPending in .NET, in every language. */
function enumName(word: string): string {
  return word.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function registryQuery({ key, name }: { readonly key: string; readonly name: string }): string {
  return `reg.exe query ${powershellString(key)} /v ${powershellString(name)} /reg:64`;
}

/** The end of the line in which reg.exe prints one of the values. */
function dataPattern(values: readonly (number | string)[]): string {
  const type = typeof values[0] === "number" ? "[DQ]WORD" : "(?:EXPAND_)?SZ";
  const wanted = values.map((value) =>
    typeof value === "number" ? `0x${value.toString(16)}` : escapedPattern(value),
  );
  return `\\sREG_${type}\\s+${wanted.length === 1 ? wanted[0]! : `(?:${wanted.join("|")})`}$`;
}

/** Text as a .NET regular expression that matches it and nothing else. */
function escapedPattern(text: string): string {
  return text.replace(/[\\*+?|{}[\]()^$.#]/g, "\\$&");
}
