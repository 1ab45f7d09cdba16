import type { Given } from "../model/scenario.ts";
import type { FactNode, Qualifier, Value } from "../syntax/tree.ts";
import { textOf } from "../text/source.ts";
import type { Context } from "./context.ts";
import { lookingBack, toSeconds } from "./duration.ts";
import { toEventQuery } from "./event-query.ts";
import { toFact } from "./fact.ts";
import { describeValue, toLiteral } from "./literal.ts";
import { toRegistryType } from "./step-qualifiers.ts";

/** What one line of a scenario or a device gives; undefined after a report. */
export function toGiven(written: FactNode, context: Context): Given | undefined {
  const [kind] = written.terms;
  if (kind?.kind === "word" && kind.text === "event") return toGivenEvent(written, context);
  const value = written.terms.at(-1)!;
  const { factQualifiers, valueType } = splitType(written.qualifiers, context);
  const [first, ...rest] = written.terms;
  const terms = rest.length === 0 ? [first!] : written.terms.slice(0, -1);
  const named = toFact(terms, factQualifiers, written.span, context);
  if (named === undefined) return undefined;
  const { fact, property } = named;
  const base = { fact, valueType, event: undefined, span: written.span };
  if (isWord(value, "unreadable")) return { ...base, value: { type: "unreadable" } };
  const literal = toLiteral(value, property.type, fact.text, context, ["missing", "unreadable"]);
  if (literal === undefined) return undefined;
  if (literal.type === "present" && property.type.type !== "presence") {
    return context.report("wrongType", value.span, {
      subject: fact.text,
      expected: "the value that the device has",
      found: "`present`",
    });
  }
  return { ...base, value: literal.type === "present" ? { type: "word", word: "present" } : literal };
}

/** `given event ID [missing | unreadable] from PROVIDER in LOG [level LEVEL] [aged DURATION] [with (DATA, ...)]`. */
function toGivenEvent(written: FactNode, context: Context): Given | undefined {
  const { report } = context;
  const [, id, state, ...others] = written.terms;
  if (id?.kind !== "number" || id.value > 65_535) {
    const { span } = id ?? written.terms[0]!;
    return report("invalidSubject", span, { text: textOf(span), expected: "an event id, 0 to 65535" });
  }
  const value = state === undefined ? present : toEventState([state, ...others], context);
  let ageSeconds: number | undefined = 3600;
  let data: string[] = [];
  const forQuery: Qualifier[] = [];
  for (const qualifier of written.qualifiers) {
    if (qualifier.kind === "qualifier" && qualifier.name.text === "aged") {
      ageSeconds = toSeconds(qualifier.value, "aged", lookingBack, context);
    } else if (qualifier.kind === "qualifier" && qualifier.name.text === "with") {
      const items = qualifier.value.kind === "list" ? qualifier.value.items : [qualifier.value];
      data = items.map((item) => dataText(item, context));
    } else {
      forQuery.push(qualifier);
    }
  }
  const query = toEventQuery(id, forQuery, written.span, context, { needsWindow: false });
  if (query === undefined || value === undefined || ageSeconds === undefined) return undefined;
  const text = `event ${query.id} from ${query.provider} in ${query.log}`;
  const slots = { id: { type: "integer", value: query.id }, log: { type: "text", text: query.log } } as const;
  const fact = { kind: "event", property: "presence", slots, event: query, text };
  return { fact, value, valueType: undefined, event: { ageSeconds, data }, span: written.span };
}

const present = { type: "word", word: "present" } as const;

function toEventState(states: readonly Value[], { report }: Context): Given["value"] | undefined {
  const span = { ...states[0]!.span, end: states.at(-1)!.span.end };
  const [only] = states.length === 1 ? states : [];
  if (only !== undefined && isWord(only, "present")) return present;
  if (only !== undefined && isWord(only, "missing")) return { type: "missing" };
  if (only !== undefined && isWord(only, "unreadable")) return { type: "unreadable" };
  const words = ["present", "missing", "unreadable"];
  return report("wordExpected", span, { place: "a state of an event", word: textOf(span), words });
}

function dataText(item: Value, { report }: Context): string {
  if (item.kind === "text" || item.kind === "word" || item.kind === "version") return item.text;
  if (item.kind === "number") return String(item.value);
  report("wrongType", item.span, {
    subject: "with",
    expected: "text or numbers",
    found: describeValue(item),
  });
  return "";
}

function isWord(value: Value, text: string): boolean {
  return value.kind === "word" && value.text === text;
}

function splitType(
  qualifiers: readonly Qualifier[],
  context: Context,
): { factQualifiers: Qualifier[]; valueType: string | undefined } {
  const isType = (qualifier: Qualifier) => qualifier.kind === "qualifier" && qualifier.name.text === "as";
  const type = qualifiers.find(isType);
  return {
    factQualifiers: qualifiers.filter((qualifier) => !isType(qualifier)),
    valueType: type?.kind === "qualifier" ? toRegistryType(type, context) : undefined,
  };
}
