import { test } from "uvu";
import * as assert from "uvu/assert";
import { kinds } from "../../src/kinds/index.ts";
import { matchesGolden } from "../golden.ts";
import { renderKinds } from "./render-kinds.ts";

test("docs/kinds.md describes every kind", () => {
  matchesGolden("docs/kinds.md", renderKinds());
});

test("names and forms are what the grammar takes, each once", () => {
  const names = kinds.map(({ name }) => name);
  assert.equal([...new Set(names)], names);
  for (const { name, properties } of kinds) {
    assert.match(name, /^[a-z]+$/);
    const forms = properties.map(({ form }) => form.replace(/<[^>]*>/g, "<>"));
    assert.equal([...new Set(forms)], forms, name);
    for (const { form, slots } of properties) {
      const places = [...form.matchAll(/<(\w+)>/g)].map(([, slot]) => slot);
      assert.equal(places, Object.keys(slots), `${name} ${form}`);
    }
  }
});

test("a kind has a summary of one sentence, and a place says what may stand there", () => {
  for (const { name, summary, properties } of kinds) {
    assert.match(summary, /^[A-Z].*\.$/s, name);
    for (const { form, summary: property, slots } of properties) {
      assert.match(property, /^[A-Z`].*\.$/s, `${name} ${form}`);
      for (const { description } of Object.values(slots))
        assert.match(description, /^(?:an?|the) /, `${name} ${form}`);
    }
  }
});

test.run();
