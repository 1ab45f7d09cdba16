import { test } from "uvu";
import * as assert from "uvu/assert";
import { millFolder } from "../explain/mill.ts";
import { matchesGolden } from "../golden.ts";
import { runIn } from "./run-in.ts";

const folder = millFolder();

async function listed(...options: string[]): Promise<string[]> {
  const { exitCode, stdout, stderr } = await runIn(folder, ["list", "--json", ...options]);
  assert.equal([exitCode, stderr], [0, ""]);
  return (JSON.parse(stdout) as { rules: { id: string }[] }).rules.map(({ id }) => id);
}

test("lists rules and applications in the order of the rulebook", async () => {
  matchesGolden("test/commands/golden/list.txt", (await runIn(folder, ["list"])).stdout);
  matchesGolden(
    "test/commands/golden/list-in-french.txt",
    (await runIn(folder, ["list", "--lang", "fr"])).stdout,
  );
});

test("each filter narrows the list", async () => {
  assert.equal(await listed("--severity", "warning"), ["brook", "stones"]);
  assert.equal(await listed("--ends", "lookup"), ["wrong-grain"]);
  assert.equal(await listed("--ends", "flow"), ["no-flour"]);
  assert.equal(await listed("--ends", "detect", "--severity", "error"), ["any-grain"]);
  assert.equal(await listed("--unit", "missing-flour"), ["no-flour", "start-wheel"]);
  assert.equal(await listed("--kind", "registry"), ["wheel-stopped", "start-wheel"]);
  assert.equal(await listed("--kind", "event"), ["wheel-stopped", "brook", "stones", "any-grain"]);
  assert.equal(await listed("--kind", "windows"), ["wheel-stopped", "any-grain"]);
  assert.equal(await listed("--kind", "file"), []);
});

test("a target lists what it makes something of", async () => {
  const intune = await listed("--target", "intune");
  assert.ok(intune.includes("wheel-stopped") && intune.includes("brook"));
  assert.not.ok(
    intune.includes("wrong-grain") || intune.includes("no-flour") || intune.includes("start-wheel"),
  );
  assert.ok((await listed("--target", "configmgr")).includes("start-wheel"));
});

test("a terminal has columns, and a title goes on below itself", async () => {
  const written: string[] = [];
  const stdout = { write: (text: string) => void written.push(text), isTerminal: true, columns: 57 };
  await runIn(folder, ["list", "--unit", "grain-refused"], { stdout });
  assert.equal(written.join("").split("\n"), [
    "\u001b[2mRULE         SEVERITY  ENDS    TITLE\u001b[0m",
    "wrong-grain  error     lookup  The grain is the one that",
    "                               was ordered",
    "any-grain    error     detect  The mill takes this grain",
    "",
  ]);
});

test("for machines", async () => {
  const { stdout } = await runIn(folder, ["list", "--json", "--unit", "bell-1"]);
  assert.equal((JSON.parse(stdout) as { rules: unknown }).rules, [
    {
      id: "wheel-stopped",
      severity: "error",
      ends: "fix",
      title: "The wheel turns",
      covers: ["bell-1"],
      kinds: ["event", "registry", "service", "windows"],
      source: "rules/mill.mderule:5",
    },
  ]);
});

test("wrong usage is explained", async () => {
  for (const [option, value, problem] of [
    ["--kind", "servce", "there is no kind `servce`; did you mean `service`?"],
    ["--severity", "bad", "there is no severity `bad`; there is `error`, `warning` or `information`"],
    ["--lang", "de", "--lang cannot be `de`; there is `en` or `fr`"],
  ] as const) {
    const { exitCode, stderr } = await runIn(folder, ["list", option, value]);
    assert.equal([exitCode, stderr.split("\n")[0]], [2, `error: ${problem}`]);
  }
  const { stderr } = await runIn(folder, ["list", "--severity", "error", "--severity", "warning"]);
  assert.is(stderr.split("\n")[0], "error: --severity is given more than once");
});

test.run();
