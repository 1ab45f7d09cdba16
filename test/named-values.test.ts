import { test } from "uvu";
import * as assert from "uvu/assert";
import { isDeepStrictEqual } from "node:util";
import { compile } from "../src/compile.ts";
import { assertionsOf } from "../src/model/condition.ts";

const ledgers = [{ document: "handbook", units: [{ unit: "unit-a" }] }];

function rulesOf(...texts: readonly string[]) {
  const sources = texts.map((text, index) => ({ path: `rules/${index}.mderule`, text }));
  const { value, diagnostics } = compile({ sources, ledgers });
  assert.equal(
    diagnostics.map(({ message }) => message),
    [],
  );
  return value;
}

const values = {
  "guard-reason": '"Made up for a test."',
  title: '"A title"',
  note: '"A note"',
  source: '"https://example.org/"',
  code: "0x87D1FDE8",
  names: "(DiagTrack, Sense)",
  id: "15",
  provider: "WDATPOnboarding",
  log: "Application",
  window: "7 days",
  level: "error",
  blob: '"blob"',
  key: '"HKLM\\SOFTWARE\\Example"',
  name: "Name",
  number: "5",
  version: "4.18.2007.8",
  words: "(manual, automatic)",
  type: "qword",
  pause: "10 seconds",
  bound: "60 seconds",
  advice: '"Do it yourself."',
  script: '"Get-Date"',
  data: '("one", 2)',
  age: "2 days",
  publisher: '"Contoso"',
  install: '"net start sense"',
  "return-code": "2",
  platform: '"Windows/All_x64_Windows_10_and_higher_Clients"',
  time: "20 minutes",
};

const rule = `document handbook

guard none $guard-reason

rule one {
  title    $title
  title fr $title
  covers   unit-a
  severity warning
  note     $note source $source
  cause    $note
  reported error $code
  each     service-name among $names in data 1 of event $id from $provider in $log within $window
  symptom  event $id from $provider in $log level $level within $window where (data $blob is $number)
             since event $id from $provider in $log
  check    registry $key $name is $number
  check    defender platform >= $version
  check    service $service-name start is one of $words
  report   registry $key $name
  fix      {
    set registry $key $name to $number as $type
    wait $pause
    wait until registry $key $name is $number within $bound
    run onboarding within $bound
    powershell $script
    advise $advice
    support $advice
  }
  scenario "one" {
    given  event $id from $provider in $log level $level aged $age with $data
    given  registry $key $name $number as $type
    expect healthy
    after fix registry $key $name $number
  }
}

application two {
  title     $title
  covers    unit-a
  publisher $publisher
  install   $install
  uninstall $install
  detect    registry $key $name is $number
  return code $return-code is success
  requires platform $platform
  maximum time $time
}
`;

/** A value without places and names: what is left is what it means. */
function meaning(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, part: unknown) =>
      key === "span" || key === "named" || key === "names" ? undefined : part,
    ),
  );
}

test("a name for a value means what it stands for, wherever a value may stand", () => {
  const definitions = Object.entries(values)
    .map(([name, value]) => `define $${name}: ${value}\n`)
    .join("");
  // Longest first: one name begins like another.
  const names = Object.entries(values).sort(([one], [other]) => other.length - one.length);
  const written = names.reduce((text, [name, value]) => text.replaceAll(`$${name}`, value), rule);
  const named = rulesOf(definitions, rule);
  assert.equal(meaning(named), meaning(rulesOf(written)));
});

test("a value keeps its name", () => {
  const { rules } = rulesOf(
    `define $key: "HKLM:\\SOFTWARE\\Example"\ndefine $same: $key\ndefine $log: Application\ndefine $five: 5\ndefine $list: ($five, 6)\n`,
    `document handbook
rule one {
  title    "A title"
  covers   unit-a
  severity warning
  check    registry $same Name is $five
  check    registry $key Name is one of $list
  check    event 15 from "Some Provider" in $log within 2 days
}
`,
  );
  const found = rules[0]!.checks.flatMap(assertionsOf);
  assert.equal(
    found.map(({ fact }) => [fact.names, fact.slots["key"]]),
    [
      [{ key: "same" }, { type: "text", text: "HKLM\\SOFTWARE\\Example" }],
      [{ key: "key" }, { type: "text", text: "HKLM\\SOFTWARE\\Example" }],
      [{ log: "log" }, undefined],
    ],
  );
  assert.equal(found[0]!.values, [{ type: "integer", value: 5, named: "five" }]);
  assert.equal(found[1]!.values, [
    { type: "integer", value: 5, named: "five" },
    { type: "integer", value: 6 },
  ]);
  assert.ok(isDeepStrictEqual(found[0]!.fact.slots, found[1]!.fact.slots));
});

test("names may begin with digits, and paths with other names of the same folders", () => {
  const { rules } = rulesOf(`document handbook
rule 7zip-is-there {
  title    "A title"
  covers   unit-a
  severity warning
  check    process 7z.exe is running
  check    file "%windir%\\System32\\notepad.exe" is present
  check    file "%CommonProgramFiles%\\System\\a.dll" is present
  check    file "%ProgramW6432%\\7-Zip\\7z.exe" is present
}
`);
  assert.equal(
    rules[0]!.checks.flatMap(assertionsOf).map(({ fact }) => fact.text),
    [
      "process 7z.exe",
      "file %SystemRoot%\\System32\\notepad.exe",
      "file %ProgramFiles%\\Common Files\\System\\a.dll",
      "file %ProgramFiles%\\7-Zip\\7z.exe",
    ],
  );
});

test.run();
