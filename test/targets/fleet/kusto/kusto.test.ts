import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Cell, evaluateQuery, type Rows } from "./evaluate-query.ts";
import { parseQuery } from "./parse-query.ts";

/**
 * The evaluator against what Kusto's documentation says of each function and operator, and of CMPivot's the
 * documentation of Configuration Manager: only then may it judge queries.
 */
const now = new Date(Date.UTC(2026, 0, 15, 12));
const tables = {
  Sizes: [1, 3, 5, 7, 9, 11, 13, 15].map((size) => ({ Size: size })),
  // The example of the join operator.
  X: [
    { Key: "a", Value1: 1 },
    { Key: "b", Value1: 2 },
    { Key: "b", Value1: 3 },
    { Key: "c", Value1: 4 },
  ],
  Y: [
    { Key: "b", Value2: 10 },
    { Key: "c", Value2: 20 },
    { Key: "c", Value2: 30 },
    { Key: "d", Value2: 40 },
  ],
  One: [{ A: 1 }],
};
const schema = {
  Sizes: "Size: long",
  X: "Key: string, Value1: long",
  Y: "Key: string, Value2: long",
  One: "A: long",
};

function run(text: string, ignoresCase = false): Rows {
  const { syntax, diagnostics } = parseQuery(text, schema);
  assert.equal(diagnostics, [], text);
  return evaluateQuery(syntax, tables, { now, ignoresCase });
}

function value(expression: string, ignoresCase = false): Cell {
  return run(`One | project V = ${expression}`, ignoresCase)[0]!["V"]!;
}

test("case takes the first condition that is true", () => {
  const rows = run("Sizes | project Size, Bucket = case(Size <= 3, 'Small', Size <= 10, 'Medium', 'Large')");
  assert.equal(
    rows.map(({ Bucket }) => Bucket),
    ["Small", "Small", "Medium", "Medium", "Medium", "Large", "Large", "Large"],
  );
});

test("mv-expand makes a row of each thing in a list, and split such a list", () => {
  assert.equal(run("One | mv-expand B = split('aa_bb_cc', '_') | project A, B"), [
    { A: 1, B: "aa" },
    { A: 1, B: "bb" },
    { A: 1, B: "cc" },
  ]);
});

test("an outer join keeps what has no partner, with nulls, and names a second column of a name with a 1", () => {
  assert.equal(run("X | join kind=leftouter (Y) on Key"), [
    { Key: "a", Value1: 1, Key1: null, Value2: null },
    { Key: "b", Value1: 2, Key1: "b", Value2: 10 },
    { Key: "b", Value1: 3, Key1: "b", Value2: 10 },
    { Key: "c", Value1: 4, Key1: "c", Value2: 20 },
    { Key: "c", Value1: 4, Key1: "c", Value2: 30 },
  ]);
  assert.is(run("X | join kind=inner (Y) on Key").length, 4);
});

test("summarize makes a row a group, and one of no rows where there are no groups", () => {
  assert.equal(run("X | summarize N = count(), Two = countif(Value1 > 2), Last = max(Value1) by Key"), [
    { Key: "a", N: 1, Two: 0, Last: 1 },
    { Key: "b", N: 2, Two: 1, Last: 3 },
    { Key: "c", N: 1, Two: 1, Last: 4 },
  ]);
  assert.equal(run("X | where Value1 > 9 | summarize N = count() by Key"), []);
  assert.equal(run("X | where Value1 > 9 | count"), [{ Count: 0 }]);
  assert.equal(run("Y | summarize arg_max(Value2, Key)"), [{ Value2: 40, Key: "d" }]);
  assert.equal(run("X | summarize L = maxif(Value1, Key == 'z') by K = 'all'"), [{ K: "all", L: null }]);
  assert.equal(run("X | distinct Key").length, 3);
});

test("let names a table or a value", () => {
  assert.equal(
    run(
      "let N = toscalar(X | where Key == 'b' | count);\nlet T =\n  X | where Value1 == N;\nT | project Key, N",
    ),
    [{ Key: "b", N: 2 }],
  );
});

