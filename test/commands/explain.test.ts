import { writeFileSync } from "node:fs";
import { join } from "node:path";
import stringWidth from "string-width";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { millFolder } from "../explain/mill.ts";
import { matchesGolden } from "../golden.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { runIn } from "./run-in.ts";

const folder = millFolder();
const line = "mderules wheel-stopped UNHEALTHY service Wheel state is stopped, expected running";

for (const [name, commandLine] of Object.entries({
  event: ["MillScript", "15"],
  "event-in-french": ["15", "--lang", "fr"],
  line: [`"PC-7";"${line}"`],
  "line-in-french": [line, "--lang", "fr"],
  "error-code": ["-2016281112"],
  "each-and-brook": ["bell-2"],
  application: ["missing-flour"],
  "application-in-french": ["start-wheel", "no-flour", "--lang", "fr"],
  mentioned: ["ruisseau", "roue"],
})) {
  test(`answers: ${name}`, async () => {
    const { exitCode, stdout, stderr } = await runIn(folder, ["explain", ...commandLine]);
    assert.equal([exitCode, stderr], [0, ""]);
    matchesGolden(`test/commands/golden/explain-${name}.txt`, stdout);
  });
}

test("what it says has French punctuation and stays within the terminal", async () => {
  for (const columns of [80, 100]) {
    const stdout: string[] = [];
    const stream = { write: (text: string) => void stdout.push(text), isTerminal: true, columns };
    for (const lang of ["en", "fr"]) {
      await runIn(folder, ["explain", "wheel-stopped", "--lang", lang], { stdout: stream });
      await runIn(folder, ["explain", "0x87D1FDE8", "Grain", "--lang", lang], { stdout: stream });
    }
    const text = stdout.join("");
    assert.match(text, "\u001b[36mCause\u001b[0m");
    for (const each of text.split("\n")) assert.ok(stringWidth(each) <= columns, each);
    assert.not.match(text, /[a-z\u00e9] [:;?!]/);
  }
});

test("NO_COLOR and files have no colours", async () => {
  const written: string[] = [];
  const stdout = { write: (text: string) => void written.push(text), isTerminal: true, columns: 80 };
  await runIn(folder, ["explain", "brook"], { stdout, environment: { NO_COLOR: "1" } });
  assert.not.match(written.join(""), "\u001b");
  assert.not.match((await runIn(folder, ["explain", "brook"])).stdout, "\u001b");
});

test("nothing: near misses and exit code 1", async () => {
  assert.equal(await runIn(folder, ["explain", "weel-stoped"]), {
    exitCode: 1,
    stdout: "",
    stderr: "nothing in the rulebook is about `weel-stoped`\nis it one of these? wheel-stopped\n",
  });
  assert.equal(
    (await runIn(folder, ["explain", "sense 69", "--lang", "fr"])).stderr.split("\n").slice(0, 2),
    [
      "rien dans le recueil ne porte sur \u00ab\u00a0sense 69\u00a0\u00bb",
      "s\u2019agit-il de l\u2019un de ceux-ci\u202f? sense 68",
    ],
  );
  assert.is((await runIn(folder, ["explain", "something else entirely"])).stderr.split("\n").length, 2);
  const long = await runIn(folder, ["explain", `${"xyzzy ".repeat(30)}\nmore`]);
  assert.match(long.stderr, /^nothing in the rulebook is about `xyzzy [xyz ]{71}\.\.\.`\n$/);
});

