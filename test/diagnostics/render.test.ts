import { test } from "uvu";
import * as assert from "uvu/assert";
import { terminalColours } from "../../src/diagnostics/colours.ts";
import { diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { inReadingOrder } from "../../src/diagnostics/order.ts";
import { renderJson } from "../../src/diagnostics/render-json.ts";
import { renderSarif } from "../../src/diagnostics/render-sarif.ts";
import { countText, renderText, type TextOptions } from "../../src/diagnostics/render-text.ts";
import type { Source, Span } from "../../src/text/source.ts";

/** The span of what stands between [ and ] in a text, and the text without them. */
function marked(text: string, path = "rules/a.mderule"): Span {
  const start = text.indexOf("[");
  const end = text.indexOf("]") - 1;
  return { source: { path, text: text.replace("[", "").replace("]", "") }, start, end };
}

function rendered(text: string, options: TextOptions = {}): string {
  return renderText(diagnostic("duplicateDefinition", marked(text), { name: "x" }), options);
}

test("shows the place, the line and what to do", () => {
  assert.is(
    rendered("define a: b\n  define [x]: y\n"),
    [
      "rules/a.mderule:2:10: error MDR3007: `x` is already defined",
      "2 |   define x: y",
      "  |          ^",
      "help: keep one of the definitions",
      "",
    ].join("\n"),
  );
});

test("shows a second place where one belongs to it", () => {
  const span = marked("a\nb\nc\nd\ne\nf\ng\nh\ni\n[second]");
  const first = marked("[first] // in another file", "rules/b.mderule");
  const related = { span: first, message: "the first definition" };
  assert.is(
    renderText(diagnostic("duplicateDefinition", span, { name: "x" }, related)),
    [
      "rules/a.mderule:10:1: error MDR3007: `x` is already defined",
      "10 | second",
      "   | ^^^^^^",
      "rules/b.mderule:1:1: note: the first definition",
      "1 | first // in another file",
      "  | ^^^^^",
      "help: keep one of the definitions",
      "",
    ].join("\n"),
  );
});

/** The two lines of the excerpt, after the gutter. */
function excerpt(text: string, options: TextOptions = {}): string[] {
  return rendered(text, options)
    .split("\n")
    .slice(1, 3)
    .map((line) => line.slice(line.indexOf("|") + 2));
}

test("underlines below tabs, wide characters, combining characters and emoji", () => {
  assert.equal(excerpt("\ta\t[bc] d"), ["\ta\tbc d", "\t \t^^"]);
  assert.equal(excerpt("日本 [語x] y"), ["日本 語x y", "     ^^^"]);
  assert.equal(excerpt("e\u0301[z]"), ["e\u0301z", " ^"]);
  assert.equal(excerpt("😀[z]"), ["😀z", "  ^"]);
});

test("columns count characters, not UTF-16 units", () => {
  assert.match(rendered("😀😀[z]"), "a.mderule:1:3:");
});

test("an empty place, the end of a line and a place over several lines get at least one mark", () => {
  assert.equal(excerpt("ab[]cd"), ["abcd", "  ^"]);
  assert.equal(excerpt("ab[]\ncd"), ["ab", "  ^"]);
  assert.equal(excerpt("ab[\ncd]"), ["ab", "  ^"]);
  assert.equal(excerpt("a[b\r\ncd]\r\n"), ["ab", " ^"]);
  assert.equal(excerpt("ab\n[]"), ["", "^"]);
});

test("cuts long lines around the place", () => {
  const long = "x".repeat(300);
  assert.equal(excerpt(`${long}[yy]${long}`, { width: 40 }), [
    `...${"x".repeat(24)}yy${"x".repeat(14)}...`,
    `${" ".repeat(27)}^^`,
  ]);
  assert.equal(excerpt(`[yy]${long}`, { width: 10 }), ["yyxxxxxxxx...", "^^"]);
  assert.equal(excerpt(`${long}[yy]`, { width: 30 }), [`...${"x".repeat(28)}yy`, `${" ".repeat(31)}^^`]);
  assert.equal(excerpt(`[${long}]`, { width: 10 }), ["xxxxxxxxxx...", "^^^^^^^^^^"]);
});

test("a cut never parts a character", () => {
  for (let width = 5; width < 30; width += 1) {
    const text = excerpt(`${"😀".repeat(50)}[yy]${"😀".repeat(50)}`, { width }).join("\n");
    assert.not(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text));
  }
});

