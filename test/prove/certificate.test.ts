import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { certificate } from "../../src/prove/certificate.ts";
import { scriptsOf } from "../../src/prove/sequence.ts";
import { targets } from "../../src/targets/index.ts";
import { ruleText } from "../commands/run-in.ts";
import { compileRules } from "./compile-rules.ts";

const validate = new Ajv2020().compile(
  JSON.parse(readFileSync("schemas/certificate.schema.json", "utf8")) as object,
);

test("a certificate is what its schema says", () => {
  const rules = compileRules(ruleText("rule-a"));
  const program = { rules, applications: [], configuration: {}, version: "1.2.3" };
  const [rule] = rules;
  const proof = {
    rule: rule!,
    scripts: scriptsOf(targets.flatMap((target) => [...target.emit(program)])).get("rule-a")!,
    tried: 3,
    verdicts: { healthy: 1, unhealthy: 1, "not-applicable": 0, unknown: 1 },
    violations: [],
  };
  const settings = [{ languageMode: "ConstrainedLanguage", culture: "fr" }] as const;
  const { path, content } = certificate(proof, settings, "1.2.3");
  assert.is(path, "certificates/rule-a.json");
  const value: unknown = JSON.parse(content as string);
  assert.ok(validate(value), JSON.stringify(validate.errors));
  assert.not(validate({ ...(value as object), tried: 3 }));
});

test.run();
