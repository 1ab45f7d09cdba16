import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { commandLineArgument } from "../../src/encode/command-line.ts";
import { windowsArguments } from "../windows-arguments.ts";
import { proofRuns } from "../proof-runs.ts";

test("quotes and backslashes arrive", () => {
  assert.is(commandLineArgument("plain"), '"plain"');
  assert.is(commandLineArgument('say "hi"'), String.raw`"say \"hi\""`);
  assert.is(commandLineArgument(String.raw`C:\folder\ `.trim()), String.raw`"C:\folder\\"`);
  assert.is(commandLineArgument(String.raw`a\"b`), String.raw`"a\\\"b"`);
});

test("any text is one argument of the command line, and arrives as it is", () => {
  const unit = fc.constantFrom("\\", '"', " ", "'", "a", "$", "\u2019", "%", "\t");
  fc.assert(
    fc.property(fc.string({ unit }), fc.string({ unit }), (first, second) => {
      const line = `program.exe ${commandLineArgument(first)} ${commandLineArgument(second)}`;
      assert.equal(windowsArguments(line), ["program.exe", first, second]);
    }),
    proofRuns(500),
  );
});

test.run();
