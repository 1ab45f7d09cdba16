import fc from "fast-check";

/**
 * Texts of rule files as the grammar allows them, however strange: any space, line ends and comments wherever they
 * may stand, and any order of statements. They parse; whether they mean anything is not their business.
 */
const space = fc.constantFrom(" ", " ", " ", "  ", "\t");
const maybeSpace = fc.constantFrom("", "", "", " ");
const comment = fc
  .array(fc.constantFrom("a", "\u00e9", "fix", " ", "\t", '"', "{", "}", "(", ")", "//", ",", "\u2019"), {
    maxLength: 6,
  })
  .map((parts) => `//${parts.join("")}`);
const lineEnd = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("\n", "\n  ", "\n\n", "\n\n\n    ") },
  {
    weight: 1,
    arbitrary: fc.tuple(comment, fc.constantFrom("\n", "\n\n", "\n  ")).map((parts) => parts.join("")),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom("\n", "\n\n"), comment).map((parts) => `${parts.join("")}\n`),
  },
);
/** At least one space, perhaps line ends: where a statement may go on. */
const onto = fc.oneof(
  { weight: 5, arbitrary: space },
  { weight: 1, arbitrary: fc.tuple(maybeSpace, lineEnd).map((parts) => parts.join("")) },
);
const gap = fc.oneof({ weight: 3, arbitrary: maybeSpace }, { weight: 1, arbitrary: onto });
const statementEnd = fc.tuple(
  maybeSpace,
  fc.option(comment, { nil: "", freq: 6 }),
  fc.constantFrom("\n", "\n\n", "\n\n\n  "),
);

const word = fc.constantFrom(
  "Sense",
  "service",
  "state",
  "start",
  "DiagTrack",
  "Microsoft-Windows-SENSE/Operational",
  "a1",
  "x",
  "data",
  "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider/Admin",
  "sense-event-63-other-services",
  "the.one",
);
/** What is no value may be called like any word of the language. */
const anyWord = fc.oneof(
  { weight: 6, arbitrary: word },
  { weight: 1, arbitrary: fc.constantFrom("and", "or", "is", "in", "where", "to", "from") },
);
const text = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .array(
        fc.constantFrom(
          "a",
          " ",
          '""',
          "//",
          "{",
          "}",
          "(",
          "HKLM\\SOFTWARE\\",
          "\u2019",
          "  ",
          "and",
          "long enough to be a sentence ",
        ),
        { maxLength: 7 },
      )
      // Two doubled quotes at the beginning would begin a text of several lines.
      .map((parts) => `"${parts.join("").replace(/^(?:"")+/, "'")}"`),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.constantFrom("a", " ", "\n", "\n    ", "// no comment", "{", "}", "  \n"), { maxLength: 6 })
      .map((parts) => `"""${parts.join("")}"""`),
  },
);
const number = fc.constantFrom("0", "577", "-2016281112", "0x87D1FDE8");
const duration = joined(
  fc.constantFrom("1", "60"),
  space,
  fc.constantFrom("second", "minutes", "hours", "days"),
);
const quantity = fc.oneof(number, duration, fc.constantFrom("4.18.2007.8", "1.0"));
const variable = word.map((name) => `$${name.replace(/\W.*/, "")}`);
const scalar = fc.oneof(word, text, quantity, variable);
const list = fc.letrec<{ list: string; item: string }>((tie) => ({
  item: fc.oneof({ weight: 8, arbitrary: scalar }, { weight: 1, arbitrary: tie("list") }),
  list: joined(
    fc.constant("("),
    gap,
    tie("item"),
    many(joined(gap, fc.constant(","), gap, tie("item")), 8),
    gap,
    fc.constant(")"),
  ),
})).list;
const value = fc.oneof({ weight: 5, arbitrary: scalar }, { weight: 1, arbitrary: list });
const term = fc.oneof(word, word, text, quantity, variable);
const terms = joined(term, many(joined(space, term), 3));
const commas = joined(anyWord, many(joined(maybeSpace, fc.constant(","), gap, anyWord), 9));

const { condition, qualifiers } = fc.letrec<
  Record<"condition" | "conjunction" | "unary" | "assertion" | "qualifiers" | "qualifier", string>
>((tie) => ({
  condition: joined(
    tie("conjunction"),
    rarely(many(joined(onto, fc.constant("or"), onto, tie("conjunction")), 2), 8),
  ),
  conjunction: joined(tie("unary"), rarely(many(joined(onto, fc.constant("and"), onto, tie("unary")), 2), 5)),
  unary: fc.oneof(
    { maxDepth: 2, depthIdentifier: "condition" },
    { weight: 6, arbitrary: tie("assertion") },
    { weight: 1, arbitrary: joined(fc.constant("not"), space, tie("unary")) },
    { weight: 1, arbitrary: joined(fc.constant("("), gap, tie("condition"), gap, fc.constant(")")) },
  ),
  assertion: joined(terms, tie("qualifiers"), rarely(joined(comparison(), tie("qualifiers")), 2)),
  qualifiers: rarely(many(tie("qualifier"), 3), 2),
  qualifier: fc.oneof(
    { maxDepth: 1, depthIdentifier: "qualifier" },
    joined(onto, fc.constantFrom("from", "in", "within", "level", "as", "aged", "with"), space, value),
    joined(onto, fc.constant("where"), space, fc.constant("("), gap, tie("condition"), gap, fc.constant(")")),
  ),
}));

function comparison() {
  const operator = fc.constantFrom(
    "is",
    "is not",
    "is  one of",
    "is not one\tof",
    "contains",
    "<",
    "<=",
    ">",
    ">=",
  );
  return joined(space, operator, space, value);
}

const language = fc.constantFrom("", "", " fr", "  fr");
const spoken = (keyword: string) => joined(fc.constant(keyword), language, space, text);
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
const scenario = joined(
  fc.constant("scenario"),
  space,
  text,
  maybeSpace,
  body(
    fc.oneof(
      joined(fc.constant("given"), space, terms, qualifiers),
      joined(
        fc.constant("expect"),
        space,
        anyWord,
        rarely(joined(space, fc.constant("then"), space, anyWord), 2),
      ),
      joined(fc.constant("after"), space, fc.constant("fix"), space, terms, qualifiers),
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

function joined(...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map((texts) => texts.join(""));
}

function many(part: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> {
  return fc.array(part, { maxLength }).map((texts) => texts.join(""));
}

function rarely(part: fc.Arbitrary<string>, freq = 4): fc.Arbitrary<string> {
  return fc.option(part, { nil: "", freq });
}