test("text of a rule cannot drive the terminal", () => {
  const text = rendered("\u001b[31m \u202e \u0007 [x]".replace("[31m", "{31m"));
  assert.not(/[\u001b\u0007\u202e]/.test(text));
  const message = renderText(
    diagnostic("unknownRule", marked("[x]"), { rule: "\u001b]0;x\u0007", rules: [] }),
  );
  assert.not(/[\u001b\u0007]/.test(message));
});

test("a file without text is named without a line", () => {
  const source: Source = { path: "rules/missing.mderule", text: "" };
  const found = diagnostic("fileNotFound", { source, start: 0, end: 0 }, { path: "rules/missing.mderule" });
  assert.match(renderText(found), /^rules\/missing.mderule: error MDR1001: /);
});

test("colours are used when asked for, and the path is shown as told", () => {
  const text = rendered("[x]", { colours: terminalColours, showPath: (path) => `../${path}` });
  assert.ok(
    text.startsWith("\u001b[1m../rules/a.mderule:1:1\u001b[0m: \u001b[1;31merror MDR3007\u001b[0m: "),
  );
  assert.ok(text.includes("\u001b[1;31m^\u001b[0m"));
});

test("for machines: everything, with the end exclusive", () => {
  const span = marked("ab\n c[d\nef]g");
  assert.equal(renderJson(diagnostic("duplicateDefinition", span, { name: "x" })), {
    code: "MDR3007",
    name: "duplicateDefinition",
    severity: "error",
    message: "`x` is already defined",
    help: "keep one of the definitions",
    file: "rules/a.mderule",
    line: 2,
    column: 3,
    endLine: 3,
    endColumn: 3,
    related: undefined,
  });
});

test("as SARIF: codes that occur, each place in its file", () => {
  const first = marked("[first]", "rules/a b.mderule");
  const span = marked("😀[xy]\nz", "rules/é.mderule");
  const unread = { source: { path: "gone.mderule", text: "" }, start: 0, end: 0 };
  const log = JSON.parse(
    renderSarif(
      [
        diagnostic("duplicateDefinition", span, { name: "xy" }, { span: first, message: "the first" }),
        diagnostic("fileNotFound", unread, { path: "gone.mderule" }),
      ],
      { version: "1.2.3", showPath: (path) => path },
    ),
  ) as { version: string; runs: { tool: { driver: { rules: { id: string }[] } }; results: unknown[] }[] };
  assert.is(log.version, "2.1.0");
  assert.equal(
    log.runs[0]!.tool.driver.rules.map(({ id }) => id),
    ["MDR1001", "MDR3007"],
  );
  assert.equal(log.runs[0]!.results, [
    {
      ruleId: "MDR3007",
      ruleIndex: 1,
      level: "error",
      message: { text: "`xy` is already defined. Help: keep one of the definitions" },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "rules/%C3%A9.mderule" },
            region: { startLine: 1, startColumn: 3, endLine: 1, endColumn: 5 },
          },
        },
      ],
      relatedLocations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "rules/a%20b.mderule" },
            region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 6 },
          },
          message: { text: "the first" },
        },
      ],
    },
    {
      ruleId: "MDR1001",
      ruleIndex: 0,
      level: "error",
      message: {
        text:
          "there is no file or folder `gone.mderule`. Help: check the path; `mderules build` without paths builds " +
          "./rules, or the rulebook that is shipped",
      },
      locations: [{ physicalLocation: { artifactLocation: { uri: "gone.mderule" } } }],
    },
  ]);
});

test("order: files as given, then from top to end", () => {
  const [first, second]: Source[] = [
    { path: "z", text: "abc" },
    { path: "a", text: "abc" },
  ];
  const at = (source: Source, start: number, name: string) =>
    diagnostic("duplicateDefinition", { source, start, end: start + 1 }, { name });
  const found = [at(second!, 0, "4"), at(first!, 2, "3"), at(first!, 0, "2"), at(first!, 0, "1")];
  const names = inReadingOrder(found, [first!, second!]).map(({ message }) => message.slice(1, 2));
  assert.equal(names, ["1", "2", "3", "4"]);
});

test("counts errors and warnings", () => {
  const error = diagnostic("emptyFile", marked("[x]"), {});
  const warning = { ...error, severity: "warning" as const };
  assert.is(countText([]), "");
  assert.is(countText([error]), "1 error");
  assert.is(countText([error, warning, error, warning]), "2 errors and 2 warnings");
});

test.run();
