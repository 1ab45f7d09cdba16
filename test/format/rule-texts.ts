import fc from "fast-check";
import {
  anyWord,
  comment,
  commas,
  condition,
  duration,
  gap,
  joined,
  lineEnd,
  list,
  many,
  maybeSpace,
  number,
  onto,
  qualifiers,
  rarely,
  space,
  statementEnd,
  terms,
  text,
  value,
  word,
} from "./text-parts.ts";

const language = fc.constantFrom("", "", " fr", "  fr");
const variable = word.map((name) => `$${name}`);
const phrase = fc.oneof({ weight: 5, arbitrary: text }, { weight: 1, arbitrary: variable });
const spoken = (keyword: string) => joined(fc.constant(keyword), language, space, phrase);
const bound = joined(onto, fc.constant("within"), space, value);
const step = fc.oneof(
  joined(fc.constant("set"), space, terms, space, fc.constant("to"), space, value, qualifiers),
  joined(fc.constant("run"), space, word, qualifiers),
  joined(fc.constant("wait"), space, duration),
  joined(fc.constant("wait"), space, fc.constant("until"), space, condition, rarely(bound, 2)),
  spoken("advise"),
  spoken("support"),
  joined(fc.constant("restart"), space, fc.constant("needed")),
  joined(fc.constant("powershell"), space, text),
);
const steps = body(step);
const fact = joined(terms, qualifiers);
const facts = fc.oneof(
  { weight: 3, arbitrary: fact },
  { weight: 1, arbitrary: joined(fact, maybeSpace, fc.constant(","), gap, fact) },
);
const given = joined(fc.constant("given"), space, facts);
const scenario = joined(
  fc.constant("scenario"),
  space,
  text,
  maybeSpace,
  body(
    fc.oneof(
      given,
      joined(
        fc.constant("expect"),
        space,
        anyWord,
        rarely(joined(space, fc.constant("then"), space, anyWord), 2),
      ),
      joined(fc.constant("after"), space, fc.constant("fix"), space, facts),
    ),
  ),
);
const note = joined(
  fc.constant("note"),
  language,
  space,
  text,
  rarely(joined(onto, fc.constant("source"), space, text), 2),
);
const ruleStatement = fc.oneof(
  spoken("title"),
  spoken("cause"),
  note,
  joined(fc.constantFrom("covers", "see"), space, commas),
  joined(fc.constant("severity"), space, word),
  joined(fc.constant("report"), space, facts),
  joined(
    fc.constant("reported"),
    space,
    word,
    space,
    value,
    rarely(joined(onto, fc.constant("at"), space, commas), 2),
  ),
  joined(fc.constant("applies"), space, fc.constant("when"), space, condition),
  joined(
    fc.constant("each"),
    space,
    word,
    rarely(joined(space, fc.constant("among"), space, list)),
    onto,
    fc.constant("in"),
    space,
    fc.constant("data"),
    space,
    number.filter((key) => !key.startsWith("-")),
    onto,
    fc.constant("of"),
    space,
    condition,
  ),
  joined(fc.constantFrom("symptom", "check"), space, condition),
  joined(
    fc.constant("fix"),
    space,
    fc.oneof(step, steps, joined(fc.constant("otherwise"), maybeSpace, steps)),
  ),
  joined(fc.constant("fix"), space, fc.constant("when"), space, condition, space, steps),
  scenario,
);
const applicationStatement = fc.oneof(
  spoken("title"),
  note,
  joined(fc.constantFrom("publisher", "install", "uninstall"), space, text),
  joined(fc.constant("wait"), space, fc.constant("until"), space, condition, rarely(bound, 2)),
  joined(fc.constant("detect"), space, condition),
  joined(
    fc.constant("return"),
    space,
    fc.constant("code"),
    space,
    number,
    space,
    fc.constant("is"),
    space,
    word,
  ),
  joined(fc.constant("requires"), space, fc.constant("platform"), space, text),
  joined(fc.constantFrom("show", "logon"), space, word),
  joined(fc.constant("maximum"), space, fc.constant("time"), space, duration),
);

/** One block, from its keyword at the left margin to its last character. */
export const blockText = fc.oneof(
  { weight: 1, arbitrary: joined(fc.constant("document"), space, word) },
  {
    weight: 2,
    arbitrary: joined(fc.constant("define"), space, word, maybeSpace, fc.constant(":"), onto, condition),
  },
  {
    weight: 1,
    arbitrary: joined(fc.constant("define"), space, variable, maybeSpace, fc.constant(":"), onto, value),
  },
  { weight: 1, arbitrary: joined(fc.constant("device"), space, word, maybeSpace, body(given)) },
  { weight: 4, arbitrary: joined(fc.constant("rule"), space, word, maybeSpace, body(ruleStatement)) },
  {
    weight: 1,
    arbitrary: joined(fc.constant("application"), space, word, maybeSpace, body(applicationStatement)),
  },
);

/** What may stand between two blocks: comments and line ends, of which the last one ends a line. */
export const betweenBlocks = joined(
  maybeSpace,
  fc.option(comment, { nil: "", freq: 4 }),
  many(lineEnd, 2),
  fc.constant("\n"),
);

/** A whole file of at least one block. */
export const fileText = joined(
  many(joined(comment, fc.constantFrom("\n", "\n\n", "\n\n\n")), 2),
  blockText,
  many(joined(betweenBlocks, blockText), 2),
  fc.oneof(fc.constant(""), betweenBlocks),
);

function body(statement: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return joined(
    fc.constant("{"),
    gap,
    many(
      joined(
        statement,
        statementEnd.map((parts) => parts.join("")),
        maybeSpace,
      ),
      4,
    ),
    fc.constant("}"),
  );
}
