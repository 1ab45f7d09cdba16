// One file of a project, checked alone: the rest is read for the names that it uses.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { writeFiles } from "../temporary-folder.ts";
import { project, ruleText, runIn } from "./run-in.ts";

const own = `document handbook

rule own {
  title "The service starts automatically"
  covers unit-b
  see rule-a
  severity warning
  check starts
  fix set service DiagTrack start to automatic
  scenario "it starts" {
    given service DiagTrack start automatic
    expect healthy
  }
}
`;

function folder(): string {
  const path = project();
  writeFiles(path, {
    "rules/definitions.mderule": "define starts: service DiagTrack start is automatic\n",
    "rules/own.mderule": own,
  });
  return path;
}

test("names of other files are known, and only the rules of the file are counted", async () => {
  const { exitCode, stdout, stderr } = await runIn(folder(), ["check", "rules/own.mderule"]);
  assert.equal([exitCode, stderr], [0, ""]);
  assert.match(stdout, "1 rule and 0 applications are right");
});

test("what is wrong in other files is not said, what is wrong in this one is", async () => {
  const path = folder();
  writeFiles(path, { "rules/broken.mderule": "rule broken {\n  title\n}\n" });
  assert.is((await runIn(path, ["check", "rules/own.mderule"])).exitCode, 0);
  writeFiles(path, { "rules/own.mderule": own.replace("check starts", "check stars") });
  const { exitCode, stderr } = await runIn(path, ["check", "rules/own.mderule"]);
  assert.is(exitCode, 1);
  assert.match(stderr, /^rules\/own\.mderule:8:9: error MDR2009: nothing is defined as `stars`/);
  assert.not.match(stderr, "broken");
});

test("a build of one file holds its rules alone, and builds again where a definition changed", async () => {
  const path = folder();
  assert.is((await runIn(path, ["build", "rules/own.mderule", "--out-dir", "out"])).exitCode, 0);
  const again = await runIn(path, ["build", "rules/own.mderule", "--out-dir", "out"]);
  assert.not.match(again.stdout, "written");
  writeFiles(path, {
    "rules/definitions.mderule": "define starts: service DiagTrack start is one of (automatic, manual)\n",
  });
  const changed = await runIn(path, ["build", "rules/own.mderule", "--out-dir", "out"]);
  assert.match(changed.stdout, " written");
});

test("the shipped rulebook file by file", async () => {
  writeFiles(folder(), { "rules/c.mderule": `document handbook\n\n${ruleText("rule-c")}` });
  for (const name of ["06-sensor-events", "11-new-devices", "definitions"]) {
    const { exitCode, stderr } = await runIn(process.cwd(), ["check", `rules/${name}.mderule`]);
    assert.equal([name, exitCode, stderr], [name, 0, ""]);
  }
});

test.run();
