import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { chapterOf } from "../../../src/targets/choose-rules.ts";
import { intune } from "../../../src/targets/intune/index.ts";
import { shippedProgram } from "../shipped-program.ts";

interface Package {
  readonly displayName: string;
  readonly description: string;
  readonly enforceSignatureCheck: boolean;
  readonly detectionScriptContent: string;
  readonly remediationScriptContent?: string;
}

const schema = JSON.parse(
  readFileSync(new URL("device-health-script.schema.json", import.meta.url), "utf8"),
) as object;
const validate = new Ajv2020().compile(schema);
const program = shippedProgram();
const files = new Map([...intune.emit(program)].map(({ path, content }) => [path, content]));
const packages = [...files]
  .filter(([path]) => path.endsWith("/deviceHealthScript.json"))
  .map(([path, content]) => ({ folder: path.replace(/\/[^/]+$/, ""), text: String(content) }));

const read = (text: string): Package => JSON.parse(text) as Package;
const decode = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : Buffer.from(text, "base64").toString("latin1");

test("every package is one that Microsoft Graph takes, with the exact bytes of the scripts beside it", () => {
  assert.ok(packages.length > 40);
  for (const { folder, text } of packages) {
    const value = read(text);
    assert.ok(validate(value), `${folder}: ${JSON.stringify(validate.errors)}`);
    assert.is(decode(value.detectionScriptContent), files.get(`${folder}/Detect.ps1`), folder);
    assert.is(decode(value.remediationScriptContent), files.get(`${folder}/Remediate.ps1`), folder);
  }
});

test("names are unique, whatever the case, and descriptions say where a rule comes from and what it changes", () => {
  const values = packages.map(({ text }) => read(text));
  assert.is(new Set(values.map(({ displayName }) => displayName.toLowerCase())).size, values.length);
  const policyKey = values.find(({ displayName }) => displayName === "mderules intune-policy-key")!;
  assert.match(
    policyKey.description,
    /^The policy key .*\. May change: .*\. Severity error\. Source: troubleshoot-onboarding, intune-policy-key; .*03-intune\.mderule:\d+\.$/,
  );
});

test("what a script cannot repair has no remediation content at all", () => {
  const detectOnly = read(String(files.get("intune/av-services-default/deviceHealthScript.json")));
  assert.not("remediationScriptContent" in detectOnly);
});

test("rules for servers alone are left out, and the target says so", () => {
  const skipped = intune.skipped!(program);
  const forServers = skipped.filter(({ reason }) => reason.includes("servers"));
  const servers = program.rules.filter((rule) => chapterOf(rule) === "10-servers").map(({ id }) => id);
  assert.ok(forServers.length >= 5);
  assert.equal(
    forServers.filter(({ rule }) => !servers.includes(rule)),
    [],
  );
  for (const { rule } of skipped)
    assert.not(
      [...files.keys()].some((path) => path.includes(`${rule}/`)),
      rule,
    );
  const emitted = program.rules.filter(({ id }) => files.has(`intune/${id}/Detect.ps1`));
  assert.is(emitted.length + skipped.length, program.rules.length);
});

test("folders that tools import hold what the tool expects and nothing else", () => {
  const below = (folder: string): [string, string | Uint8Array][] =>
    [...files]
      .filter(([path]) => path.startsWith(`intune/import/${folder}/`))
      .map(([path, content]) => [path.slice(`intune/import/${folder}/`.length), content]);
  for (const kind of ["rules", "bundles"]) {
    const wanted = packages.filter(
      ({ folder }) => folder.startsWith("intune/bundles/") === (kind === "bundles"),
    );
    const texts = wanted.map(({ text }) => text).sort();
    for (const [tool, folder] of [
      ["IntuneManagement", "DeviceHealthScripts"],
      ["IntuneBackupAndRestore", "Device Health Scripts"],
    ] as const) {
      const found = below(`${kind}/${tool}`);
      assert.equal(found.map(([, content]) => content).sort(), texts);
      for (const [path, content] of found) {
        assert.is(path, `${folder}/${read(String(content)).displayName}.json`);
        assert.not.match(path, /_(?:settings|assignments)\.json$/);
      }
    }
    checkIntuneCd(
      below(`${kind}/IntuneCD`),
      wanted.map(({ text }) => read(text)),
    );
  }
});

/** IntuneCD finds the scripts of a definition by the id in their names: as a part of it, among all names. */
function checkIntuneCd(found: readonly [string, string | Uint8Array][], wanted: readonly Package[]): void {
  const repairing = wanted.filter((value) => value.remediationScriptContent !== undefined);
  assert.is(found.length, 3 * repairing.length);
  const scripts = found.filter(([path]) => path.startsWith("Proactive Remediations/Script Data/"));
  for (const value of repairing) {
    const [path] = found.find(([path]) => path.startsWith(`Proactive Remediations/${value.displayName}__`))!;
    const id = path.split("__")[1]!.replace(".json", "");
    const own = scripts.filter(([name]) => name.includes(id));
    assert.is(own.length, 2);
    // It compares scope tags by their names.
    const definition = JSON.parse(String(found.find(([name]) => name === path)![1])) as object;
    assert.equal(definition, { ...value, roleScopeTagIds: ["Default"] });
    const contentOf = (kind: string) => own.find(([name]) => name.includes(kind))![1];
    assert.is(contentOf("detectionScript"), decode(value.detectionScriptContent));
    assert.is(contentOf("remediationScript"), decode(value.remediationScriptContent));
  }
}

test("the compliance policy has its script and its rules, in the layouts of the tools that can take it", () => {
  const json = (path: string): Readonly<Record<string, unknown>> =>
    JSON.parse(String(files.get(path))) as Readonly<Record<string, unknown>>;
  const script = json("intune/compliance/deviceComplianceScript.json");
  const policy = json("intune/compliance/deviceCompliancePolicy.json");
  assert.is(decode(script["detectionScriptContent"] as string), files.get("intune/compliance/Discover.ps1"));
  const { rulesContent } = policy["deviceCompliancePolicyScript"] as { rulesContent: string };
  assert.is(Buffer.from(rulesContent, "base64").toString(), files.get("intune/compliance/rules.json"));
  const below = [...files.keys()].filter((path) => path.startsWith("intune/import/compliance/"));
  assert.is(below.length, 3);
  const named = (part: string): string => below.find((path) => path.includes(part))!;
  assert.equal(json(named("IntuneManagement/ComplianceScripts/")), script);
  assert.equal(json(named("IntuneCD/Compliance Policies/Scripts/")), {
    ...script,
    roleScopeTagIds: ["Default"],
  });
  assert.equal(json(named("IntuneCD/Compliance Policies/Policies/")), {
    ...policy,
    roleScopeTagIds: ["Default"],
    deviceComplianceScriptName: script["displayName"],
  });
});

test("signed scripts are what packages and layouts hold", () => {
  const sign = (path: string, text: string): Uint8Array => Buffer.from(`${text}# signed ${path}\r\n`);
  const signed = new Map([...intune.emit({ ...program, sign })].map(({ path, content }) => [path, content]));
  const value = read(String(signed.get("intune/sense-event-6/deviceHealthScript.json")));
  assert.match(decode(value.detectionScriptContent)!, /# signed intune\/sense-event-6\/Detect\.ps1\r\n$/);
  assert.is(value.enforceSignatureCheck, true);
  for (const [path, content] of signed) {
    if (path.endsWith(".ps1")) assert.match(Buffer.from(content as Uint8Array).toString(), /# signed /, path);
  }
});

test.run();
