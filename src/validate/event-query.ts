import type { EventCondition, EventLevel, EventQuery } from "../model/condition.ts";
import { describeLiteral, type Literal } from "../model/value.ts";
import type { AssertionNode, Qualifier, Value } from "../syntax/tree.ts";
import type { Span } from "../text/source.ts";
import { toComparison } from "./comparison.ts";
import type { Context } from "./context.ts";
import { describeValue } from "./literal.ts";
import { normalize } from "./normalize.ts";

const names = ["from", "in", "within", "level", "where"] as const;
const levels: readonly EventLevel[] = ["critical", "error", "warning", "information"];

/** A log is searched this far back where a scenario, which has no window, describes an event. */
const endless = 10 * 365 * 86_400;

/** The query of `event ID from PROVIDER in LOG within DURATION [level LEVEL] [where (...)]`. */
export function toEventQuery(
  id: Value,
  qualifiers: readonly Qualifier[],
  span: Span,
  context: Context,
  options: { readonly needsWindow: boolean } = { needsWindow: true },
): EventQuery | undefined {
  if (id.kind !== "number") return undefined;
  let provider: string | undefined;
  let log: string | undefined;
  let level: EventLevel | undefined;
  let withinSeconds: number | undefined;
  let where: EventCondition | undefined;
  let complete = true;
  const wrong = (qualifier: Qualifier & { kind: "qualifier" }, expected: string): void => {
    complete = false;
    context.report("wrongType", qualifier.value.span, {
      subject: `\`${qualifier.name.text}\``,
      expected,
      found: describeValue(qualifier.value),
    });
  };
  for (const qualifier of qualifiers) {
    if (qualifier.kind === "where") {
      where = normalize(qualifier.condition, (assertion, negated) =>
        toDataCondition(assertion, negated, context),
      );
      if (where === undefined) complete = false;
      continue;
    }
    const { value } = qualifier;
    switch (qualifier.name.text) {
      case "from":
        if (value.kind === "word" || value.kind === "text") provider = value.text;
        else wrong(qualifier, "the name of a provider");
        break;
      case "in":
        if (value.kind === "word" || value.kind === "text") log = value.text;
        else wrong(qualifier, "the name of a log");
        break;
      case "within":
        if (value.kind === "duration") withinSeconds = value.seconds;
        else wrong(qualifier, "a duration such as 7 days");
        break;
      case "level":
        level = value.kind === "word" ? levels.find((known) => known === value.text) : undefined;
        if (level === undefined) {
          complete = false;
          const word = value.kind === "word" ? value.text : describeValue(value);
          context.report("wordExpected", value.span, { place: "a level of events", word, words: levels });
        }
        break;
      default:
        complete = false;
        context.report("unknownQualifier", qualifier.span, {
          qualifier: qualifier.name.text,
          kind: "event",
          qualifiers: names,
        });
    }
  }
  const missing = [
    provider === undefined ? ["from"] : [],
    log === undefined ? ["in"] : [],
    withinSeconds === undefined && options.needsWindow ? ["within"] : [],
  ].flat();
  if (!complete) return undefined;
  if (missing.length > 0 || provider === undefined || log === undefined) {
    return context.report("missingQualifier", span, { kind: "event", qualifiers: missing });
  }
  return { id: id.value, provider, log, level, withinSeconds: withinSeconds ?? endless, where };
}

/** `data 1 is "..."`, the only thing that stands in `where`. */
function toDataCondition(
  node: AssertionNode,
  negated: boolean,
  context: Context,
): EventCondition | undefined {
  const [word, key, ...others] = node.terms;
  const isData = word?.kind === "word" && word.text === "data" && others.length === 0;
  if (!isData || (key?.kind !== "number" && key?.kind !== "text")) {
    return context.report("unknownProperty", node.span, {
      kind: "event",
      found: node.span.source.text.slice(node.span.start, node.span.end),
      forms: ['data 1 is "..."', 'data "name" is "..."'],
      near: undefined,
    });
  }
  const subject = `data ${key.kind === "number" ? key.value : key.text}`;
  const comparison = toComparison(node, { type: "data" }, subject, negated, context);
  if (comparison === undefined) return undefined;
  // Windows hands the data of events on as text: the number 0 is the text "0".
  const isText = comparison.operator === "is" || comparison.operator === "is-one-of";
  const values = comparison.values.map((value): Literal =>
    isText && (value.type === "integer" || value.type === "version")
      ? { type: "text", text: describeLiteral(value) }
      : value,
  );
  return { kind: "data", key: key.kind === "number" ? key.value : key.text, ...comparison, values };
}
