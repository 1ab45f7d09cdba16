import { test } from "uvu";
import * as assert from "uvu/assert";
import { kustoString } from "../../../src/encode/kusto.ts";
import { fleet } from "../../../src/targets/fleet/index.ts";
import { shippedProgram } from "../shipped-program.ts";

const program = shippedProgram();
const files = new Map([...fleet.emit(program)].map(({ path, content }) => [path, String(content)]));

test("every rule has a query or is named as one that has none", () => {
  const asked = new Set(
    [...files.keys()].filter((path) => path.endsWith("/CMPivot.kql")).map((path) => path.split("/")[1]!),
  );
  const skipped = fleet.skipped!(program).map(({ rule }) => rule);
  assert.equal([...asked, ...skipped].sort(), program.rules.map(({ id }) => id).sort());
  assert.ok(asked.size > 20);
});

test("a query says what it asks for and what it leaves out", () => {
  const text = files.get("fleet/script-event-65/CMPivot.kql")!;
  assert.match(text, /^\/\/ script-event-65: .*\r\n\/\/ Source: /);
  assert.match(
    text,
    /\r\n\/\/ Asks for: event 65 from WDATPOnboarding in Application level error within 7 days\r\n/,
  );
  assert.match(text, /\r\n\/\/ Not in the query: the provider WDATPOnboarding \(CMPivot\)/);
  assert.match(text, /\r\nWinEvent\('Application', \d+h\)\r\n\| where ID == 65\r\n/);
  const workspace = files.get("fleet/script-event-65/LogAnalytics.kql")!;
  assert.match(
    workspace,
    /\| where EventLog == 'Application' and Source == 'WDATPOnboarding' and EventID == 65\r\n\| where EventLevel == 2\r\n/,
  );
  assert.not.match(workspace, /\(CMPivot\)/);
});

test("every condition of a rule is asked for or said to be left out", () => {
  for (const rule of program.rules) {
    const text = files.get(`fleet/${rule.id}/CMPivot.kql`);
    if (text === undefined) continue;
    const parts =
      rule.symptoms.length +
      rule.checks.length +
      (rule.applies === undefined ? 0 : 1) +
      (rule.each === undefined ? 0 : 1);
    const said = text
      .split("\r\n")
      .filter((line) => /^\/\/ (?:Asks for|Not in the query: (?:applies|each|symptom|check)\b)/.test(line));
    assert.is(said.length, parts, rule.id);
  }
});

test("queries are ASCII, and text stays text in them", () => {
  for (const [path, text] of files) assert.match(text, /^[\t\r\n -~]+$/, path);
  assert.is(kustoString("it's C:\\x \u00e9\n"), "'it\\'s C:\\\\x \\u00e9\\u000a'");
});

test.run();
