import { test } from "uvu";
import * as assert from "uvu/assert";
import { codes } from "../../src/diagnostics/codes.ts";
import { renderDocumentation } from "../../src/diagnostics/render-documentation.ts";
import { matchesGolden } from "../golden.ts";

test("docs/diagnostics.md describes the table", () => {
  matchesGolden("docs/diagnostics.md", renderDocumentation());
});

test("codes are unique, and names and explanations are there", () => {
  const all = Object.values(codes).map(({ code }) => code);
  assert.equal([...new Set(all)], all);
  for (const { code, explanation } of Object.values(codes)) {
    assert.match(code, /^MDR[1-6]\d{3}$/);
    assert.match(explanation, /\.$/, code);
  }
});

test.run();
