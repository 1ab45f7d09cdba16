import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { writeFiles } from "../temporary-folder.ts";
import { project, type Ran, runIn } from "./run-in.ts";

interface Plan {
  readonly plan: readonly {
    readonly name: string;
    readonly action: string;
    readonly fields: readonly string[];
  }[];
  readonly places: { readonly taken: number; readonly created: number };
}

/** A project with an output, in which both rules are in a bundle of their own. */
async function built(): Promise<string> {
  const folder = project({
    "mderules.config.json": JSON.stringify({
      bundle: [
        { name: "one", rules: ["rule-a"] },
        { name: "two", rules: ["rule-b"] },
      ],
    }),
  });
  const { exitCode, stderr } = await runIn(folder, ["build", "--target", "intune"]);
  assert.equal([exitCode, stderr], [0, ""]);
  return folder;
}

async function planOf(folder: string, ...exports: string[]): Promise<{ plan: Plan; ran: Ran }> {
  const ran = await runIn(folder, ["import", "--plan", ...exports, "--json"]);
  return { plan: JSON.parse(ran.stdout) as Plan, ran };
}

const actions = ({ plan }: Plan): string[] =>
  plan.map(({ name, action, fields }) => [name, action, ...fields].join(" "));

const definition = (folder: string, name: string): Record<string, unknown> =>
  JSON.parse(
    readFileSync(join(folder, `out/intune/bundles/${name}/deviceHealthScript.json`), "utf8"),
  ) as Record<string, unknown>;

test("what tools import is what is there afterwards", async () => {
  const folder = await built();
  for (const tool of ["IntuneManagement", "IntuneBackupAndRestore", "IntuneCD"]) {
    const { plan } = await planOf(folder, `out/intune/import/bundles/${tool}`);
    assert.equal(actions(plan), ["mderules bundle one unchanged", "mderules bundle two unchanged"], tool);
  }
});

test("IntuneCD's own line ends make no difference, another script does", async () => {
  const folder = await built();
  const below = "out/intune/import/bundles/IntuneCD/Proactive Remediations";
  const { plan } = await planOf(folder, below);
  assert.equal(plan.places, { taken: 2, created: 0, most: 200 });
  const detect = readFileSync(join(folder, "out/intune/bundles/one/Detect.ps1"), "utf8");
  const remediate = readFileSync(join(folder, "out/intune/bundles/one/Remediate.ps1"), "utf8");
  const json = { ...definition(folder, "one"), detectionScriptContent: null, remediationScriptContent: null };
  writeFiles(folder, {
    "theirs/Proactive Remediations/mderules bundle one__12.json": JSON.stringify(json),
    "theirs/Proactive Remediations/Script Data/x_DetectionScript__12.ps1": detect.replaceAll("\r\n", "\n"),
    "theirs/Proactive Remediations/Script Data/x_RemediationScript__12.ps1": `${remediate}# by hand`,
  });
  const found = await planOf(folder, "theirs");
  assert.equal(actions(found.plan), [
    "mderules bundle one update remediationScriptContent",
    "mderules bundle two create",
  ]);
});

test("creates, updates, conflicts, what is unclear and what others made", async () => {
  const folder = await built();
  const one = definition(folder, "one");
  const list = (...value: object[]): string => JSON.stringify({ value });
  writeFiles(folder, {
    "empty/other.json": list({ displayName: "x", "@odata.type": "#microsoft.graph.somethingElse" }),
    "changed/list.json": list({ ...one, description: "by hand", publisher: "me" }),
    "twice/a.json": JSON.stringify(one),
    "twice/b.json": JSON.stringify({ ...one, displayName: "MDERULES bundle one" }),
    // A list of Graph has no content of scripts, and names no type.
    "graph/list.json": list({
      ...one,
      "@odata.type": undefined,
      detectionScriptContent: null,
      remediationScriptContent: null,
    }),
    "others/a.json": JSON.stringify({ ...one, displayName: "Restart the spooler" }),
  });
  const expected: Readonly<Record<string, readonly string[]>> = {
    empty: ["mderules bundle one create"],
    changed: ["mderules bundle one update description publisher"],
    twice: ["mderules bundle one conflict"],
    graph: ["mderules bundle one unclear detectionScriptContent remediationScriptContent"],
    others: ["mderules bundle one create"],
  };
  for (const [name, lines] of Object.entries(expected)) {
    const { plan, ran } = await planOf(folder, name);
    assert.is(ran.exitCode, 0, name);
    const others = name === "others" ? ["Restart the spooler other"] : [];
    assert.equal(actions(plan), [...lines, "mderules bundle two create", ...others], name);
  }
});

test("the plan for people, and what cannot be read", async () => {
  const folder = await built();
  writeFiles(folder, { "bad/x.json": "{", "bad/deep.json": '{"a":'.repeat(1000) });
  const { exitCode, stdout, stderr } = await runIn(folder, ["import", "--plan", "bad", "nowhere"]);
  assert.is(exitCode, 2);
  assert.match(stdout, /CREATE +Intune +deviceHealthScript +mderules bundle one\n[\s\S]*\n2 create\n$/);
  assert.match(stderr, /bad\/x\.json +1:2: the file is not JSON/);
  assert.match(stderr, /bad\/deep\.json +1:\d+: the file has more than 64/);
  assert.match(stderr, /nowhere +there is no such file or folder/);
});

test("without an output, and without --plan, it says what to do", async () => {
  const folder = await built();
  rmSync(join(folder, "out"), { recursive: true });
  const without = await runIn(folder, ["import", "--plan", "."]);
  assert.is(without.exitCode, 2);
  assert.match(without.stderr, /out\/intune does not exist\nhelp: build first/);
  const unplanned = await runIn(folder, ["import", "."]);
  assert.is(unplanned.exitCode, 2);
  assert.match(unplanned.stderr, /mderules only plans imports \(--plan\)/);
});

test.run();
