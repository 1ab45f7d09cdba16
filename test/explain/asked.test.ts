import { test } from "uvu";
import * as assert from "uvu/assert";
import { compile } from "../../src/compile.ts";
import { type Asked, askedOf } from "../../src/explain/asked.ts";
import { errorText } from "../../src/explain/error-text.ts";
import { findMatches } from "../../src/explain/find-matches.ts";
import { nearMisses } from "../../src/explain/near-misses.ts";
import { printedLines } from "../../src/model/line.ts";
import { subjectsOf } from "../../src/explain/subject.ts";
import { millLedger, millRules } from "./mill.ts";

const { value, diagnostics } = compile({
  sources: [{ path: "rules/mill.mderule", text: millRules }],
  ledgers: [millLedger({}) as Parameters<typeof compile>[0]["ledgers"][number]],
});
const subjects = subjectsOf(value);

/** The rules that answer: those that are about it, then the others after a bar. */
function answers(text: string): string {
  const asked = askedOf(text, subjects);
  const matches = asked.length === 0 ? [] : findMatches(asked, subjects);
  const names = (direct: boolean) =>
    matches.filter((match) => match.direct === direct).map(({ subject }) => subject.id);
  return [names(true).join(" "), names(false).join(" ")].join(" | ").trim();
}

test("the rulebook of these tests is right", () => {
  assert.equal(
    diagnostics.map(({ message }) => message),
    [],
  );
});

test("a rule, an application and a unit by name", () => {
  assert.is(answers("wheel-stopped"), "wheel-stopped |");
  assert.is(answers("Start-Wheel"), "start-wheel |");
  assert.is(answers("bell-2"), "brook stones |");
  // The rule of that name before the others that cover the unit.
  assert.is(answers("brook"), "brook |");
  assert.is(answers("stones wheel-stopped"), "wheel-stopped stones |");
});

test("an event, with or without its source, however people write it", () => {
  for (const text of [
    "MillScript 15",
    "millscript 15",
    "event 15 from MillScript",
    "Event ID: 15, Source: MillScript",
    "15 MillScript",
  ]) {
    assert.is(answers(text), "wheel-stopped |", text);
  }
  for (const text of ["15", "event 15", "événement 15", "Event ID 15."]) {
    assert.is(answers(text), "wheel-stopped | any-grain", text);
  }
  for (const text of ["sense 68", "Mill-SENSE 68", "Mill-SENSE/Operational 68", "68"])
    assert.is(answers(text), "stones |", text);
  // A check looks at it, but it is no sign of the problem.
  assert.is(answers("sense 4"), "| brook");
  assert.is(answers("application 15"), "wheel-stopped |");
  assert.is(answers("sense 16"), "|");
});

test("an error code in every spelling", () => {
  for (const text of [
    "0x87D1FDE8",
    "0x87d1fde8",
    "87D1FDE8",
    "-2016281112",
    "2278686184",
    "Error code: 0x87D1FDE8.",
  ]) {
    assert.is(answers(text), "wrong-grain any-grain |", text);
  }
  assert.is(answers("0x87D1FDE9"), "|");
});

test("a system error, bare or as an HRESULT; what an event carries touches on it", () => {
  for (const text of ["577", "System error 577 has occurred", "erreur 577"])
    assert.is(answers(text), "wrong-grain | wheel-stopped", text);
  assert.is(answers("0x80070241"), "wrong-grain |");
  assert.is(answers("0x00000241"), "wrong-grain |");
});

test("an OMA-URI or its last node, alone and beside an error code", () => {
  const path = "./Device/Vendor/MSFT/WindowsAdvancedThreatProtection/HealthState/Grain";
  for (const text of ["Grain", "grain", path, path.slice(2)])
    assert.is(answers(text), "wrong-grain | no-flour any-grain", text);
  assert.is(answers("0x87D1FDE8 Grain"), "wrong-grain | any-grain no-flour");
  assert.is(answers("0x87D1FDE8 Flour"), "wrong-grain | any-grain");
  assert.is(answers(path.replace("Grain", "Bran")), "| any-grain");
  assert.is(answers("./Device/Vendor/MSFT/Policy/Grain"), "|");
});

test("a line of a script, with other text around it", () => {
  const line = "mderules wheel-stopped UNHEALTHY service Wheel state is stopped, expected running";
  for (const text of [line, `"PC-1";"${line}";1`, `12:00 ${line}\r\nbye`, `${line}\n${line}`]) {
    assert.is(answers(text), "wheel-stopped |", text);
  }
  assert.is(answers(`${line}\nmderules brook UNKNOWN x`), "wheel-stopped brook |");
  assert.is(answers("mderules gone HEALTHY all is well"), "|");
});

test("words find what holds all of them", () => {
  assert.is(answers("miller"), "| wheel-stopped");
  assert.is(answers("ruisseau roue"), "| wheel-stopped");
  assert.is(answers("ruisseau nowhere"), "|");
  assert.is(answers("the of is"), "|");
});

test("the lines of bundles say something of several rules", () => {
  const line =
    "mderules mill-error UNHEALTHY 2 unhealthy, 1 unknown | UNHEALTHY wheel-stopped it is stopped | UNKNOWN brook log: closed | 1 more";
  assert.equal(printedLines(`x ${line}`), [
    { rule: "mill-error", status: "UNHEALTHY", text: line.slice("mderules mill-error UNHEALTHY ".length) },
    { rule: "wheel-stopped", status: "UNHEALTHY", text: "it is stopped" },
    { rule: "brook", status: "UNKNOWN", text: "log: closed" },
  ]);
  assert.is(answers(line), "wheel-stopped brook |");
  assert.equal(printedLines("mderules a NOTHING-TO-UNDO"), [
    { rule: "a", status: "NOTHING-TO-UNDO", text: "" },
  ]);
  assert.equal(printedLines("mderules a DONE x, mderules UNHEALTHY, mderules a UNHEALTHYLY"), []);
});

test("sources narrow a number and are not asked about themselves", () => {
  const [asked] = askedOf("MillScript Application 15", subjects) as [Extract<Asked, { kind: "number" }>];
  assert.equal([asked.kind, asked.value, [...asked.sources!]], ["number", 15, ["MillScript in Application"]]);
});

test("the text of an event may hold words that mean something elsewhere", () => {
  assert.is(answers("MillScript, Event ID 15: no Grain"), "wheel-stopped |");
  assert.is(answers("Event ID 15: no Grain"), "| wheel-stopped wrong-grain any-grain no-flour");
});

test("near misses", () => {
  assert.equal(nearMisses("weel-stoped", subjects), ["wheel-stopped"]);
  assert.is(nearMisses("sense 69", subjects)[0], "sense 68");
  assert.equal(nearMisses("0x87D1FDE9", subjects), ["0x87D1FDE8"]);
  assert.is(nearMisses("Grian", subjects)[0], "Grain");
  assert.is(nearMisses("the stonse, please", subjects)[0], "stones");
  assert.equal(nearMisses("something else entirely", subjects), []);
});

test("error codes as consoles show them", () => {
  assert.is(errorText(577), "577");
  assert.is(errorText(-2016281112), "0x87D1FDE8 (-2016281112)");
});

test.run();
