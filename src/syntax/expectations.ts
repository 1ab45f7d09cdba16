/** What a term or a value begins with, in the grammar's words. */
const scalars = ["text in quotes", "a variable", "a version", "a duration", "a number", "a name"];
const qualifiers = ["where", "from", "in", "within", "level", "as", "aged", "with", "since"].map(quoted);
const steps = ["set", "run", "wait", "advise", "support", "restart", "powershell"].map(quoted);
const comparisons = ["is", "contains", "<=", "<", ">=", ">"].map(quoted);

/**
 * Ohm's expectations in the words of someone who writes rules. Of what may follow at a place, that which must follow is
 * named: that a condition could also go on with one of eight qualifiers helps nobody.
 */
export function expectations(found: readonly string[], atEnd: boolean): readonly string[] {
  const expected = new Set(
    found.filter(isTelling).map((phrase) => (phrase === "end of input" ? "the end of the line" : phrase)),
  );
  if (atEnd) expected.delete("the end of the line");
  const hasAll = (phrases: readonly string[]): boolean => phrases.every((phrase) => expected.has(phrase));
  const replace = (phrases: readonly string[], by?: string): void => {
    for (const phrase of phrases) expected.delete(phrase);
    if (by !== undefined) expected.add(by);
  };
  const [bracket, not, one] = [quoted("("), quoted("not"), quoted("one")];
  if (expected.has(one)) replace([...scalars, bracket, not, one], "a value");
  else if (hasAll([bracket, not])) replace([...scalars, bracket, not], "a condition");
  else if (hasAll([...scalars, bracket])) replace([...scalars, bracket], "a value");
  else if (hasAll(scalars)) replace(scalars, expected.size > scalars.length ? undefined : "a name");
  if (hasAll(comparisons)) {
    replace(
      [...comparisons, ...qualifiers, quoted("and"), quoted("or"), "the end of the line"],
      "a comparison such as `is`",
    );
  }
  if (hasAll(steps)) replace(steps, "a step such as `set`");
  if (hasAll(qualifiers) && expected.size > qualifiers.length) replace(qualifiers);
  if (expected.has("a duration")) replace(["a version"]);
  // A name for a value may stand wherever the value does.
  if (expected.size > 1) replace(["a variable"]);
  if (expected.size === 0) return found.includes('" "') ? ["a space"] : [];
  const sorted = [...expected].sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
  return sorted.map((phrase) => phrase.replace(/^"(.*)"$/, "`$1`"));
}

function isTelling(phrase: string): boolean {
  if (phrase.startsWith("not ") || phrase.includes('".."') || phrase === "a new line") return false;
  return !['" "', '"\\t"', '"//"', '"\\r\\n"', '"\\n"'].includes(phrase);
}

/** What ends a statement comes last. */
function rank(phrase: string): number {
  if (phrase === "the end of the line") return 2;
  return phrase === quoted("and") || phrase === quoted("or") ? 1 : 0;
}

function quoted(word: string): string {
  return JSON.stringify(word);
}
