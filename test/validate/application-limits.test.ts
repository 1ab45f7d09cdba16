import { test } from "uvu";
import * as assert from "uvu/assert";
import { compile } from "../../src/compile.ts";
import { locate } from "../../src/text/source.ts";

const status = String.raw`registry "HKLM\SOFTWARE\Contoso" State`;

/** What is reported of an application with these statements, besides the four that it needs. */
function reported(...statements: readonly string[]): readonly string[] {
  const own = (name: string) => statements.some((statement) => statement.startsWith(`${name} `));
  const lines = [
    ...(own("title") ? [] : ['title "Start"']),
    "covers unit",
    ...(own("install") ? [] : ['install "start.exe"']),
    `detect ${status} is 1`,
    ...statements,
  ];
  const text = `document sample\napplication start {\n  ${lines.join("\n  ")}\n}\n`;
  const { diagnostics } = compile({
    sources: [{ path: "a.mderule", text }],
    ledgers: [{ document: "sample", units: [{ unit: "unit" }] }],
  });
  return diagnostics.map(({ code, message, span }) => {
    const line = text.split("\n")[locate(span.source, span.start).line - 1]!.trim();
    return `${code} ${message} at ${line.slice(0, 20)}`;
  });
}

const waits: Readonly<Record<string, readonly string[]>> = {
  [`${status} is 1`]: [],
  [`${status} is 0`]: [],
  [`${status} is one of (1, 2)`]: [],
  [`${status} is "on"`]: [],
  [`${status} is one of ("on", "off (a)")`]: [],
  [`${status} is present`]: [],
  "service Sense state is running": [],
  "service Sense state is one of (running, start-pending)": [],
  [`(service Sense state is running or ${status} is 2) and ${status} is 1`]: [],
  [`${status} is missing`]: ["State"],
  [`${status} is not 1`]: ["State"],
  [`${status} > 1`]: ["State"],
  [`${status} contains "a"`]: ["State"],
  [`${status} is "\u00e9t\u00e9"`]: ["State"],
  [`${status} is one of (1, "on")`]: ["State"],
  "service Sense state is not running": ["Sense"],
  "service Sense start is automatic": ["Sense"],
  "process MsSense.exe is present": ["MsSense.exe"],
  [String.raw`registry "HKLM\SOFTWARE\Contoso" "na\" is 1`]: ["na"],
  [String.raw`registry "HKLM\SOFTWARE\Cont""oso" State is 1`]: ["State"],
  [`${status} > 1 or service Sense state is not running`]: ["State", "Sense"],
};
for (const [condition, found] of Object.entries(waits)) {
  test(`wait until ${condition}`, () => {
    const messages = reported(`wait until ${condition} within 2 minutes`);
    assert.is(messages.length, found.length, messages.join("\n"));
    for (const [index, name] of found.entries()) {
      assert.match(messages[index]!, /^MDR3023 an application cannot wait for this of .* at wait until/);
      assert.ok(messages[index]!.includes(name));
    }
  });
}

test("the wait is shorter than the maximum time", () => {
  const wait = (seconds: number) => `wait until service Sense state is running within ${seconds} seconds`;
  assert.equal(reported(wait(899)), []);
  const message = "MDR3024 the wait is not shorter than the maximum time, 15 minutes at wait until service S";
  assert.equal(reported(wait(900)), [message]);
  assert.equal(reported(wait(900), "maximum time 16 minutes"), []);
});

test("the maximum time lies between 15 minutes and a day", () => {
  assert.equal(reported("maximum time 15 minutes"), []);
  assert.equal(reported("maximum time 24 hours"), []);
  for (const [time, bounds] of [
    ["14 minutes", "is at least 15 minutes"],
    ["1441 minutes", "is at most 1 day"],
  ] as const) {
    const [found, ...more] = reported(`maximum time ${time}`);
    assert.ok(found?.startsWith(`MDR2017 \`maximum time\` ${bounds} at maximum time`), found);
    assert.equal(more, []);
  }
});

test("title and publisher have 256 characters at most", () => {
  const text = (length: number) => `"${"x".repeat(length)}"`;
  assert.equal(reported(`title ${text(256)}`, `publisher ${text(256)}`), []);
  assert.equal(reported(`title ${text(257)}`, `publisher ${text(300)}`), [
    `MDR3025 the title has 257 characters, more than the 256 that Configuration Manager takes at title "xxxxxxxxxxxxx`,
    `MDR3025 the publisher has 300 characters, more than the 256 that Configuration Manager takes at publisher "xxxxxxxxx`,
  ]);
});

test("a command line is one line", () => {
  const text = '"""\n    a.exe\n    b.exe\n  """';
  const found = reported(`install ${text}`, `uninstall ${text}`);
  assert.equal(
    found.map((message) => message.replace(/ at .*$/s, "")),
    [
      "MDR3026 the command line of `install` has more than one line",
      "MDR3026 the command line of `uninstall` has more than one line",
    ],
  );
});

test.run();
