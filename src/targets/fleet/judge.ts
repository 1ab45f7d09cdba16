import { productKey, products, versionKey } from "../../kinds/windows.ts";
import { imageStates, setupKey, stateKey } from "../../kinds/setup.ts";
import { serviceKey, startValues } from "../../kinds/service.ts";
import type { Assertion, Fact, Slot } from "../../model/condition.ts";
import { historyOf, memoryKey } from "../../model/history.ts";
import type { Rule } from "../../model/rule.ts";
import type { Literal } from "../../model/value.ts";
import { dataTest, is, isPresent } from "./data-test.ts";
import { anyAutomatic, type Engine, type SeenFact } from "./engine.ts";
import { countKnowledge, reaches } from "./event-count.ts";
import { certain, every, type Knowledge, not, some, unseen } from "./knowledge.ts";

/** What an engine knows of an assertion of a rule. */
export function judge(engine: Engine, rule: Rule, assertion: Assertion): Knowledge {
  const { fact, operator, values, negated } = assertion;
  const words = values.flatMap((literal) => (literal.type === "word" ? [literal.word] : []));
  const isProduct = fact.kind === "windows" && fact.property === "product" && words.length === values.length;
  const knowledge =
    fact.event === undefined
      ? isProduct && engine.product !== undefined
        ? engine.product(words)
        : some(joinAutomatic(fact, values).map((literal) => judgeValue(engine, fact, operator, literal)))
      : judgeEvents(engine, rule, assertion);
  return negated ? not(knowledge) : knowledge;
}

/** Where both automatic start types will do, what tells them apart need not be seen. */
function joinAutomatic(fact: Fact, values: readonly Literal[]): readonly Literal[] {
  if (fact.kind !== "service" || fact.property !== "start") return values;
  const isAutomatic = (literal: Literal): boolean =>
    literal.type === "word" && (literal.word === "automatic" || literal.word === "automatic-delayed");
  const others = values.filter((literal) => !isAutomatic(literal));
  return values.length - others.length < 2 ? values : [{ type: "word", word: anyAutomatic }, ...others];
}

function judgeValue(
  engine: Engine,
  fact: Fact,
  operator: Assertion["operator"],
  literal: Literal,
): Knowledge {
  const slots = Object.entries(fact.slots);
  if (literal.type === "variable" || slots.some(([, slot]) => slot.type === "variable"))
    return unseen("which thing an event names is not seen together with this");
  const names = Object.fromEntries(
    slots.map(([name, slot]) => [name, slot.type === "text" ? slot.text : slotNumber(slot)]),
  );
  const stored = (key: string, name: string): Knowledge => {
    if (literal.type === "missing") return not(engine.stored(key, name, isPresent));
    const test = dataTest(operator, literal);
    return test === undefined
      ? unseen(`${engine.name} shows data as text, which does not tell this`)
      : engine.stored(key, name, test);
  };
  const word = literal.type === "word" ? literal.word : undefined;
  switch (`${fact.kind} ${fact.property}`) {
    case "registry data":
      return stored(names["key"]!, names["name"]!);
    case "registry key":
      return not(engine.key(names["key"]!));
    case "acl system":
    case "acl administrators": {
      const key = engine.key(names["key"]!);
      if (word === undefined) return not(key);
      const hidden = unseen(`${engine.name} does not see who may write to a key`);
      return every([key, hidden]);
    }
    case "service start":
      return engine.serviceStart?.(names["name"]!, word) ?? serviceStart(engine, names["name"]!, word);
    case "windows build":
      return stored(versionKey, "CurrentBuildNumber");
    case "windows revision":
      return stored(versionKey, "UBR");
    case "windows edition":
      return word === undefined
        ? not(engine.stored(versionKey, "EditionID", isPresent))
        : engine.stored(versionKey, "EditionID", is(word));
    case "windows product": {
      const known = Object.entries(products).map(([name, value]) => ({
        name,
        knowledge: engine.stored(productKey, "ProductType", is(value)),
      }));
      // A product that is none of these is not named at all.
      if (word === undefined) return not(some(known.map(({ knowledge }) => knowledge)));
      return some(known.filter(({ name }) => name === word).map(({ knowledge }) => knowledge));
    }
    case "setup oobe": {
      if (word === undefined) return not(certain);
      const inProgress = engine.stored(setupKey, "OOBEInProgress", is(1));
      return word === "in-progress" ? inProgress : not(inProgress);
    }
    case "setup image": {
      const isThere = engine.stored(stateKey, "ImageState", isPresent);
      if (word === undefined) return not(isThere);
      const state = word === "incomplete" ? undefined : imageStates[word];
      if (state !== undefined) return engine.stored(stateKey, "ImageState", is(state));
      // Incomplete is every state that has no word of its own.
      const named = Object.values(imageStates).map((one) => engine.stored(stateKey, "ImageState", is(one)));
      return every([isThere, not(some(named))]);
    }
    case "log newest-error":
      return literal.type === "missing"
        ? not(engine.errors(names["name"]!, Number(names["within"])))
        : unseen("which error is the newest is not asked for");
    default: {
      const seen: SeenFact = { ...fact, names };
      return engine.other(seen, operator, literal);
    }
  }
}

function slotNumber(slot: Slot): string {
  return slot.type === "integer" ? String(slot.value) : "";
}

function serviceStart(engine: Engine, name: string, start: string | undefined): Knowledge {
  const key = serviceKey(name);
  if (start === undefined) return not(engine.stored(key, "Start", isPresent));
  const delayed = engine.stored(key, "DelayedAutostart", is(1));
  const startIs = (word: keyof typeof startValues): Knowledge =>
    engine.stored(key, "Start", is(startValues[word]));
  if (start === "automatic") return every([startIs("automatic"), not(delayed)]);
  if (start === "automatic-delayed") return every([startIs("automatic"), delayed]);
  if (start === anyAutomatic) return startIs("automatic");
  return startIs(start as keyof typeof startValues);
}

/** Events count unless they are older than the rule's last fix, or than the last start where the fix is a restart. */
function judgeEvents(engine: Engine, rule: Rule, { fact, operator, values }: Assertion): Knowledge {
  const sight = engine.events(fact.event!);
  if (typeof sight === "string") return unseen(sight);
  const since = countedSince(engine, rule);
  if (fact.property === "count")
    return some(values.map((literal) => countKnowledge(sight, since, operator, literal)));
  // An event is compared with `missing` alone; `present` is written as its opposite.
  return not(reaches(sight, since, 1));
}

/** Whether every event of the window counts: the rule has never repaired the device, nor is a restart its fix. */
export function countedSince(engine: Engine, rule: Rule): Knowledge {
  const { fix, start } = historyOf(rule);
  const repaired = engine.stored(memoryKey(rule), "LastFix", isPresent);
  return every([
    ...(fix
      ? [{ yes: repaired.no, no: repaired.yes, unseen: ["the rule may have repaired the device since"] }]
      : []),
    ...(start ? [unseen("the device may have started since")] : []),
  ]);
}
