import { registryTypes } from "../simulate/device.ts";
import type { Qualifier } from "../syntax/tree.ts";
import type { Context } from "./context.ts";
import { toSeconds, waiting } from "./duration.ts";
import { describeValue } from "./literal.ts";
import { qualifierName } from "./qualifier-name.ts";

/** The bound of a step in seconds and the registry type; anything else does not belong to the statement. */
export function splitQualifiers(
  qualifiers: readonly Qualifier[],
  allowed: readonly ("within" | "as")[],
  statement: string,
  context: Context,
): { within: number | undefined; as: string | undefined } {
  let within: number | undefined;
  let as: string | undefined;
  for (const qualifier of qualifiers) {
    const name = qualifierName(qualifier);
    if (qualifier.kind !== "qualifier" || !(allowed as readonly string[]).includes(name)) {
      context.report("unknownQualifier", qualifier.span, {
        qualifier: name,
        kind: statement,
        qualifiers: allowed,
      });
    } else if (name === "within") {
      within = toSeconds(qualifier.value, "within", waiting, context);
    } else {
      as = toRegistryType(qualifier, context);
    }
  }
  return { within, as };
}

/** The word after `as`, a registry type that a rule can write. */
export function toRegistryType(
  { value }: Qualifier & { kind: "qualifier" },
  { report }: Context,
): string | undefined {
  const word = value.kind === "word" ? value.text : describeValue(value);
  const words = registryTypes.filter((type) => type !== "multi-string" && type !== "binary");
  const type = words.find((known) => known === word);
  return type ?? report("wordExpected", value.span, { place: "a registry type", word, words });
}
