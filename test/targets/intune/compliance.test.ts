import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { runJobs } from "../../../src/engine/engine.ts";
import type { Rule } from "../../../src/model/rule.ts";
import { describeDevice } from "../../../src/simulate/describe-device.ts";
import { evaluate } from "../../../src/simulate/evaluate.ts";
import { complianceLimits, complianceOf } from "../../../src/targets/intune/compliance.ts";
import { intune } from "../../../src/targets/intune/index.ts";
import { planRule } from "../../../src/targets/plan.ts";
import { configuration, shippedProgram } from "../shipped-program.ts";
import { powerShellTest } from "../../power-shell.ts";

interface Definition {
  readonly Rules: readonly {
    readonly SettingName: string;
    readonly RemediationStrings: readonly { readonly Language: string; readonly Title: string }[];
  }[];
}

const validate = new Ajv2020().compile(
  JSON.parse(readFileSync(new URL("custom-compliance.schema.json", import.meta.url), "utf8")) as object,
);
const program = shippedProgram();
const skipped = new Set(intune.skipped!(program).map(({ rule }) => rule));
const rules = program.rules.filter(({ id }) => !skipped.has(id)).map((rule) => planRule(rule, configuration));
const compliance = complianceOf(rules, program)!;

test("the rules are those of severity error, in English and French, as Intune takes them", () => {
  const definition = JSON.parse(compliance.definition) as Definition;
  assert.ok(validate(definition), JSON.stringify(validate.errors));
  const errors = rules.filter(({ severity }) => severity === "error");
  assert.equal(
    definition.Rules.map(({ SettingName }) => SettingName),
    errors.map(({ id }) => `mderules-${id}`),
  );
  for (const { RemediationStrings } of definition.Rules) {
    assert.equal(
      RemediationStrings.map(({ Language }) => Language),
      ["en_US", "fr_FR"],
    );
    assert.is.not(RemediationStrings[0]!.Title, RemediationStrings[1]!.Title);
  }
});

test("a rule leads to where its own document is published, or to its note, or nowhere", () => {
  const [rule] = rules.filter(({ severity }) => severity === "error");
  const addressOf = (changed: Partial<Rule>): unknown => {
    const { definition } = complianceOf([{ ...rule!, ...changed }], program)!;
    return (JSON.parse(definition) as { Rules: { MoreInfoUrl?: string }[] }).Rules[0]!.MoreInfoUrl;
  };
  assert.is(addressOf({}), "https://learn.microsoft.com/defender-endpoint/troubleshoot-onboarding");
  assert.is(
    addressOf({ documentUrl: "https://intranet.contoso.com/baseline" }),
    "https://intranet.contoso.com/baseline",
  );
  const note = (source: string) => ({ text: { en: "Why.", fr: undefined }, source });
  const notes = [note("KB5001"), note("https://contoso.com/why")];
  assert.is(addressOf({ document: undefined, documentUrl: undefined, notes }), "https://contoso.com/why");
  assert.is(addressOf({ document: undefined, documentUrl: undefined, notes: [] }), undefined);
});

test("the configuration chooses", () => {
  const chosen = complianceOf(rules, {
    ...program,
    configuration: { compliance: { rules: ["sense-event-6"] } },
  })!;
  assert.equal(
    chosen.rules.map(({ id }) => id),
    ["sense-event-6"],
  );
});

test("what is more than Intune takes is left out and named", () => {
  const many = Array.from({ length: 130 }, (_, index): Rule => ({
    ...rules[0]!,
    id: `rule-${index}`,
    fixes: [],
    cause: undefined,
    title: { en: "A title", fr: "Un titre" },
  }));
  const hundred = complianceOf(many, { ...program, configuration: { compliance: {} } })!;
  assert.is(hundred.rules.length, complianceLimits.rules);
  assert.is(hundred.left.length, 30);
  const title = { en: "x".repeat(5000), fr: undefined };
  const long = complianceOf(
    many.map((rule) => ({ ...rule, title })),
    { ...program, configuration: { compliance: {} } },
  )!;
  assert.ok(Buffer.byteLength(long.definition) <= complianceLimits.bytes);
  assert.ok(long.rules.length >= 5);
  assert.is(long.rules.length + long.left.length, 130);
});

powerShellTest("the script prints one line: false for what is unhealthy, true for all else", async () => {
  const scenarios = compliance.rules.flatMap((rule, place) =>
    place % 5 === 0
      ? rule.scenarios.filter(({ verdict }) => verdict === "unhealthy" || verdict === "unknown").slice(0, 2)
      : [],
  );
  const devices = scenarios.map(describeDevice);
  const results = await runJobs(
    devices.map((device, index) => ({
      device,
      configuration,
      runs: [
        {
          script: { text: compliance.script },
          languageMode: index === 0 ? ("ConstrainedLanguage" as const) : ("FullLanguage" as const),
        },
      ],
    })),
  );
  let noncompliant = 0;
  for (const [index, device] of devices.entries()) {
    const [{ stdout, stderr, exitCode, writes }] = results[index]! as [(typeof results)[0][0]];
    assert.equal(
      { lines: stdout.length, stderr, exitCode, writes },
      { lines: 1, stderr: [], exitCode: 0, writes: [] },
    );
    const states = compliance.rules.map((rule): [string, boolean] => [
      `mderules-${rule.id}`,
      evaluate(rule, device).verdict !== "unhealthy",
    ]);
    noncompliant += states.filter(([, state]) => !state).length;
    assert.equal(JSON.parse(stdout[0]!), Object.fromEntries(states), scenarios[index]!.name);
  }
  assert.ok(noncompliant > 3);
});

test.run();
