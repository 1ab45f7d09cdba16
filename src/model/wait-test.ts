import type { Assertion } from "./condition.ts";

/**
 * What the installation program of an application can look at while it waits, on a command line and without a
 * helper: numbers or ASCII texts in the registry, and states of services.
 */
export type WaitTest =
  | { readonly kind: "service"; readonly name: string; readonly states: readonly string[] }
  | { readonly kind: "present"; readonly key: string; readonly name: string }
  | {
      readonly kind: "data";
      readonly key: string;
      readonly name: string;
      readonly values: readonly number[] | readonly string[];
    };

/** The assertion as such a test; undefined where it cannot be said. */
export function waitTest(assertion: Assertion): WaitTest | undefined {
  const { kind, property, slots } = assertion.fact;
  const [key, name] = [slots["key"], slots["name"]];
  if (name?.type !== "text") return undefined;
  if (kind === "service" && property === "state") return serviceTest(name.text, assertion);
  if (kind === "registry" && property === "data" && key?.type === "text") {
    return registryTest(key.text, name.text, assertion);
  }
  return undefined;
}

function serviceTest(name: string, assertion: Assertion): WaitTest | undefined {
  const states = equalTo(assertion)?.map((value) => (value.type === "word" ? value.word : undefined));
  // Get-Service takes these for wildcards.
  if (/[*?[\]`]/.test(name) || states === undefined) return undefined;
  return states.every((state) => state !== undefined) ? { kind: "service", name, states } : undefined;
}

function registryTest(key: string, name: string, assertion: Assertion): WaitTest | undefined {
  // Windows PowerShell hands an argument with a quote, or a backslash at its end, to a program in the wrong way.
  if (![key, name].every((text) => /^[ !#-~]*[!#-[\]-~]$/.test(text))) return undefined;
  const { operator, values, negated } = assertion;
  if (values[0]?.type === "missing") {
    return negated && operator === "is" ? { kind: "present", key, name } : undefined;
  }
  const expected = equalTo(assertion);
  if (expected === undefined) return undefined;
  const numbers = expected.flatMap((value) =>
    value.type === "integer" && value.value >= 0 ? [value.value] : [],
  );
  if (numbers.length === expected.length) return { kind: "data", key, name, values: numbers };
  // reg.exe prints text in the console's code page, so only ASCII is known to arrive.
  const texts = expected.flatMap((value) =>
    value.type === "text" && /^[ -~]+$/.test(value.text) ? [value.text] : [],
  );
  return texts.length === expected.length ? { kind: "data", key, name, values: texts } : undefined;
}

/** The values of `is` and `is one of`. Order cannot be said: PowerShell reads 0xffffffff as -1. */
function equalTo({ operator, values, negated }: Assertion): Assertion["values"] | undefined {
  return !negated && (operator === "is" || operator === "is-one-of") ? values : undefined;
}
