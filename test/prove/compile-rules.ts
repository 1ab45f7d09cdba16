import * as assert from "uvu/assert";
import { compile } from "../../src/compile.ts";
import type { Rule } from "../../src/model/rule.ts";

/** The rules of a text, which has to be right; `handbook` is its document, with the units `unit-a` and `unit-b`. */
export function compileRules(text: string): readonly Rule[] {
  const compiled = compile({
    sources: [{ path: "test.mderule", text: `document handbook\n\n${withGuard(text)}` }],
    ledgers: [{ document: "handbook", units: [{ unit: "unit-a" }, { unit: "unit-b" }] }],
  });
  assert.equal(
    compiled.diagnostics.map(({ message }) => message),
    [],
  );
  return compiled.value.rules;
}

/** A text that says no guard needs none. */
function withGuard(text: string): string {
  return /^guard\b/m.test(text) ? text : `${text}\n\nguard none "Made up for a test."\n`;
}
