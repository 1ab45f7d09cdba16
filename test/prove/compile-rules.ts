import * as assert from "uvu/assert";
import { compile } from "../../src/compile.ts";
import type { Rule } from "../../src/model/rule.ts";

/** The rules of a text, which has to be right; `handbook` is its document, with the units `unit-a` and `unit-b`. */
export function compileRules(text: string): readonly Rule[] {
  const compiled = compile({
    sources: [{ path: "test.mderule", text: `document handbook\n\n${text}` }],
    ledgers: [{ document: "handbook", units: [{ unit: "unit-a" }, { unit: "unit-b" }] }],
  });
  assert.equal(
    compiled.diagnostics.map(({ message }) => message),
    [],
  );
  return compiled.value.rules;
}
