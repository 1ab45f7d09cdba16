import type { EventCondition, EventLevel, EventQuery } from "../model/condition.ts";
import { describeLiteral, type Literal } from "../model/value.ts";
import type { AssertionNode, NumberValue, Qualifier, SinceQualifier, Text, Value } from "../syntax/tree.ts";
import { type Span, textOf } from "../text/source.ts";
import { toComparison } from "./comparison.ts";
import type { Context } from "./context.ts";
import { toSeconds, lookingBack } from "./duration.ts";
import { describeValue } from "./literal.ts";
import { normalize } from "./normalize.ts";
import { qualifierName } from "./qualifier-name.ts";

const names = ["from", "in", "within", "level", "where", "since"] as const;
const levels: readonly EventLevel[] = ["critical", "error", "warning", "information"];

/** No event has more data. */
const lastPosition = 1000;

/** A log is searched this far back where a scenario, which has no window, describes an event. */
const endless = lookingBack.longest;

/** What `since` takes: whether events came after another one is asked of one other event, not of a chain. */
const namesAfterSince = names.filter((name) => name !== "since");

/** The query of `event ID from PROVIDER in LOG within DURATION [level LEVEL] [where (...)] [since event ID ...]`. */
export function toEventQuery(
  id: Value,
  qualifiers: readonly Qualifier[],
  span: Span,
  context: Context,
  options: { readonly needsWindow: boolean; readonly isSince?: boolean } = { needsWindow: true },
): EventQuery | undefined {
  if (id.kind !== "number") return undefined;
  let provider: string | undefined;
  let log: string | undefined;
  let level: EventLevel | undefined;
  let withinSeconds: number | undefined;
  let where: EventCondition | undefined;
  let since: EventQuery | undefined;
  let mistakes = 0;
  const taken = <Taken>(value: Taken | undefined): Taken | undefined => {
    if (value === undefined) mistakes += 1;
    return value;
  };
  const refuse = (qualifier: Qualifier): void => {
    mistakes += 1;
    context.report("unknownQualifier", qualifier.span, {
      qualifier: qualifierName(qualifier),
      kind: "event",
      qualifiers: options.isSince === true ? namesAfterSince : names,
    });
  };
  for (const qualifier of qualifiers) {
    if (qualifier.kind === "where") {
      where = taken(
        normalize(qualifier.condition, (assertion, negated) => toDataCondition(assertion, negated, context)),
      );
      continue;
    }
    if (qualifier.kind === "since") {
      if (options.isSince === true) refuse(qualifier);
      else since = taken(toSince(qualifier, context));
      continue;
    }
    const { value } = qualifier;
    switch (qualifier.name.text) {
      case "from":
        provider = taken(toName(value, "the name of a provider", context));
        break;
      case "in":
        log = taken(toName(value, "the name of a log", context));
        break;
      case "within":
        withinSeconds = taken(toSeconds(value, "within", lookingBack, context));
        break;
      case "level":
        level = taken(toLevel(value, context));
        break;
      default:
        refuse(qualifier);
    }
  }
  const missing = [
    provider === undefined ? ["from"] : [],
    log === undefined ? ["in"] : [],
    withinSeconds === undefined && options.needsWindow ? ["within"] : [],
  ].flat();
  if (mistakes > 0) return undefined;
  if (missing.length > 0 || provider === undefined || log === undefined) {
    return context.report("missingQualifier", span, { kind: "event", qualifiers: missing });
  }
  return { id: id.value, provider, log, level, withinSeconds: withinSeconds ?? endless, where, since };
}

/** The other event of `since`: an id, qualifiers, and a window only where the author wants one. */
function toSince({ terms, qualifiers, span }: SinceQualifier, context: Context): EventQuery | undefined {
  const [kind, id, ...others] = terms;
  const isEvent = kind?.kind === "word" && kind.text === "event" && others.length === 0;
  if (isEvent && id?.kind === "number" && id.value >= 0 && id.value <= 65_535)
    return toEventQuery(id, qualifiers, span, context, { needsWindow: false, isSince: true });
  const place = { ...span, start: terms[0]!.span.start, end: terms.at(-1)!.span.end };
  const expected = "another event, such as `event 11 from PROVIDER in LOG`";
  return context.report("invalidSubject", place, { text: textOf(place), expected });
}

/** The name of a provider or a log; the search would take a wildcard for many. */
function toName(value: Value, expected: string, { report }: Context): string | undefined {
  if ((value.kind === "word" || value.kind === "text") && /^[^*?[\]`]{1,255}$/.test(value.text))
    return value.text;
  return report("invalidSubject", value.span, {
    text: textOf(value.span),
    expected: `${expected}, without wildcards`,
  });
}

function toLevel(value: Value, { report }: Context): EventLevel | undefined {
  const word = value.kind === "word" ? value.text : describeValue(value);
  return (
    levels.find((known) => known === word) ??
    report("wordExpected", value.span, { place: "a level of events", word, words: levels })
  );
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
      found: textOf(node.span),
      forms: ['data 1 is "..."', 'data "name" is "..."'],
      near: undefined,
    });
  }
  if (!isDataKey(key, context)) return undefined;
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

/** Whether the data of an event may stand at a place: positions count from 1. */
export function isDataKey(key: NumberValue | Text, { report }: Context): boolean {
  if (key.kind === "text" || (key.value >= 1 && key.value <= lastPosition)) return true;
  report("outOfRange", key.span, { subject: "data", bounds: `lies between 1 and ${lastPosition}` });
  return false;
}