test("for machines", async () => {
  const read = async (...what: string[]) => {
    const { exitCode, stdout } = await runIn(folder, ["explain", "--json", ...what]);
    const value = JSON.parse(stdout) as {
      exitCode: number;
      asked: string;
      matches: Record<string, unknown>[];
      nearMisses: string[];
    };
    assert.is(value.exitCode, exitCode);
    return value;
  };
  const { asked, matches } = await read("MillScript", "15");
  assert.is(asked, "MillScript 15");
  const [{ id, ends, direct, applies, checks, changes, document, units, matches: reasons, source }] =
    matches as [Record<string, unknown>];
  assert.equal(
    { id, ends, direct, applies, checks, changes, document, source },
    {
      id: "wheel-stopped",
      ends: "fix",
      direct: true,
      applies: "windows build >= 14393 and service Wheel start is not disabled",
      checks: ["service Wheel state is running", "registry HKLM\\SOFTWARE\\Mill Grain is 1"],
      changes: ["service Wheel state"],
      document: "mill",
      source: "rules/mill.mderule:5",
    },
  );
  assert.equal(units, [
    {
      unit: "bell-1",
      section: "Signals",
      summary: "bell 1: the wheel stands still",
      url: "https://learn.microsoft.com/mill#signals",
    },
  ]);
  assert.equal(
    (reasons as { kind: string }[]).map(({ kind }) => kind),
    ["event"],
  );
  assert.equal((await read("weel-stoped")).nearMisses, ["wheel-stopped"]);
});

test("standard input, with all its lines", async () => {
  const text = `device;output\r\nPC-1;"${line}"\r\nPC-2;"mderules brook UNKNOWN the log is closed"\r\n`;
  const { stdout } = await runIn(folder, ["explain", "--stdin"], {
    stdin: () => Promise.resolve(Buffer.from(text)),
  });
  assert.match(stdout, /^The wheel turns\n[^]*\nThe brook runs\n/);
});

test("a file, in the encodings of Windows; what was read stands first", async () => {
  const pasted =
    "SERVICE_NAME: wheel\r\n  STATE : 1  STOPPED\r\n\r\nSERVICE_NAME: other\r\n  STATE : 4  RUNNING\r\n";
  const place = millFolder();
  for (const encoding of ["utf8", "utf16le"] as const) {
    writeFileSync(join(place, "sc.txt"), Buffer.from(`\ufeff${pasted}`, encoding));
    const { exitCode, stdout } = await runIn(place, ["explain", "--file", "sc.txt"]);
    assert.is(exitCode, 0);
    assert.match(stdout, /^Read: service wheel state is stopped; service other state is running\.\n/);
    assert.match(stdout, "No rule says that anything is wrong with: service other state is running.");
  }
  const nothing = await runIn(place, ["explain", "Event ID: 7036, Source: Service Control Manager"]);
  assert.equal(
    [nothing.exitCode, nothing.stderr.split("\n")[0]],
    [1, "Read: event 7036 from Service Control Manager."],
  );
  const missing = await runIn(place, ["explain", "--file", "gone.txt"]);
  assert.is(missing.exitCode, 2);
});

test("what a site configured is part of the answer", async () => {
  const site = millFolder();
  writeFileSync(
    join(site, "mderules.config.json"),
    JSON.stringify({ onboarding: { path: "C:\\onboard.cmd" } }),
  );
  const { stdout } = await runIn(site, ["explain", "wheel-stopped", "--lang", "fr"]);
  assert.match(stdout, "- ex\u00e9cuter le package d\u2019int\u00e9gration du site\n");
  assert.match(stdout, "ce que change le package d\u2019int\u00e9gration du site\n");
});

test("wrong usage, rules elsewhere and rules with errors", async () => {
  assert.is(
    (await runIn(folder, ["explain"])).stderr.split("\n")[0],
    "error: say what to explain, for example: sense 15",
  );
  assert.is((await runIn(folder, ["explain", " "])).exitCode, 2);
  assert.is((await runIn(folder, ["explain", "--", "-2016281112"])).exitCode, 0);
  assert.is(
    (await runIn(temporaryFolder(), ["explain", "brook", "--rules", join(folder, "rules")])).exitCode,
    0,
  );
  const wrong = millFolder();
  writeFileSync(join(wrong, "rules/x.mderule"), "rule x {}\n");
  const { exitCode, stderr } = await runIn(wrong, ["explain", "brook"]);
  assert.is(exitCode, 1);
  assert.match(stderr, /^rules\/x\.mderule:1:6: error/);
});

test.run();
