import fc from "fast-check";

/**
 * Parts of rule files as the grammar allows them, however strange: any space, line ends and comments wherever they
 * may stand. They parse; whether they mean anything is not their business.
 */
export const space = fc.constantFrom(" ", " ", " ", "  ", "\t");
export const maybeSpace = fc.constantFrom("", "", "", " ");
export const comment = fc
  .array(fc.constantFrom("a", "\u00e9", "fix", " ", "\t", '"', "{", "}", "(", ")", "//", ",", "\u2019"), {
    maxLength: 6,
  })
  .map((parts) => `//${parts.join("")}`);
export const lineEnd = fc.oneof(
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
export const onto = fc.oneof(
  { weight: 5, arbitrary: space },
  { weight: 1, arbitrary: fc.tuple(maybeSpace, lineEnd).map((parts) => parts.join("")) },
);
export const gap = fc.oneof({ weight: 3, arbitrary: maybeSpace }, { weight: 1, arbitrary: onto });
export const statementEnd = fc.tuple(
  maybeSpace,
  fc.option(comment, { nil: "", freq: 6 }),
  fc.constantFrom("\n", "\n\n", "\n\n\n  "),
);

export const word = fc.constantFrom(
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
  "7z.exe",
);
/** What does not begin a condition may be called like any word of the language. */
export const anyWord = fc.oneof(
  { weight: 6, arbitrary: word },
  { weight: 1, arbitrary: fc.constantFrom("and", "or", "is", "in", "where", "to", "from") },
);
export const text = fc.oneof(
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
export const number = fc.constantFrom("0", "577", "-2016281112", "0x87D1FDE8");
export const duration = joined(
  fc.constantFrom("1", "60"),
  space,
  fc.constantFrom("second", "minutes", "hours", "days"),
);
const quantity = fc.oneof(number, duration, fc.constantFrom("4.18.2007.8", "1.0"));
const variable = word.map((name) => `$${name.replace(/\W.*/, "")}`);
const scalar = fc.oneof(anyWord, text, quantity, variable);
export const list = fc.letrec<{ list: string; item: string }>((tie) => ({
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
export const value = fc.oneof({ weight: 5, arbitrary: scalar }, { weight: 1, arbitrary: list });
const term = fc.oneof(word, word, text, quantity, variable);
export const terms = joined(term, many(joined(space, term), 3));
export const commas = joined(anyWord, many(joined(maybeSpace, fc.constant(","), gap, anyWord), 9));

export const { condition, qualifiers } = fc.letrec<
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

export function joined(...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map((texts) => texts.join(""));
}

export function many(part: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> {
  return fc.array(part, { maxLength }).map((texts) => texts.join(""));
}

export function rarely(part: fc.Arbitrary<string>, freq = 4): fc.Arbitrary<string> {
  return fc.option(part, { nil: "", freq });
}