test("text is compared as the documentation of Kusto says", () => {
  assert.is(value("'aBc' == 'aBc'"), true);
  assert.is(value("'abc' == 'ABC'"), false);
  assert.is(value("'abc' =~ 'ABC'"), true);
  assert.is(value("'aBc' !~ 'xyz'"), true);
  assert.is(value("'FabriKam' contains 'BRik'"), true);
  assert.is(value("'Fabrikam' !contains 'xyz'"), true);
  assert.is(value("'Fabrikam' startswith 'fab'"), true);
  assert.is(value("'Fabrikam' endswith 'Kam'"), true);
  assert.is(value("'abc' in~ ('123', 'ABC')"), true);
  assert.is(value("'bca' !in~ ('123', '345', 'ABC')"), true);
  assert.is(value("'Fabrikam' matches regex 'b.*k'"), true);
});

test("CMPivot's == ignores case", () => {
  assert.is(value("'aBc' == 'AbC'", true), true);
  assert.is(value("'abc' != 'abcd'", true), true);
  assert.is(value("'abc' != 'ABC'", true), false);
});

test("null is neither true nor false", () => {
  assert.is(value("iff(long(null) > 0, 'yes', 'no')"), "no");
  assert.is(value("iff(long(null) > 0 or true, 'yes', 'no')"), "yes");
  assert.is(value("isnull(long(null))"), true);
  assert.is(value("isnull('')"), false);
  assert.is(value("isempty('')"), true);
});

test("scalar functions", () => {
  assert.is(value("strcat('hello', ' ', 'world')"), "hello world");
  assert.is(value("strlen('hello')"), 5);
  assert.is(value("tolower('Hello')"), "hello");
  assert.is(value("strcat_array(dynamic([1, 2, 3]), '->')"), "1->2->3");
  assert.is(value("extract('x=([0-9.]+)', 1, 'hello x=45.6|wo')"), "45.6");
  assert.is(value("extract('x=([0-9.]+)', 1, 'nothing')"), "");
  assert.is(value("replace_string('turn a cat into a dog', 'cat', 'hamster')"), "turn a hamster into a dog");
  assert.is(value("gettype('a')"), "string");
  assert.is(value('gettype(parse_json(\'{"hello": "world"}\'))'), "dictionary");
  assert.is(value("gettype(parse_json('[1, 2]'))"), "array");
  assert.equal(value("ago(1h)"), new Date(now.getTime() - 3_600_000));
  assert.is(value("parse_version('4.18.2007.8') < parse_version('4.18.10000.1')"), true);
  assert.is(value("tolong('123')"), 123);
  assert.is(value("tostring(123)"), "123");
});

test("parse_xml makes of XML what its documentation lists", () => {
  const cases: [string, Cell][] = [
    ["<e/>", { e: null }],
    ["<e>text</e>", { e: "text" }],
    ['<e name="value" />', { e: { "@name": "value" } }],
    ['<e name="value">text</e>', { e: { "@name": "value", "#text": "text" } }],
    ["<e> <a>text</a> <b>text</b> </e>", { e: { a: "text", b: "text" } }],
    ["<e> <a>text</a> <a>text</a> </e>", { e: { a: ["text", "text"] } }],
  ];
  for (const [xml, expected] of cases) assert.equal(value(`parse_xml('${xml}')`), expected, xml);
  assert.is(value("tostring(parse_xml('<e><a>1</a><a>2</a></e>').e.a[1])"), "2");
  assert.is(value("tostring(parse_xml('<e n=\"x\">text</e>').e['#text'])"), "text");
});

test("the language service finds what is wrong", () => {
  assert.match(parseQuery("X | where Missing == 1", schema).diagnostics.join(), /Missing/);
  assert.match(parseQuery("X | where Key < 'b'", schema).diagnostics.join(), /not defined/);
  assert.match(parseQuery("X | wher Key", schema).diagnostics.join(), /./);
});

test.run();
